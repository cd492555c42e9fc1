import { fromBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { dtypeBytes, onnxType } from '../core/dtype';
import type { TensorType } from '../core/shape';
import { Builder } from '../ir/builder';
import type { Target } from '../ir/op';
import { answerable, type Encodable, encodableCases, encodablePrograms } from '../testing/encodable';
import { once } from '../testing/once';
import { DEFAULT_OPSET, encodeGraph } from './encode';
import { type GraphProto, ModelProtoSchema, type NodeProto, type TensorProto, type ValueInfoProto } from './onnx_pb';

const targets: readonly Target[] = ['cpu', 'webgpu'];
const read = (bytes: Uint8Array) => fromBinary(ModelProtoSchema, bytes);

/** Plain and fast: there are a hundred thousand of these. */
function ensure(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}

/** ONNX IR, "Names Within a Graph" and SSA: every value defined once and before it is read, node names unique, in all scopes. */
function checkGraph(graph: GraphProto, outer: ReadonlySet<string>, names: Set<string>): void {
  const defined = new Set(outer);
  const define = (name: string) => {
    ensure(name !== '', 'a value without a name');
    ensure(!defined.has(name), `${name} is defined twice`);
    defined.add(name);
  };
  for (const { name } of graph.input) define(name);
  for (const initializer of graph.initializer) {
    define(initializer.name);
    checkTensor(initializer);
  }
  for (const node of graph.node) {
    ensure(!names.has(node.name), `two nodes are called ${node.name}`);
    names.add(node.name);
    for (const name of node.input) ensure(name === '' || defined.has(name), `${node.name} reads ${name}`);
    for (const { g } of node.attribute) if (g) checkGraph(g, defined, names);
    for (const name of node.output) if (name !== '') define(name);
  }
  for (const { name } of graph.output) ensure(defined.has(name), `the output ${name} is not computed`);
  for (const info of [...graph.input, ...graph.output]) ensure(typeOf(info) !== undefined, `${info.name} has no type`);
}

function checkTensor({ name, dims, dataType, rawData }: TensorProto): void {
  const [dtype] = Object.entries(onnxType).find(([, code]) => code === dataType) ?? [];
  const size = dims.reduce((product, dim) => product * Number(dim), 1);
  const bytes = size * (dtypeBytes[dtype as keyof typeof dtypeBytes] ?? Number.NaN);
  ensure(rawData.length === bytes, `${name}: ${rawData.length} bytes instead of ${bytes}`);
}

/** Element type and sizes as declared. */
function typeOf({ type }: ValueInfoProto): { elemType: number; shape: (number | string)[] } | undefined {
  if (type?.value.case !== 'tensorType') return undefined;
  const { elemType, shape } = type.value.value;
  const sizes = shape?.dim.map(({ value }) => (value.case === 'dimValue' ? Number(value.value) : (value.value ?? '?')));
  return sizes && { elemType, shape: sizes };
}

const declared = ({ dtype, shape }: TensorType) => ({ elemType: onnxType[dtype], shape: [...shape] });

/** The model as it was read back. */
function check(item: Encodable, target: Target) {
  const model = read(item.encode(target));
  const graph = model.graph as GraphProto;
  expect(model.opsetImport.map(({ domain }) => domain)).toEqual(['']);
  expect(Number(model.opsetImport[0]?.version)).toBeGreaterThanOrEqual(DEFAULT_OPSET);
  expect(model.producerName).toBe('netloom');
  checkGraph(graph, new Set(), new Set());
  const held = new Set(item.parameters.map(({ name }) => name));
  const { inputs, outputs } = answerable(item.graph, target);
  const ends = (list: typeof inputs) => list.map(({ name, value }) => ({ name, ...declared(value.type) }));
  const found = (list: readonly ValueInfoProto[]) => list.map((info) => ({ name: info.name, ...typeOf(info) }));
  expect(found(graph.input)).toEqual(ends(inputs.filter(({ name }) => !held.has(name))));
  expect(found(graph.output)).toEqual(ends(outputs));
  return model;
}

const programs = encodablePrograms();
const programsForGpu = once(() =>
  programs.map((item) => ({ name: item.name, graph: read(item.encode('webgpu')).graph as GraphProto })),
);
const operatorCases = once(encodableCases);

describe('programs as ONNX', () => {
  for (const item of programs) {
    it.each(targets)(`${item.name} for %s`, (target) => {
      const model = check(item, target);
      expect(model.opsetImport[0]?.version).toBe(BigInt(DEFAULT_OPSET));
      expect(model.irVersion).toBe(8n);
      expect(Buffer.compare(item.encode(target), item.encode(target))).toBe(0);
    });

    if (item.parameters.length > 0)
      it(`${item.name} holds its parameters under their names`, () => {
        const metadata = { classes: '["0","1"]', producer: 'x' };
        const { graph, metadataProps, docString } = read(item.encode('cpu', { metadata, docString: 'about' }));
        const sizes = new Map(graph?.initializer.map(({ name, dims }) => [name, dims.map(Number)]));
        // the mean answers for an autoencoder's code: its variance is trained, not exported
        const used = new Set(item.graph.inputs.map((input) => input.name));
        expect(sizes.size).toBeGreaterThan(0);
        for (const { name, shape } of item.parameters)
          if (used.has(name)) expect(sizes.get(name), name).toEqual(shape);
          else expect(sizes.has(name), name).toBe(false);
        expect(Object.fromEntries(metadataProps.map(({ key, value }) => [key, value]))).toEqual(metadata);
        expect(docString).toBe('about');
      });
  }
});

describe('operators as ONNX', () => {
  it.each(targets)('every case for %s', (target) => {
    for (const item of operatorCases()) {
      try {
        check(item, target);
      } catch (error) {
        throw new Error(`${item.name} for ${target}: ${error}`, { cause: error });
      }
    }
  });
});

describe('forms', () => {
  const opTypes = (build: (b: Builder) => Parameters<Builder['graph']>[0], target: Target): string[] => {
    const b = new Builder();
    const { graph } = read(encodeGraph(b.graph(build(b)), { target }));
    return (graph?.node ?? []).map((node: NodeProto) => node.opType);
  };
  const vector = { dtype: 'float32', shape: ['B', 3] } as const;

  it('for WebGPU leave nothing to the CPU that it has no kernel for', () => {
    const onCpu = new Set([
      'LogSoftmax',
      'OneHot',
      'Or',
      'Xor',
      'Sign',
      'Round',
      'Selu',
      'Celu',
      'Sum',
      'Mean',
      'Mod',
      'MaxUnpool',
    ]);
    for (const { name, graph } of programsForGpu()) {
      const types = new Set(graph.node.map(({ opType }) => opType));
      expect(
        [...types].filter((type) => onCpu.has(type)),
        name,
      ).toEqual([]);
    }
  });

  it('for WebGPU feed no int64 and take no indices of a maximum', () => {
    for (const { name, graph } of programsForGpu()) {
      for (const info of graph.input) expect(typeOf(info)?.elemType, name).not.toBe(onnxType.int64);
      for (const node of graph.node) if (node.opType === 'MaxPool') expect(node.output).toHaveLength(1);
    }
  });

  it('differ by target where they must', () => {
    const build = (b: Builder) => ({ y: b.op('logSoftmax', [b.input('x', vector)], { axis: -1 }) });
    expect(opTypes(build, 'cpu')).toEqual(['LogSoftmax']);
    expect(opTypes(build, 'webgpu')).toEqual(['ReduceMax', 'Sub', 'Exp', 'ReduceSum', 'Log', 'Sub']);
  });

  it('answer with an input under another name', () => {
    expect(opTypes((b) => ({ y: b.input('x', vector) }), 'cpu')).toEqual(['Identity']);
  });

  it('copy a value only for its second name', () => {
    const b = new Builder();
    const first = b.op('tanh', [b.input('x', vector)]);
    const { graph } = read(
      encodeGraph(b.graph({ a: first, y: b.op('neg', [first]), again: first }), { target: 'cpu' }),
    );
    const nodes = graph?.node.map(({ opType, input, output }) => [opType, ...input, ...output]);
    expect(nodes).toEqual([
      ['Tanh', 'x', 'a'],
      ['Neg', 'a', 'y'],
      ['Identity', 'a', 'again'],
    ]);
  });

  it('name what the body of a scan hands out in the body, and what it takes from outside there', () => {
    const body = new Builder();
    const vector4 = { dtype: 'float32', shape: [4] } as const;
    const [sum, x, outer] = [body.input('sum', vector4), body.input('x', vector4), body.input('outer', vector4)];
    const next = body.op('add', [body.op('add', [sum, x]), outer]);
    const b = new Builder();
    const start = b.op('tanh', [b.input('start', vector4)]);
    const all = b.input('all', { dtype: 'float32', shape: [3, 4] });
    const [last] = b.ops('scan', [start, all, start], {
      body: body.graph({ next, seen: next }),
      states: 1,
      captured: 1,
      reverse: false,
    });
    const { graph } = read(encodeGraph(b.graph({ last: last!, start_tanh: start }), { target: 'cpu' }));
    const inner = graph?.node.find(({ opType }) => opType === 'Scan')?.attribute.find(({ g }) => g)?.g;
    expect(inner?.node.map(({ opType }) => opType)).toEqual(['Add', 'Add', 'Identity']);
    expect(inner?.node[1]?.input[1]).toBe('start_tanh');
    expect(graph?.node.map(({ opType }) => opType)).toEqual(['Tanh', 'Scan']);
  });

  it('share equal constants', () => {
    const b = new Builder();
    const x = b.input('x', vector);
    const y = b.op('add', [b.op('mul', [x, b.scalar(2)]), b.scalar(2)]);
    const { graph } = read(encodeGraph(b.graph({ y }), { target: 'cpu' }));
    expect(graph?.initializer).toHaveLength(1);
  });

  it('name nodes after the layer they come from', () => {
    const b = new Builder();
    const x = b.input('x', vector);
    b.origin = 'relu_1';
    const y = b.op('relu', [b.op('relu', [x])]);
    const { graph } = read(encodeGraph(b.graph({ y }), { target: 'cpu' }));
    expect(graph?.node.map(({ name }) => name)).toEqual(['relu_1/Relu', 'relu_1/Relu_1']);
  });
});
