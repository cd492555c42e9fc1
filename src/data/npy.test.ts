import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dtypes, fromNumbers } from '../core/dtype';
import type { HostTensor } from '../core/tensor';
import { readNpy, writeNpy } from './npy';

function read(bytes: Uint8Array): HostTensor {
  const result = readNpy(bytes);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

const base64 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));

/** np.save of NumPy 1.24, header and all. */
const header = (text: string): Uint8Array => {
  const padded = `${text.padEnd(117)}\n`;
  return new Uint8Array(Buffer.from(`\x93NUMPY\x01\x00${String.fromCharCode(118)}\x00${padded}`, 'latin1'));
};

function file(text: string, data: ArrayBufferView): Uint8Array {
  const head = header(text);
  const bytes = new Uint8Array(head.length + data.byteLength);
  bytes.set(head);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), head.length);
  return bytes;
}

describe('.npy files', () => {
  it('give back what was written, of every type and shape', () => {
    for (const dtype of dtypes) {
      for (const dims of [[], [0], [3], [2, 3], [1, 0, 4], [2, 1, 2]]) {
        const size = dims.reduce((product, dim) => product * dim, 1);
        const tensor = {
          dtype,
          dims,
          data: fromNumbers(
            dtype,
            Float64Array.from({ length: size }, (_, i) => i % 2),
          ),
        };
        expect(read(writeNpy(tensor))).toEqual(tensor);
      }
    }
  });

  it('begin as NumPy writes them', () => {
    const bytes = writeNpy({ dtype: 'float32', dims: [2, 3], data: new Float32Array(6) });
    expect(bytes.subarray(0, 128)).toEqual(header("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }"));
    expect(bytes.length).toBe(128 + 24);
  });

  it('may have columns first, or the other byte order', () => {
    const columns = Int32Array.of(1, 4, 2, 5, 3, 6);
    const fortran = file("{'descr': '<i4', 'fortran_order': True, 'shape': (2, 3), }", columns);
    expect([...read(fortran).data]).toEqual([1, 2, 3, 4, 5, 6]);
    const big = file("{'descr': '>i2', 'fortran_order': False, 'shape': (2,), }", Uint8Array.of(1, 0, 0, 7));
    expect([...read(big).data]).toEqual([256, 7]);
  });

  it('are refused where they are something else', () => {
    const complex = file("{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }", new Uint8Array(8));
    const short = file("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }", new Uint8Array(8));
    const codeOf = (bytes: Uint8Array) => {
      const result = readNpy(bytes);
      return result.ok ? 'ok' : result.error.code;
    };
    expect(codeOf(complex)).toBe('npy.dtype');
    expect(codeOf(short)).toBe('npy.malformed');
    expect(codeOf(base64('UEsDBBQ='))).toBe('npy.malformed');
    const whole = writeNpy({ dtype: 'float32', dims: [2], data: new Float32Array(2) });
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, byte) => {
        expect(codeOf(whole.with(at, byte))).toMatch(/^(ok|npy\.(malformed|dtype))$/);
        expect(codeOf(whole.subarray(0, at))).toBe('npy.malformed');
      }),
    );
  });
});
