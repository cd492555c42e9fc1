import { describe, expect, it } from 'vitest';
import type { TensorType } from '../core/shape';
import { given } from '../testing/cases/case';
import { interpret } from '../testing/reference/interpret';
import { GradientError, gradients } from './autodiff';
import { Builder } from './builder';
import type { Value } from './op';
import { eliminateDeadCode } from './passes/deadCode';

const scalar: TensorType = { dtype: 'float32', shape: [] };
const vector: TensorType = { dtype: 'float32', shape: [3] };
const sum = (b: Builder, x: Value) => b.op('reduceSum', [x], { axes: [0], keepDims: false });

/** d(loss)/d(x) at x, for scalars. */
function slope(x: number, f: (b: Builder, x: Value) => Value): number | undefined {
  const b = new Builder();
  const input = b.input('x', scalar);
  const [dx] = gradients(b, f(b, input), [input]);
  return dx && interpret(b.graph({ dx }), { x: given([], x) }).dx?.data[0];
}

describe('gradients', () => {
  it('add up over every use of a value', () => {
    expect(slope(3, (b, x) => b.op('mul', [x, x]))).toBe(6);
    expect(slope(3, (b, x) => b.op('add', [x, x]))).toBe(2);
    expect(slope(3, (b, x) => b.op('sub', [x, x]))).toBe(0);
    // a diamond: (x + 1)(x + 2)
    expect(slope(3, (b, x) => b.op('mul', [b.op('add', [x, b.scalar(1)]), b.op('add', [x, b.scalar(2)])]))).toBe(9);
  });

  it('of the loss itself is 1', () => {
    expect(slope(3, (_, x) => x)).toBe(1);
  });

  it('is undefined where nothing depends on the value', () => {
    const b = new Builder();
    const [x, y] = [b.input('x', scalar), b.input('y', scalar)];
    const [dx, dy] = gradients(b, b.op('tanh', [y]), [x, y]);
    expect(dx).toBeUndefined();
    expect(dy).toBeDefined();
  });

  it('reach values in the middle as well as their sources', () => {
    const b = new Builder();
    const x = b.input('x', scalar);
    const middle = b.op('mul', [x, b.scalar(2)]);
    const loss = b.op('mul', [middle, middle]);
    const [dx, dm] = gradients(b, loss, [x, middle]) as [Value, Value];
    const found = interpret(b.graph({ dx, dm }), { x: given([], 3) });
    expect([found.dx?.data[0], found.dm?.data[0]]).toEqual([24, 12]);
  });

  it('of a split of which only one piece is used is zero elsewhere', () => {
    const b = new Builder();
    const x = b.input('x', vector);
    const [, last] = b.ops('split', [x], { axis: 0, sizes: [2, 1] });
    const [dx] = gradients(b, sum(b, last as Value), [x]) as [Value];
    expect([...(interpret(b.graph({ dx }), { x: given([3], 1, 2, 3) }).dx?.data ?? [])]).toEqual([0, 0, 1]);
  });

  it('stop at comparisons: a mask is a constant', () => {
    // relu by hand: x where x > 0
    expect(slope(2, (b, x) => b.op('where', [b.op('greater', [x, b.scalar(0)]), x, b.scalar(0)]))).toBe(1);
    const b = new Builder();
    const x = b.input('x', vector);
    const index = b.op('argMax', [x], { axis: 0 });
    expect(gradients(b, b.op('cast', [index], { to: 'float32' }), [x])).toEqual([undefined]);
  });

  it('emit nothing that nobody asked for', () => {
    const b = new Builder();
    const x = b.input('x', { dtype: 'float32', shape: [1, 1, 4, 4] });
    const w = b.input('w', { dtype: 'float32', shape: [1, 1, 3, 3] });
    const still = { strides: [1, 1], dilations: [1, 1], padBegin: [0, 0], padEnd: [0, 0], group: 1 };
    const loss = b.op('reduceSum', [b.op('conv', [x, w], still)], { axes: [0, 1, 2, 3], keepDims: false });
    const [dw] = gradients(b, loss, [w]) as [Value];
    const emitted = b.graph({ dw, loss });
    const ops = emitted.nodes.map(({ op }) => op);
    expect(ops).toContain('convWeightGrad');
    expect(ops).not.toContain('convTranspose');
    expect(eliminateDeadCode(emitted).nodes).toEqual(emitted.nodes);
  });

  it('say which operator of which node has none', () => {
    const b = new Builder();
    const x = b.input('x', { dtype: 'float32', shape: [1, 1, 2] });
    const pool = { kernel: [2], strides: [1], dilations: [1], padBegin: [0], padEnd: [0] };
    const y = b.op('maxPool', [x], pool);
    const total = (value: Value) => b.op('reduceSum', [value], { axes: [0, 1, 2], keepDims: false });
    b.origin = 'pool_1';
    const [dx] = gradients(b, total(y), [x]) as [Value];
    b.origin = undefined;
    // maxPoolGrad has no gradient of its own
    expect(() => gradients(b, total(dx), [x])).toThrow(GradientError);
    expect(() => gradients(b, total(dx), [x])).toThrow('no gradient exists for maxPoolGrad');
  });

  it('belong to the node of the operator they differentiate', () => {
    const b = new Builder();
    const x = b.input('x', scalar);
    b.origin = 'dense_1';
    const y = b.op('tanh', [x]);
    b.origin = 'loss_1';
    const loss = b.op('mul', [y, y]);
    b.origin = 'elsewhere';
    const [dx] = gradients(b, loss, [x]) as [Value];
    expect(b.origin).toBe('elsewhere');
    expect(dx.node.origin).toBe('dense_1');
  });

  it('of a chain of 20,000 operators need no stack', () => {
    const deep = (b: Builder, x: Value) => {
      let y = x;
      for (let i = 0; i < 20_000; i++) y = b.op('neg', [y]);
      return y;
    };
    expect(slope(1, deep)).toBe(1);
  });
});
