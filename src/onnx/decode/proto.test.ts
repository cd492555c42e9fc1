import { create, toBinary } from '@bufbuild/protobuf';
import { BinaryWriter } from '@bufbuild/protobuf/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Builder } from '../../ir/builder';
import { encodeGraph } from '../encode';
import {
  AttributeProto_AttributeType as Kind,
  ModelProtoSchema,
  TensorProto_DataLocation,
  TensorProtoSchema,
  TensorProto_DataType as Type,
} from '../onnx_pb';
import { defaultLimits } from './limits';
import { readModel, readTensor } from './proto';
import type { RawModel, RawTensor } from './raw';
import { hostTensorOf, stringsOf } from './tensor';

function sample(): Uint8Array {
  const b = new Builder();
  const x = b.input('x', { dtype: 'float32', shape: ['B', 3] });
  const w = b.constant({ dtype: 'float32', dims: [3, 2], data: Float32Array.from([1, 2, 3, 4, 5, 6]) });
  const y = b.op('relu', [b.op('gemm', [x, w], {})]);
  return encodeGraph(b.graph({ y: b.op('reduceSum', [y], { axes: [1], keepDims: false }) }), { target: 'cpu' });
}

function read(bytes: Uint8Array): RawModel {
  const result = readModel(bytes);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

function tensorOf(bytes: Uint8Array): RawTensor {
  const result = readTensor(bytes);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

const codeOf = (bytes: Uint8Array, limits = defaultLimits): string => {
  const result = readModel(bytes, limits);
  return result.ok ? 'ok' : result.error.code;
};

describe('readModel', () => {
  it('reads what the encoder writes', () => {
    const { graph, opsets } = read(sample());
    expect(opsets).toEqual(new Map([['', 17]]));
    expect(graph.nodes.map(({ opType }) => opType)).toEqual(['Gemm', 'Relu', 'ReduceSum']);
    expect(graph.inputs).toEqual([{ name: 'x', type: { kind: 'tensor', elemType: 1, shape: ['B', 3] } }]);
    expect(graph.nodes[0]?.attributes.get('transB')).toEqual({ kind: 'int', value: 0n });
    expect(hostTensorOf(graph.initializers[0] as RawTensor).data).toEqual(Float32Array.from([1, 2, 3, 4, 5, 6]));
  });

  it('reads every kind of attribute', () => {
    const tensor = { dataType: Type.FLOAT, dims: [1n], floatData: [2.5] };
    const attribute = [
      { name: 'f', type: Kind.FLOAT, f: 0.5 },
      { name: 'i', type: Kind.INT, i: -(2n ** 63n) },
      { name: 's', type: Kind.STRING, s: Uint8Array.of(0xff, 0x41) },
      { name: 't', type: Kind.TENSOR, t: tensor },
      { name: 'g', type: Kind.GRAPH, g: { name: 'inner' } },
      { name: 'tp', type: Kind.TYPE_PROTO, tp: { value: { case: 'tensorType' as const, value: { elemType: 7 } } } },
      { name: 'floats', type: Kind.FLOATS, floats: [1, 2] },
      { name: 'ints', type: Kind.INTS, ints: [-1n, 2n ** 63n - 1n] },
      { name: 'strings', type: Kind.STRINGS, strings: [Uint8Array.of(0x61)] },
      { name: 'tensors', type: Kind.TENSORS, tensors: [tensor, tensor] },
      { name: 'graphs', type: Kind.GRAPHS, graphs: [{ name: 'one' }] },
      { name: 'types', type: Kind.TYPE_PROTOS, typeProtos: [{}] },
      { name: 'sparse', type: Kind.SPARSE_TENSOR, sparseTensor: {} },
      { name: 'none', type: Kind.INT },
      { name: 'empty', type: Kind.FLOATS },
      { name: 'ref', type: Kind.INT, refAttrName: 'outer' },
    ];
    const bytes = toBinary(
      ModelProtoSchema,
      create(ModelProtoSchema, { graph: { node: [{ opType: 'X', attribute }] } }),
    );
    const attributes = read(bytes).graph.nodes[0]?.attributes ?? new Map();
    expect([...attributes.keys()]).toEqual(attribute.map(({ name }) => name));
    expect(attributes.get('f')).toEqual({ kind: 'float', value: 0.5 });
    expect(attributes.get('i')).toEqual({ kind: 'int', value: -(2n ** 63n) });
    expect(attributes.get('s')).toEqual({ kind: 'string', value: Uint8Array.of(0xff, 0x41) });
    expect(attributes.get('t')).toMatchObject({ kind: 'tensor', value: { dims: [1], floats: Float32Array.of(2.5) } });
    expect(attributes.get('g')).toMatchObject({ kind: 'graph', value: { name: 'inner' } });
    expect(attributes.get('tp')).toEqual({ kind: 'type', value: { kind: 'tensor', elemType: 7, shape: undefined } });
    expect(attributes.get('floats')).toEqual({ kind: 'floats', value: Float32Array.of(1, 2) });
    expect(attributes.get('ints')).toEqual({ kind: 'ints', value: BigInt64Array.of(-1n, 2n ** 63n - 1n) });
    expect(attributes.get('strings')).toEqual({ kind: 'strings', value: [Uint8Array.of(0x61)] });
    expect(attributes.get('tensors')).toMatchObject({ kind: 'tensors', value: [{ dims: [1] }, { dims: [1] }] });
    expect(attributes.get('graphs')).toMatchObject({ kind: 'graphs', value: [{ name: 'one' }] });
    expect(attributes.get('types')).toEqual({ kind: 'types', value: [{ kind: 'unknown' }] });
    expect(attributes.get('sparse')).toEqual({ kind: 'sparse' });
    expect(attributes.get('none')).toEqual({ kind: 'int', value: 0n });
    expect(attributes.get('empty')).toEqual({ kind: 'floats', value: new Float32Array() });
    expect(attributes.get('ref')).toEqual({ kind: 'reference', value: 'outer' });
  });

  it('tells a size nobody knows from a scalar and from an unknown rank', () => {
    const types = [
      { elemType: 1 },
      { elemType: 1, shape: {} },
      { elemType: 1, shape: { dim: [{}, { value: { case: 'dimParam' as const, value: 'N' } }] } },
      { elemType: 1, shape: { dim: [{ value: { case: 'dimValue' as const, value: 4n } }] } },
    ];
    const input = types.map((value, i) => ({ name: `x${i}`, type: { value: { case: 'tensorType' as const, value } } }));
    const { graph } = read(toBinary(ModelProtoSchema, create(ModelProtoSchema, { graph: { input } })));
    expect(graph.inputs.map(({ type }) => (type.kind === 'tensor' ? type.shape : type.kind))).toEqual([
      undefined,
      [],
      ['', 'N'],
      [4],
    ]);
  });
});

describe('tensors', () => {
  const cases: [string, Parameters<typeof create<typeof TensorProtoSchema>>[1], unknown][] = [
    ['float32', { dataType: Type.FLOAT, floatData: [1.5, -2] }, Float32Array.of(1.5, -2)],
    ['float64', { dataType: Type.DOUBLE, doubleData: [0.1, 2] }, Float64Array.of(0.1, 2)],
    ['float16 bits', { dataType: Type.FLOAT16, int32Data: [0x3c00, 0xc000] }, Uint16Array.of(0x3c00, 0xc000)],
    ['int8', { dataType: Type.INT8, int32Data: [-128, 127] }, Int8Array.of(-128, 127)],
    ['int16', { dataType: Type.INT16, int32Data: [-32768, 7] }, Int16Array.of(-32768, 7)],
    ['int32', { dataType: Type.INT32, int32Data: [-(2 ** 31), 7] }, Int32Array.of(-(2 ** 31), 7)],
    ['int64', { dataType: Type.INT64, int64Data: [-(2n ** 63n), 7n] }, BigInt64Array.of(-(2n ** 63n), 7n)],
    ['uint8', { dataType: Type.UINT8, int32Data: [255, 7] }, Uint8Array.of(255, 7)],
    ['uint16', { dataType: Type.UINT16, int32Data: [65535, 7] }, Uint16Array.of(65535, 7)],
    ['uint32', { dataType: Type.UINT32, uint64Data: [2n ** 32n - 1n, 7n] }, Uint32Array.of(2 ** 32 - 1, 7)],
    ['uint64', { dataType: Type.UINT64, uint64Data: [2n ** 64n - 1n, 7n] }, BigUint64Array.of(2n ** 64n - 1n, 7n)],
    ['bool', { dataType: Type.BOOL, int32Data: [1, 0] }, Uint8Array.of(1, 0)],
    [
      'raw',
      { dataType: Type.FLOAT, rawData: new Uint8Array(Float32Array.of(1.5, -2).buffer) },
      Float32Array.of(1.5, -2),
    ],
    ['raw bool', { dataType: Type.BOOL, rawData: Uint8Array.of(7, 0) }, Uint8Array.of(1, 0)],
  ];
  it.each(cases)('reads %s', (_, init, expected) => {
    const bytes = toBinary(TensorProtoSchema, create(TensorProtoSchema, { ...init, dims: [2n] }));
    expect(hostTensorOf(tensorOf(bytes)).data).toEqual(expected);
  });

  it('reads numbers written one at a time', () => {
    const writer = new BinaryWriter().tag(1, 0).int64(3).tag(2, 0).int32(1);
    for (const value of [1, 2, 3]) writer.tag(4, 5).float(value);
    expect(hostTensorOf(tensorOf(writer.finish())).data).toEqual(Float32Array.of(1, 2, 3));
  });

  it('reads strings', () => {
    const init = { dataType: Type.STRING, dims: [1n], stringData: [new TextEncoder().encode('é')] };
    expect(stringsOf(tensorOf(toBinary(TensorProtoSchema, create(TensorProtoSchema, init))))).toEqual(['é']);
  });

  it.each([
    ['malformed', { dataType: Type.FLOAT, dims: [3n], floatData: [1, 2] }],
    ['malformed', { dataType: Type.FLOAT, dims: [2n], rawData: new Uint8Array(7) }],
    ['malformed', { dataType: Type.FLOAT, dims: [-1n], floatData: [1] }],
    ['malformed', { dataType: Type.FLOAT, dims: [2n ** 40n, 2n ** 40n], floatData: [1] }],
    ['malformed', { dataType: Type.INT64, dims: [2n ** 62n], int64Data: [1n] }],
    ['dtype', { dataType: Type.COMPLEX64, dims: [1n], floatData: [1, 2] }],
    ['dtype', { dataType: Type.BFLOAT16, dims: [1n], int32Data: [1] }],
    ['externalData', { dataType: Type.FLOAT, dims: [1n], dataLocation: TensorProto_DataLocation.EXTERNAL }],
  ])('refuses %s %#', (code, init) => {
    const raw = tensorOf(toBinary(TensorProtoSchema, create(TensorProtoSchema, init)));
    expect(() => hostTensorOf(raw)).toThrow(expect.objectContaining({ code }));
  });
});

/** `depth` graphs in attributes of nodes, without help from an encoder. */
function nested(depth: number): Uint8Array {
  let graph = new Uint8Array();
  for (let i = 0; i < depth; i++) {
    const attribute = new BinaryWriter().tag(1, 2).string('body').tag(20, 0).int32(5).tag(6, 2).bytes(graph).finish();
    const node = new BinaryWriter().tag(5, 2).bytes(attribute).finish();
    graph = new BinaryWriter().tag(1, 2).bytes(node).finish();
  }
  return new BinaryWriter().tag(7, 2).bytes(graph).finish();
}

describe('hostile bytes', () => {
  it('never throw, hang or pass for a model by chance', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const result = readModel(bytes);
        if (!result.ok) expect(result.error.code).toMatch(/^onnx\.(malformed|tooLarge)$/);
      }),
      { numRuns: 2000 },
    );
  });

  it('end in a diagnostic when a model is cut short', () => {
    const bytes = sample();
    for (let length = 0; length < bytes.length; length++) {
      const code = codeOf(bytes.subarray(0, length));
      // between two fields of the outermost message the rest may be missing
      expect(['ok', 'onnx.malformed']).toContain(code);
    }
    expect(codeOf(bytes.subarray(0, 1))).toBe('onnx.malformed');
  });

  it('end in a model or a diagnostic when bits flip', () => {
    const bytes = sample();
    const flips = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(7)), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(flips, (places) => {
        const damaged = bytes.slice();
        for (const [at, bit] of places) damaged[at] = (damaged[at] as number) ^ (1 << bit);
        expect(codeOf(damaged)).toMatch(/^(ok|onnx\.(malformed|tooLarge))$/);
      }),
      { numRuns: 3000 },
    );
  });

  it('are held to the limits', () => {
    expect(codeOf(nested(20))).toBe('ok');
    expect(codeOf(nested(5000))).toBe('onnx.tooLarge');
    expect(codeOf(sample(), { ...defaultLimits, bytes: 100 })).toBe('onnx.tooLarge');
    expect(codeOf(sample(), { ...defaultLimits, items: 5 })).toBe('onnx.tooLarge');
    // a million empty nodes in two million bytes
    const nodes = new Uint8Array(2_000_000);
    for (let i = 0; i < nodes.length; i += 2) nodes[i] = 0x0a;
    const graph = new BinaryWriter().tag(7, 2).bytes(nodes).finish();
    expect(codeOf(graph, { ...defaultLimits, items: 100_000 })).toBe('onnx.tooLarge');
  });

  it('cannot make an array larger than themselves', () => {
    // a length of 2^32 - 1 with four bytes behind it
    for (const field of [4, 5, 7, 9, 10, 11]) {
      const bytes = Uint8Array.of((field << 3) | 2, 0xff, 0xff, 0xff, 0xff, 0x0f, 1, 2, 3, 4);
      const result = readTensor(bytes);
      expect(result.ok ? 'ok' : result.error.code).toBe('onnx.malformed');
    }
  });

  it('are refused where groups or wrong wire types stand', () => {
    expect(codeOf(Uint8Array.of(0x0b))).toBe('onnx.malformed'); // field 1, group
    expect(codeOf(Uint8Array.of(0x3d, 0, 0, 0, 0))).toBe('onnx.malformed'); // field 7 as fixed32
    expect(codeOf(new Uint8Array())).toBe('onnx.malformed');
  });
});
