import type { Diagnostic } from '../core/diagnostic';
import { type AnyTypedArray, allocate, type DType, dtypeBytes } from '../core/dtype';
import { err, ok, type Result } from '../core/result';
import type { HostTensor } from '../core/tensor';

/** NumPy's `descr` without its byte order. */
const descrOf: Readonly<Record<DType, string>> = {
  float16: 'f2',
  float32: 'f4',
  float64: 'f8',
  int8: 'i1',
  int16: 'i2',
  int32: 'i4',
  int64: 'i8',
  uint8: 'u1',
  uint16: 'u2',
  uint32: 'u4',
  uint64: 'u8',
  bool: 'b1',
};

const dtypeOf: ReadonlyMap<string, DType> = new Map(
  Object.entries(descrOf).map(([dtype, descr]) => [descr, dtype as DType]),
);

const MAGIC = '\x93NUMPY';

/**
 * Reads a .npy file (NumPy Enhancement Proposal 1, versions 1 to 3): any number or bool, either byte order, rows or columns first.
 * Errors: `npy.malformed`, `npy.dtype`.
 */
export function readNpy(bytes: Uint8Array): Result<HostTensor, Diagnostic> {
  const header = readHeader(bytes);
  if (!header) return refuse('malformed', 'it does not begin as a .npy file does');
  const { descr, fortran, dims, start } = header;
  const dtype = dtypeOf.get(descr.slice(1));
  if (!dtype) return refuse('dtype', `elements of type ${descr} are not supported`);
  const size = dims.reduce((product, dim) => product * dim, 1);
  if (bytes.length - start !== size * dtypeBytes[dtype])
    return refuse('malformed', `it has ${bytes.length - start} bytes for ${size} elements of ${dtype}`);
  const data = allocate<DType>(dtype, size);
  new Uint8Array(data.buffer).set(bytes.subarray(start));
  if (descr.startsWith('>')) swapBytes(data);
  return ok({ dtype, dims, data: fortran ? rowsFirst(dtype, dims, data) : data });
}

/** A .npy file of version 1, little-endian, rows first. */
export function writeNpy({ dtype, dims, data }: HostTensor): Uint8Array {
  const order = dtypeBytes[dtype] === 1 ? '|' : '<';
  const shape = dims.length === 1 ? `(${dims[0]},)` : `(${dims.join(', ')})`;
  const text = `{'descr': '${order}${descrOf[dtype]}', 'fortran_order': False, 'shape': ${shape}, }`;
  // the header ends with a line feed, the data begins at a multiple of 64
  const padded = text.padEnd(Math.ceil((10 + text.length + 1) / 64) * 64 - 10 - 1, ' ');
  const length = padded.length + 1;
  const head = new Uint8Array(10 + length);
  head.set(Uint8Array.from(`${MAGIC}\x01\x00`, (char) => char.charCodeAt(0)));
  head.set([length & 0xff, length >> 8], 8);
  head.set(new TextEncoder().encode(`${padded}\n`), 10);
  const file = new Uint8Array(head.length + data.byteLength);
  file.set(head);
  file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), head.length);
  return file;
}

interface Header {
  readonly descr: string;
  readonly fortran: boolean;
  readonly dims: readonly number[];
  /** Where the elements begin. */
  readonly start: number;
}

function readHeader(bytes: Uint8Array): Header | undefined {
  if (bytes.length < 12 || String.fromCharCode(...bytes.subarray(0, 6)) !== MAGIC) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const long = (bytes[6] as number) >= 2;
  const start = (long ? 12 : 10) + (long ? view.getUint32(8, true) : view.getUint16(8, true));
  if (start > bytes.length) return undefined;
  const text = new TextDecoder().decode(bytes.subarray(long ? 12 : 10, start));
  const descr = /'descr':\s*'([<>|=][a-z]\d+)'/.exec(text)?.[1];
  const order = /'fortran_order':\s*(True|False)/.exec(text)?.[1];
  const shape = /'shape':\s*\(([\d\s,]*)\)/.exec(text)?.[1];
  if (descr === undefined || order === undefined || shape === undefined) return undefined;
  const dims = shape
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(Number);
  return dims.every(Number.isSafeInteger) ? { descr, fortran: order === 'True', dims, start } : undefined;
}

function swapBytes(data: AnyTypedArray): void {
  const bytes = new Uint8Array(data.buffer);
  const width = data.BYTES_PER_ELEMENT;
  for (let at = 0; at < bytes.length; at += width) bytes.subarray(at, at + width).reverse();
}

/** Elements stored with the first axis running fastest, brought to the usual order. */
function rowsFirst(dtype: DType, dims: readonly number[], columns: AnyTypedArray): AnyTypedArray {
  const data = allocate<DType>(dtype, columns.length);
  const index = dims.map(() => 0);
  for (let n = 0; n < data.length; n++) {
    let at = 0;
    for (let axis = dims.length - 1; axis >= 0; axis--) at = at * (dims[axis] as number) + (index[axis] as number);
    data[n] = columns[at] as number & bigint;
    for (let axis = dims.length - 1; axis >= 0; axis--) {
      index[axis] = (index[axis] as number) + 1;
      if ((index[axis] as number) < (dims[axis] as number)) break;
      index[axis] = 0;
    }
  }
  return data;
}

function refuse(code: 'malformed' | 'dtype', message: string): Result<never, Diagnostic> {
  return err({ code: `npy.${code}`, severity: 'error', message: `not a readable .npy file: ${message}` });
}
