import { describe, expect, it } from 'vitest';
import type { DType } from '../core/dtype';
import { type ShapeCode, ShapeError } from '../core/errors';
import type { Shape, TensorType } from '../core/shape';
import type { OpAttrs, OpName } from './op';
import { opOf } from './registry';

const f = (...shape: Shape): TensorType => ({ dtype: 'float32', shape });
const of = (dtype: DType, ...shape: Shape): TensorType => ({ dtype, shape });
const still = { strides: [1, 1], dilations: [1, 1], padBegin: [0, 0], padEnd: [0, 0] };
const plain = { ...still, group: 1 };
const pool = { ...still, kernel: [2, 2] };
const cut = (start: number, length: number, step = 1) => ({
  axes: [0],
  starts: [start],
  lengths: [length],
  steps: [step],
});

/** The code and the sentence with which an operator refuses its inputs. */
function refusal<K extends OpName>(
  op: K,
  inputs: readonly TensorType[],
  attrs: OpAttrs[K],
): [ShapeCode, string] | 'accepted' {
  try {
    opOf(op).infer(inputs, attrs);
    return 'accepted';
  } catch (error) {
    if (error instanceof ShapeError) return [error.code, error.message];
    throw error;
  }
}

describe('shape rules refuse', () => {
  const cases: readonly [string, ReturnType<typeof refusal>, ShapeCode, string][] = [
    ['add: sizes that do not stretch', refusal('add', [f(2, 3), f(2)], {}), 'broadcast', '[2, 3] and [2]'],
    [
      'add: two element types',
      refusal('add', [f(2), of('int32', 2)], {}),
      'dtype',
      'expected float32 elements, got int32',
    ],
    ['add: one input', refusal('add', [f(2)], {}), 'arity', 'expected 2 inputs, got 1'],
    ['relu: integers', refusal('relu', [of('int32', 2)], {}), 'dtype', 'got int32'],
    ['where: a condition that is not bool', refusal('where', [f(2), f(2), f(2)], {}), 'dtype', 'expected bool'],
    ['where: two element types', refusal('where', [of('bool', 2), f(2), of('int32', 2)], {}), 'dtype', 'got int32'],
    ['matmul: inner sizes', refusal('matmul', [f(2, 3), f(4, 2)], {}), 'dim', 'expected K to be 3, got 4'],
    ['matmul: a vector', refusal('matmul', [f(3), f(3, 2)], {}), 'rank', 'expected >= 2 axes, got 1'],
    ['matmul: batches', refusal('matmul', [f(2, 3, 4), f(3, 4, 2)], {}), 'broadcast', '[2] and [3]'],
    ['gemm: inner sizes', refusal('gemm', [f(3, 2), f(3, 4)], {}), 'dim', 'expected K to be 2, got 3'],
    ['gemm: inner sizes, transposed', refusal('gemm', [f(3, 2), f(3, 4)], { transA: true, transB: true }), 'dim', 'K'],
    ['gemm: rank 3', refusal('gemm', [f(2, 3, 4), f(4, 2)], {}), 'rank', '[M, K]'],
    ['gemm: what is added', refusal('gemm', [f(2, 3), f(3, 4), f(3)], {}), 'broadcast', '[3] and [2, 4]'],
    ['gemm: what would stretch the product', refusal('gemm', [f(1, 3), f(3, 4), f(2, 4)], {}), 'broadcast', '[2, 4]'],
    ['conv: a vector', refusal('conv', [f(2, 3), f(2, 3)], plain), 'rank', '[B, C, …]'],
    ['conv: ranks', refusal('conv', [f(1, 1, 5), f(1, 1, 3, 3)], plain), 'rank', 'expected 4'],
    ['conv: channels', refusal('conv', [f(1, 2, 5, 5), f(1, 3, 3, 3)], plain), 'dim', 'expected C to be 3, got 2'],
    ['conv: groups', refusal('conv', [f(1, 2, 5, 5), f(3, 1, 3, 3)], { ...plain, group: 2 }), 'dim', 'F mod group'],
    [
      'conv: kernel too large',
      refusal('conv', [f(1, 1, 2, 5), f(1, 1, 3, 3)], plain),
      'window',
      '[3, 3] does not fit in [2, 5]',
    ],
    ['conv: bias', refusal('conv', [f(1, 1, 5, 5), f(2, 1, 3, 3), f(3)], plain), 'dim', 'expected bias to be 2, got 3'],
    ['conv: symbolic picture', refusal('conv', [f('B', 1, 'H', 5), f(2, 1, 3, 3)], plain), 'symbolic', 'H'],
    [
      'convTranspose: channels',
      refusal('convTranspose', [f(1, 2, 3, 3), f(3, 1, 2, 2)], { ...plain, outputPadding: [0, 0] }),
      'dim',
      'expected C to be 3, got 2',
    ],
    [
      'convTranspose: nothing left',
      refusal('convTranspose', [f(1, 1, 1, 1), f(1, 1, 2, 2)], {
        ...plain,
        padBegin: [1, 1],
        padEnd: [1, 1],
        outputPadding: [0, 0],
      }),
      'window',
      '[2, 2] does not fit in [1, 1]',
    ],
    [
      'conv: no channels',
      refusal('conv', [f(2, 0, 4, 4), f(3, 0, 3, 3)], plain),
      'dim',
      'expected C to be >= 1, got 0',
    ],
    ['conv: no filters', refusal('conv', [f(2, 1, 4, 4), f(0, 1, 3, 3)], plain), 'dim', 'expected F to be >= 1, got 0'],
    [
      'conv: a picture of nothing but padding',
      refusal('conv', [f(2, 1, 0, 4), f(3, 1, 2, 2)], { ...plain, padBegin: [1, 1], padEnd: [1, 1] }),
      'window',
      '[2, 2] does not fit in [0, 4]',
    ],
    [
      'convTranspose: no channels',
      refusal('convTranspose', [f(2, 0, 4, 4), f(0, 3, 3, 3)], { ...plain, outputPadding: [0, 0] }),
      'dim',
      'expected C to be >= 1, got 0',
    ],
    [
      'convTranspose: no rows',
      refusal('convTranspose', [f(2, 1, 0, 4), f(1, 3, 3, 3)], { ...plain, strides: [1, 1], outputPadding: [0, 0] }),
      'window',
      '[3, 3] does not fit in [0, 4]',
    ],
    ['maxPool: no channels', refusal('maxPool', [f(2, 0, 4, 4)], pool), 'dim', 'expected C to be >= 1, got 0'],
    [
      'maxPool: nothing but padding',
      refusal('maxPool', [f(2, 1, 0, 4)], { ...pool, padBegin: [1, 1], padEnd: [1, 1] }),
      'window',
      '[2, 2] does not fit in [0, 4]',
    ],
    [
      'averagePool: no channels',
      refusal('averagePool', [f(2, 0, 4, 4)], { ...pool, countIncludePad: true }),
      'dim',
      'expected C to be >= 1, got 0',
    ],
    [
      'resize: no columns',
      refusal('resize', [f(1, 1, 2, 0)], { sizes: [4, 4], mode: 'linear', coordinateMode: 'half_pixel' }),
      'range',
      'expected a value in >= 1, got 0',
    ],
    [
      'reduceMax: of nothing',
      refusal('reduceMax', [f(3, 0)], { axes: [1], keepDims: false }),
      'dim',
      'axis 1 to be >= 1, got 0',
    ],
    ['argMax: of nothing', refusal('argMax', [f(0, 3)], { axis: 0 }), 'dim', 'expected axis 0 to be >= 1, got 0'],
    [
      'topK: of nothing',
      refusal('topK', [f(2, 0)], { axis: 1, k: 1, largest: true }),
      'range',
      'expected a value in 0 … 0',
    ],
    [
      'lstm: no steps',
      refusal('lstm', [f(0, 2, 3), f(8, 3), f(8, 2), f(16)], { reverse: false }),
      'dim',
      'expected T to be >= 1, got 0',
    ],
    [
      'gru: no features',
      refusal('gru', [f(3, 2, 0), f(6, 0), f(6, 2), f(12)], { reverse: false }),
      'dim',
      'expected D to be >= 1, got 0',
    ],
    [
      'rnn: no units',
      refusal('rnn', [f(3, 2, 2), f(0, 2), f(0, 0), f(0)], { reverse: false, activation: 'tanh' }),
      'dim',
      'expected H to be >= 1, got 0',
    ],
    ['maxPool: rank', refusal('maxPool', [f(2, 4, 4)], pool), 'rank', '[B, C, H, W]'],
    ['maxPool: too large', refusal('maxPool', [f(1, 1, 1, 4)], pool), 'window', '[2, 2] does not fit in [1, 4]'],
    ['maxPool: integers', refusal('maxPool', [of('int32', 1, 1, 4, 4)], pool), 'dtype', 'got int32'],
    ['reduceSum: bool', refusal('reduceSum', [of('bool', 2)], { axes: [0], keepDims: false }), 'dtype', 'got bool'],
    ['topK: more than there are', refusal('topK', [f(2)], { axis: 0, k: 3, largest: true }), 'range', '0 … 2'],
    ['prelu: a slope that is larger', refusal('prelu', [f(3), f(2, 3)], {}), 'broadcast', '[3] and [2, 3]'],
    ['add: bools', refusal('add', [of('bool', 2), of('bool', 2)], {}), 'dtype', 'got bool'],
    ['and: floats', refusal('and', [f(2), f(2)], {}), 'dtype', 'expected bool'],
    [
      'reduceSum: an axis that is not there',
      refusal('reduceSum', [f(2)], { axes: [1], keepDims: false }),
      'axis',
      '-1 … 0',
    ],
    ['softmax: an axis that is not there', refusal('softmax', [f(2, 3)], { axis: -3 }), 'axis', 'got -3'],
    ['softmax: integers', refusal('softmax', [of('int32', 2)], { axis: 0 }), 'dtype', 'got int32'],
    ['argMax: an axis that is not there', refusal('argMax', [f(2)], { axis: 2 }), 'axis', 'got 2'],
    [
      'reshape: elements',
      refusal('reshape', [f(2, 3)], { shape: [4] }),
      'elements',
      'expected 4 [4] elements, got 6 [2, 3]',
    ],
    ['reshape: a symbolic size lost', refusal('reshape', [f('B', 3)], { shape: [3] }), 'elements', 'B'],
    [
      'transpose: not a permutation',
      refusal('transpose', [f(2, 3)], { perm: [0, 0] }),
      'axis',
      'a permutation of 2 axes',
    ],
    ['transpose: too few axes', refusal('transpose', [f(2, 3)], { perm: [0] }), 'axis', 'a permutation of 2 axes'],
    ['expand: a size that is not 1', refusal('expand', [f(2)], { shape: [3] }), 'broadcast', '[2] and [3]'],
    ['expand: downwards', refusal('expand', [f(3)], { shape: [1] }), 'broadcast', '[1] and [3]'],
    ['concat: ranks', refusal('concat', [f(2), f(2, 1)], { axis: 0 }), 'rank', 'expected 1 axes, got 2'],
    ['concat: other sizes', refusal('concat', [f(2, 3), f(2, 4)], { axis: 0 }), 'broadcast', '[2, 3] and [2, 4]'],
    ['concat: along a symbolic axis', refusal('concat', [f('B', 2), f('B', 2)], { axis: 0 }), 'symbolic', 'B'],
    ['concat: nothing', refusal('concat', [], { axis: 0 }), 'arity', 'got 0'],
    ['split: sizes', refusal('split', [f(2, 5)], { axis: 1, sizes: [2, 2] }), 'dim', 'expected axis 1 to be 4, got 5'],
    ['slice: past the end', refusal('slice', [f(4)], cut(2, 3)), 'range', '2 … 4'],
    ['slice: past the end by stride', refusal('slice', [f(4)], cut(0, 3, 2)), 'range', '0 … 4'],
    ['slice: before the start', refusal('slice', [f(4)], cut(-1, 2)), 'range', '-1 … 0'],
    ['slice: of a symbolic axis', refusal('slice', [f('B')], cut(0, 1)), 'symbolic', 'B'],
    ['pad: of a symbolic axis', refusal('pad', [f('B', 2)], { begin: [1, 0], end: [0, 0], value: 0 }), 'symbolic', 'B'],
  ];

  it.each(cases)('%s', (_, refused, code, part) => {
    expect(refused).not.toBe('accepted');
    expect(refused[0]).toBe(code);
    expect(refused[1]).toContain(part);
  });

  it('inputs that fit are not refused', () => {
    expect(refusal('conv', [f('B', 1, 5, 5), f(2, 1, 3, 3), f(2)], plain)).toBe('accepted');
  });
});
