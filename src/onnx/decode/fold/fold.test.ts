import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toNumbers } from '../../../core/dtype';
import type { HostTensor } from '../../../core/tensor';
import type { Executor } from '../../../runtime/executor';
import { createNodeExecutor } from '../../../runtime/nodeExecutor';
import { TensorProto_DataType as Type } from '../../onnx_pb';
import { floats, info, ints, model, node } from '../models.fixture';
import { importModel } from '../toIr';

let executor: Executor;
beforeAll(async () => {
  executor = await createNodeExecutor({ provider: 'cpu', threads: 1 });
});
afterAll(() => executor.dispose());

type Attributes = Parameters<typeof node>[3];
type Given = ReturnType<typeof floats> | ReturnType<typeof ints>;

interface Case {
  readonly op: string;
  readonly inputs: readonly Given[];
  readonly attributes?: Attributes;
  /** TensorProto.DataType of the result, float unless said. */
  readonly type?: Type;
  readonly opset?: number;
}

const a = floats('a', [2, 3], [-2.5, -1, -0.5, 0.5, 1.5, 4]);
const b = floats('b', [3], [2, -3, 0.5]);
const i = ints('i', [-7, 5, 2, 9, 0, 1], [2, 3]);
const j = ints('j', [2, -3, 4]);
const bool = (name: string, values: readonly number[]) => ({
  ...ints(name, []),
  dataType: Type.BOOL,
  dims: [BigInt(values.length)],
  int32Data: [...values],
});
const float = (op: string, ...inputs: Given[]): Case => ({ op, inputs });
const whole = (op: string, ...inputs: Given[]): Case => ({ op, inputs, type: Type.INT64 });
const truth = (op: string, ...inputs: Given[]): Case => ({ op, inputs, type: Type.BOOL });

const cases: readonly Case[] = [
  ...['Add', 'Sub', 'Mul', 'Div', 'Max', 'Min'].flatMap((op) => [float(op, a, b), whole(op, i, j)]),
  { ...whole('Mod', i, j) },
  { ...float('Mod', a, b), attributes: { fmod: 1 } },
  float('Pow', floats('x', [3], [1, 2, 3]), floats('p', [3], [2, 0.5, -1])),
  whole('Pow', i, ints('p', [2, 3, 1])),
  float('Sum', a, b, floats('d', [1], [3])),
  ...['Neg', 'Abs', 'Sign', 'Floor', 'Ceil', 'Round', 'Exp', 'Sin', 'Cos', 'Reciprocal', 'Relu'].map((op) =>
    float(op, a),
  ),
  ...['Neg', 'Abs', 'Sign'].map((op) => whole(op, i)),
  ...['Sqrt', 'Log'].map((op) => float(op, floats('x', [3], [0.25, 2, 9]))),
  ...['Equal', 'Greater', 'GreaterOrEqual', 'Less', 'LessOrEqual'].flatMap((op) => [truth(op, i, j), truth(op, a, b)]),
  ...['And', 'Or', 'Xor'].map((op) => truth(op, bool('p', [0, 0, 1, 1]), bool('q', [0, 1, 0, 1]))),
  truth('Not', bool('p', [0, 1])),
  { ...whole('Cast', a), attributes: { to: Type.INT64 } },
  { ...float('Cast', i), attributes: { to: Type.FLOAT } },
  { ...truth('Cast', i), attributes: { to: Type.BOOL } },
  { op: 'Cast', inputs: [i], attributes: { to: Type.INT32 }, type: Type.INT32 },
  { ...float('CastLike', i, b), opset: 17 },
  float('Where', bool('p', [0, 1, 0]), a, b),
  float('Identity', a),
  ...[0, 1, -1].map((axis) => ({ ...whole('Gather', i, ints('k', [1, 0, -1])), attributes: { axis } })),
  whole('Gather', j, ints('k', [1], [])),
  { ...float('Unsqueeze', b, ints('axes', [0, -1])) },
  { ...float('Unsqueeze', b), attributes: { axes: [0, 2] }, opset: 11 },
  { ...float('Squeeze', floats('x', [1, 2, 1], [1, 2]), ints('axes', [-1])) },
  { ...float('Squeeze', floats('x', [1, 2, 1], [1, 2])) },
  { ...whole('Concat', i, ints('k', [1, 2], [2, 1])), attributes: { axis: 1 } },
  { ...float('Slice', a, ints('s', [-1, 0]), ints('e', [-9, 9]), ints('x', [1, 0]), ints('st', [-2, 1])) },
  { ...float('Slice', a), attributes: { starts: [1], ends: [2], axes: [1] }, opset: 9 },
  float('Reshape', a, ints('s', [3, -1])),
  float('Reshape', a, ints('s', [0, 3, 1])),
  { ...float('Flatten', a), attributes: { axis: 0 } },
  { ...float('Flatten', floats('x', [1, 2, 2], [1, 2, 3, 4])), attributes: { axis: 2 } },
  { ...float('Transpose', a), attributes: { perm: [1, 0] } },
  float('Transpose', floats('x', [1, 2, 2], [1, 2, 3, 4])),
  float('Expand', b, ints('s', [2, 1])),
  { ...float('Split', b, ints('s', [3])) },
  float('Tile', a, ints('r', [2, 2])),
  float('ConstantOfShape', ints('s', [2, 1])),
  whole('Range', ints('p', [8], []), ints('q', [1], []), ints('r', [-3], [])),
  float('Range', floats('p', [], [1]), floats('q', [], [2.1]), floats('r', [], [0.25])),
  whole('NonZero', i),
  ...['ReduceSum', 'ReduceProd', 'ReduceMax', 'ReduceMin'].flatMap((op) => [
    whole(op, i),
    { ...whole(op, i), attributes: { keepdims: 0 } },
  ]),
  { ...whole('ReduceSum', i, ints('axes', [-1])), attributes: { keepdims: 0 } },
  { ...whole('ReduceMax', i), attributes: { axes: [0] } },
];

function bytesOf({ op, inputs, attributes = {}, type = Type.FLOAT, opset = 17 }: Case): Uint8Array {
  const names = inputs.map(({ name }) => name);
  const result = { name: 'y', type: { value: { case: 'tensorType' as const, value: { elemType: type } } } };
  return model(
    { name: 'g', node: [node(op, names, ['y'], attributes)], initializer: [...inputs], output: [result] },
    opset,
  );
}

async function truthOf(bytes: Uint8Array): Promise<HostTensor> {
  const session = await executor.createSession(bytes);
  const { y } = await session.run({});
  const read = await y!.read();
  await session.dispose();
  return read;
}

describe('what is computed at import is what ONNX Runtime computes', () => {
  it.each(cases.map((item, n) => [`${n} ${item.op}`, item] as const))('%s', async (_, item) => {
    const bytes = bytesOf(item);
    const imported = importModel(bytes);
    if (!imported.ok) throw new Error(imported.error.message);
    const { nodes, outputs } = imported.value.graph;
    expect(nodes.map(({ op }) => op)).toEqual(['constant']);
    const made = outputs[0]?.value.node;
    if (made?.op !== 'constant') throw new Error('not a constant');
    const expected = await truthOf(bytes);
    expect(made.attrs.tensor.dtype).toBe(expected.dtype);
    expect(made.attrs.tensor.dims).toEqual(expected.dims);
    const [actual, wanted] = [toNumbers(made.attrs.tensor), toNumbers(expected)];
    for (const [n, value] of wanted.entries()) expect(actual[n]).toBeCloseTo(value, 5);
  });
});

describe('what is left to the runtime', () => {
  it('are nodes too large to compute at import', () => {
    const big = floats('x', [2000], new Array<number>(2000).fill(1));
    const graph = { name: 'g', node: [node('Neg', ['x'], ['y'])], initializer: [big], output: [info('y', [2000])] };
    const imported = importModel(model(graph));
    expect(imported.ok && imported.value.graph.nodes.map(({ op }) => op)).toEqual(['constant', 'neg']);
  });

  it('are integer operations without a result', () => {
    const imported = importModel(bytesOf(whole('Div', i, ints('z', [0], []))));
    expect(imported.ok && imported.value.graph.nodes.at(-1)?.op).toBe('div');
  });
});
