import { describe, expect, it } from 'vitest';
import type { DType } from '../core/dtype';
import { ShapeError } from '../core/errors';
import type { Shape, TensorType } from '../core/shape';
import { createNodeExecutor } from '../runtime/nodeExecutor';
import { volume } from '../testing/reference/tensor';
import { runOnnx } from '../testing/runOnnx';
import { gradients } from './autodiff';
import { Builder } from './builder';
import type { OpAttrs, OpName } from './op';
import { opOf } from './registry';
import { ceilOverhang, windowedSizes } from './window';

const f = (...shape: Shape): TensorType => ({ dtype: 'float32', shape });
const of = (dtype: DType, ...shape: Shape): TensorType => ({ dtype, shape });
const still = { strides: [1, 1], dilations: [1, 1], padBegin: [0, 0], padEnd: [0, 0], kernel: [2, 2] };
const linear = { mode: 'linear', coordinateMode: 'half_pixel' } as const;

function codeOf<K extends OpName>(op: K, inputs: readonly TensorType[], attrs: OpAttrs[K]): string {
  try {
    opOf(op).infer(inputs, attrs);
    return 'accepted';
  } catch (error) {
    if (error instanceof ShapeError) return error.code;
    throw error;
  }
}

describe('shape rules refuse', () => {
  it.each([
    ['indices of floats', codeOf('gather', [f(3), f(2)], { axis: 0 }), 'dtype'],
    ['an axis that is not there', codeOf('gather', [f(3), of('int32', 2)], { axis: 1 }), 'axis'],
    ['indices of another rank', codeOf('gatherElements', [f(3, 2), of('int32', 2)], { axis: 0 }), 'rank'],
    ['more indices than columns', codeOf('gatherElements', [f(3, 2), of('int32', 3, 3)], { axis: 0 }), 'dim'],
    ['tuples longer than the rank', codeOf('gatherND', [f(3, 2), of('int32', 2, 3)], { batchDims: 0 }), 'rank'],
    ['other batches', codeOf('gatherND', [f(3, 2), of('int32', 2, 1)], { batchDims: 1 }), 'broadcast'],
    ['tuples of unknown length', codeOf('gatherND', [f(3, 2), of('int32', 2, 'K')], { batchDims: 0 }), 'symbolic'],
    [
      'updates of another shape',
      codeOf('scatterElements', [f(3), of('int32', 2), f(3)], { axis: 0, reduction: 'none' }),
      'broadcast',
    ],
    [
      'updates of another type',
      codeOf('scatterND', [f(3), of('int32', 1, 1), of('int32', 1)], { reduction: 'add' }),
      'dtype',
    ],
    [
      'rows of another width',
      codeOf('scatterND', [f(3, 2), of('int32', 1, 1), f(1, 3)], { reduction: 'add' }),
      'broadcast',
    ],
    ['a step of 0', codeOf('slice', [f(4)], { axes: [0], starts: [0], lengths: [1], steps: [0] }), 'range'],
    [
      'backwards past the front',
      codeOf('slice', [f(4)], { axes: [0], starts: [1], lengths: [3], steps: [-1] }),
      'range',
    ],
    [
      'a mirror wider than the axis',
      codeOf('pad', [f(3)], { begin: [3], end: [0], value: 0, mode: 'reflect' }),
      'range',
    ],
    ['wrapping more than once', codeOf('pad', [f(3)], { begin: [0], end: [4], value: 0, mode: 'wrap' }), 'range'],
    ['the edge of nothing', codeOf('pad', [f(0)], { begin: [1], end: [0], value: 0, mode: 'edge' }), 'range'],
    [
      'averages of integers',
      codeOf('averagePool', [of('int32', 1, 1, 3, 3)], { ...still, countIncludePad: true }),
      'dtype',
    ],
    [
      'windows of padding alone',
      codeOf('averagePool', [f(1, 1, 3, 3)], { ...still, padBegin: [2, 0], countIncludePad: false }),
      'window',
    ],
    ['interpolated integers', codeOf('resize', [of('int32', 1, 1, 2, 2)], { ...linear, sizes: [4, 4] }), 'dtype'],
    ['a picture of no axes', codeOf('resize', [f(2, 2)], { ...linear, sizes: [] }), 'rank'],
    ['a size of 0', codeOf('resize', [f(1, 1, 2)], { ...linear, sizes: [0] }), 'range'],
    ['cubic in one dimension', codeOf('resize', [f(1, 1, 2)], { ...linear, mode: 'cubic', sizes: [4] }), 'rank'],
    ['a scale of another shape', codeOf('layerNorm', [f(2, 3), f(2)], { axis: -1, epsilon: 1 }), 'broadcast'],
    [
      'statistics of other channels',
      codeOf('batchNorm', [f(2, 3), f(3), f(3), f(3), f(2)], { epsilon: 1 }),
      'broadcast',
    ],
    ['statistics that are missing', codeOf('batchNorm', [f(2, 3), f(3), f(3)], { epsilon: 1 }), 'arity'],
    ['a vector of examples', codeOf('batchNormTrain', [f(2), f(2), f(2)], { epsilon: 1 }), 'rank'],
  ])('%s', (_, actual, code) => {
    expect(actual).toBe(code);
  });
});

/** PyTorch's pooling_output_shape with ceil_mode, for comparison. */
function torchCeil(size: number, k: number, pad: number, stride: number, dilation: number): number {
  const out = Math.floor((size + 2 * pad - dilation * (k - 1) - 1 + stride - 1) / stride) + 1;
  return (out - 1) * stride >= size + pad ? out - 1 : out;
}

it('rounds the number of windows up as PyTorch does', () => {
  for (let size = 3; size < 12; size++)
    for (let k = 1; k < 4; k++)
      for (let stride = 1; stride < 4; stride++)
        for (let dilation = 1; dilation < 3; dilation++)
          for (let pad = 0; pad <= k / 2; pad++) {
            if (size + 2 * pad < dilation * (k - 1) + 1) continue;
            const a = { strides: [stride], dilations: [dilation], padBegin: [pad], padEnd: [pad] };
            const [overhang = 0] = ceilOverhang([size], [k], a);
            const [count] = windowedSizes([size], [k], { ...a, padEnd: [pad + overhang] });
            expect(count, `${size} by ${k}, ${JSON.stringify(a)}`).toBe(torchCeil(size, k, pad, stride, dilation));
          }
});

it('adds up the gradient of a table on several threads, whatever rows repeat', async () => {
  const [rows, width, count] = [3, 64, 20_000];
  const b = new Builder();
  const table = b.input('table', f(rows, width));
  const picked = b.op('gather', [table, b.input('indices', of('int32', count))], { axis: 0 });
  const loss = b.op('reduceSum', [picked], { axes: [0, 1], keepDims: false });
  const graph = b.graph({ dx: gradients(b, loss, [table])[0] ?? loss });
  const feeds = {
    table: { dtype: 'float32' as const, dims: [rows, width], data: new Float64Array(volume([rows, width])) },
    indices: { dtype: 'int32' as const, dims: [count], data: Float64Array.from({ length: count }, (_, i) => i % 3) },
  };
  const executor = await createNodeExecutor({ provider: 'cpu', threads: 2 });
  const expected = [6667, 6667, 6666].flatMap((times) => new Array<number>(width).fill(times));
  for (let run = 0; run < 5; run++) {
    const { dx } = await runOnnx(executor, graph, feeds, 'cpu');
    expect([...(dx?.data ?? [])]).toEqual(expected);
  }
  await executor.dispose();
});
