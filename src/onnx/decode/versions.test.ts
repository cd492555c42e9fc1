import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toNumbers } from '../../core/dtype';
import { Rng } from '../../core/rng';
import type { HostTensor } from '../../core/tensor';
import type { Executor } from '../../runtime/executor';
import { createNodeExecutor } from '../../runtime/nodeExecutor';
import { encodeGraph } from '../encode';
import { TensorProto_DataType as Type } from '../onnx_pb';
import { floats, info, ints, model, node } from './models.fixture';
import { importModel } from './toIr';

let executor: Executor;
beforeAll(async () => {
  executor = await createNodeExecutor({ provider: 'cpu', threads: 1 });
});
afterAll(() => executor.dispose());

interface Case {
  readonly op: string;
  readonly opset: number;
  /** Shape of the one input that is fed, float32. */
  readonly x: readonly number[];
  readonly attributes?: Parameters<typeof node>[3];
  /** Inputs behind x; a string is one left out. */
  readonly more?: readonly (ReturnType<typeof floats> | ReturnType<typeof ints> | '')[];
  readonly outputs?: number;
  readonly type?: Type;
}

const vector = (name: string, ...values: number[]) => floats(name, [values.length], values);
const axes = (...values: number[]) => ints('axes', values);
const zeroPoint = { ...ints('z', []), dataType: Type.UINT8, dims: [], int32Data: [3] };

/** Forms that ONNX's own test data of opset 17 does not have: newer ones, and older ones. */
const cases: readonly Case[] = [
  { op: 'Gelu', opset: 20, x: [2, 5] },
  { op: 'Gelu', opset: 20, x: [2, 5], attributes: { approximate: 'tanh' } },
  { op: 'Mish', opset: 18, x: [2, 5] },
  { op: 'Swish', opset: 24, x: [2, 5] },
  { op: 'Swish', opset: 24, x: [2, 5], attributes: { alpha: { float: 1.7 } } },
  { op: 'RMSNormalization', opset: 23, x: [2, 3, 4], more: [vector('s', 1, 2, 0.5, -1)] },
  {
    op: 'RMSNormalization',
    opset: 23,
    x: [2, 3, 4],
    attributes: { axis: 1 },
    more: [
      floats(
        's',
        [3, 4],
        Array.from({ length: 12 }, (_, i) => i / 6),
      ),
    ],
  },
  {
    op: 'GroupNormalization',
    opset: 21,
    x: [2, 4, 3],
    attributes: { num_groups: 2 },
    more: [vector('s', 1, 2, 3, 4), vector('b', 0, 1, 0, -1)],
  },
  { op: 'LpNormalization', opset: 17, x: [2, 3, 4], attributes: { p: 1, axis: 1 } },
  { op: 'LpNormalization', opset: 17, x: [2, 3, 4] },
  { op: 'ReduceMean', opset: 18, x: [2, 3, 4], attributes: { keepdims: 0 }, more: [axes(-1, 0)] },
  { op: 'ReduceMax', opset: 18, x: [2, 3, 4], attributes: { noop_with_empty_axes: 1 } },
  { op: 'ReduceL2', opset: 13, x: [2, 3, 4], attributes: { axes: [1], keepdims: 1 } },
  { op: 'ReduceSum', opset: 11, x: [2, 3, 4], attributes: { axes: [1], keepdims: 0 } },
  { op: 'Split', opset: 18, x: [7, 2], attributes: { num_outputs: 3 }, outputs: 3 },
  { op: 'Split', opset: 11, x: [7, 2], attributes: { split: [2, 5] }, outputs: 2 },
  { op: 'Split', opset: 11, x: [2, 6], attributes: { axis: 1 }, outputs: 3 },
  { op: 'Pad', opset: 18, x: [2, 3, 4], more: [ints('p', [1, 2]), floats('v', [], [0.5]), axes(-1)] },
  { op: 'Pad', opset: 19, x: [2, 3, 4], attributes: { mode: 'wrap' }, more: [ints('p', [0, 1, 2, 0, 0, 1])] },
  { op: 'Pad', opset: 10, x: [2, 3], attributes: { mode: 'edge', pads: [0, 1, 2, 0] } },
  { op: 'Pad', opset: 13, x: [3, 4], more: [ints('p', [1, -1, 0, -2])] },
  { op: 'Slice', opset: 9, x: [4, 5], attributes: { starts: [1, -3], ends: [9, -1], axes: [0, 1] } },
  { op: 'Slice', opset: 13, x: [4, 5], more: [ints('s', [-1]), ints('e', [-100]), ints('a', [1]), ints('t', [-2])] },
  { op: 'Clip', opset: 10, x: [2, 5], attributes: { min: { float: -0.3 }, max: { float: 0.4 } } },
  { op: 'Clip', opset: 13, x: [2, 5], more: ['', floats('max', [], [0.2])] },
  { op: 'Hardmax', opset: 11, x: [2, 5] },
  { op: 'LogSoftmax', opset: 11, x: [2, 3, 4], attributes: { axis: 1 } },
  { op: 'Dropout', opset: 10, x: [2, 3], attributes: { ratio: { float: 0.3 } } },
  {
    op: 'BatchNormalization',
    opset: 9,
    x: [2, 3, 2],
    more: [vector('s', 1, 2, 3), vector('b', 0, 1, 2), vector('m', 0.1, 0, -0.1), vector('v', 1, 2, 0.5)],
  },
  { op: 'Upsample', opset: 8, x: [1, 2, 3, 2], attributes: { mode: 'linear' } },
  { op: 'Upsample', opset: 9, x: [1, 2, 3, 2], attributes: { mode: 'linear' }, more: [vector('s', 1, 1, 2, 3)] },
  { op: 'Upsample', opset: 9, x: [1, 2, 3, 2], more: [vector('s', 1, 1, 2, 3)] },
  { op: 'Resize', opset: 10, x: [1, 2, 4, 4], attributes: { mode: 'nearest' }, more: [vector('s', 1, 1, 0.5, 1.5)] },
  {
    op: 'Resize',
    opset: 11,
    x: [1, 2, 3, 4],
    attributes: { mode: 'linear', coordinate_transformation_mode: 'align_corners' },
    more: [vector('r'), vector('s'), ints('n', [1, 2, 5, 7])],
  },
  {
    op: 'Resize',
    opset: 18,
    x: [1, 2, 3, 4],
    attributes: { mode: 'cubic', axes: [2, 3] },
    more: ['', '', ints('n', [5, 7])],
  },
  {
    op: 'Resize',
    opset: 19,
    x: [1, 2, 3, 4],
    attributes: { mode: 'linear', coordinate_transformation_mode: 'half_pixel_symmetric' },
    more: ['', vector('s', 1, 1, 1.5, 2)],
  },
  { op: 'AveragePool', opset: 19, x: [1, 1, 7, 7], attributes: { kernel_shape: [2, 2], dilations: [2, 2] } },
  {
    op: 'AveragePool',
    opset: 19,
    x: [1, 1, 6],
    attributes: { kernel_shape: [3], strides: [2], ceil_mode: 1, pads: [1, 0] },
  },
  { op: 'MaxPool', opset: 12, x: [1, 2, 6], attributes: { kernel_shape: [3], strides: [2], ceil_mode: 1 }, outputs: 2 },
  {
    op: 'GridSample',
    opset: 20,
    x: [1, 1, 3, 3],
    attributes: { mode: 'linear' },
    more: [floats('g', [1, 1, 2, 2], [0.2, -0.4, 1.1, 0])],
  },
  { op: 'DFT', opset: 20, x: [1, 8, 3, 1], more: [ints('n', [6], []), ints('a', [1], [])] },
  { op: 'CumSum', opset: 14, x: [3, 4], attributes: { reverse: 1, exclusive: 1 }, more: [ints('a', [-1], [])] },
  { op: 'TopK', opset: 11, x: [3, 6], attributes: { axis: 1, largest: 0 }, more: [ints('k', [2])], outputs: 2 },
  { op: 'QuantizeLinear', opset: 21, x: [2, 3], more: [floats('s', [], [0.02]), zeroPoint], type: Type.UINT8 },
  { op: 'EyeLike', opset: 9, x: [3, 5], attributes: { k: 1 } },
  { op: 'IsInf', opset: 20, x: [3], attributes: { detect_negative: 0 }, type: Type.BOOL },
  {
    op: 'Gemm',
    opset: 9,
    x: [2, 3],
    attributes: { alpha: { float: 0.5 }, beta: { float: 2 }, transB: 1 },
    more: [floats('w', [2, 3], [1, 2, 3, 4, 5, 6]), floats('c', [2, 1], [1, -1])],
  },
  { op: 'PRelu', opset: 9, x: [2, 3, 2], more: [floats('s', [3, 1], [0.1, 0.2, 0.3])] },
  {
    op: 'ConvTranspose',
    opset: 11,
    x: [1, 2, 4],
    attributes: { strides: [3], output_shape: [13] },
    more: [floats('w', [2, 1, 3], [1, 2, 3, 4, 5, 6])],
  },
  {
    op: 'Conv',
    opset: 11,
    x: [1, 2, 5, 5],
    attributes: { auto_pad: 'SAME_LOWER', strides: [2, 2] },
    more: [floats('w', [1, 2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8])],
  },
  { op: 'Trilu', opset: 14, x: [2, 3, 4], attributes: { upper: 0 }, more: [ints('k', [-1], [])] },
  { op: 'LRN', opset: 13, x: [1, 5, 2, 1], attributes: { size: 3, alpha: { float: 0.1 }, bias: { float: 2 } } },
  { op: 'DepthToSpace', opset: 13, x: [1, 8, 2, 3], attributes: { blocksize: 2, mode: 'CRD' } },
  { op: 'MeanVarianceNormalization', opset: 13, x: [2, 3, 2, 2] },
  { op: 'Shrink', opset: 9, x: [2, 5], attributes: { lambd: { float: 0.3 }, bias: { float: 0.1 } } },
  { op: 'Einsum', opset: 12, x: [2, 3, 3], attributes: { equation: 'bii->b' } },
];

const names = (prefix: string, count: number): string[] => Array.from({ length: count }, (_, i) => `${prefix}${i}`);

function bytesOf({ op, opset, x, attributes = {}, more = [], outputs = 1, type = Type.FLOAT }: Case): Uint8Array {
  const inputs = more.map((item) => (item === '' ? '' : item.name));
  const extra = op === 'Upsample' && opset < 9 ? { scales: { floats: [1, 1, 2, 3] } } : {};
  const last = op === 'MaxPool' || op === 'TopK' ? Type.INT64 : type;
  return model(
    {
      name: 'g',
      node: [node(op, ['x', ...inputs], names('y', outputs), { ...attributes, ...extra })],
      input: [info('x', x)],
      output: names('y', outputs).map((name, i) => ({
        name,
        type: { value: { case: 'tensorType' as const, value: { elemType: i === 1 ? last : type } } },
      })),
      initializer: more.filter((item) => item !== ''),
    },
    opset,
  );
}

async function run(bytes: Uint8Array, x: HostTensor, outputs: number): Promise<HostTensor[]> {
  const session = await executor.createSession(bytes);
  const results = await session.run({ x });
  const read = await Promise.all(names('y', outputs).map((name) => results[name]!.read()));
  await session.dispose();
  return read;
}

describe('imported and written again, ONNX Runtime gives what it gives for the file itself', () => {
  it.each(cases.map((item, i) => [`${item.op} of opset ${item.opset} (${i})`, item] as const))(
    '%s',
    async (_, item) => {
      const rng = Rng.of(1, item.op);
      const size = item.x.reduce((product, dim) => product * dim, 1);
      const data = Float32Array.from({ length: size }, () => rng.normal());
      if (item.op === 'IsInf') data.set([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
      const x: HostTensor = { dtype: 'float32', dims: item.x, data };
      const bytes = bytesOf(item);
      const imported = importModel(bytes);
      if (!imported.ok) throw new Error(imported.error.message);
      const count = item.outputs ?? 1;
      const expected = await run(bytes, x, count);
      const actual = await run(encodeGraph(imported.value.graph, { target: 'cpu' }), x, count);
      for (const [i, wanted] of expected.entries()) {
        expect(actual[i]?.dtype).toBe(wanted.dtype);
        expect(actual[i]?.dims).toEqual(wanted.dims);
        const came = toNumbers(actual[i] ?? wanted);
        for (const [n, value] of toNumbers(wanted).entries()) expect(came[n], `[${n}]`).toBeCloseTo(value, 4);
      }
    },
  );
});
