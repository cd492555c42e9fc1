import { describe, expect, it } from 'vitest';
import { hostTensor } from '../core/tensor';
import { Builder } from './builder';
import { peakMemory } from './liveness';

const vector = { dtype: 'float32' as const, shape: [100] };

describe('peak memory', () => {
  it('of a chain is its input and two values', () => {
    const b = new Builder();
    let x = b.input('x', vector);
    for (let i = 0; i < 10; i++) x = b.op('tanh', [x]);
    expect(peakMemory(b.graph({ y: x })).bytes).toBe(3 * 400);
  });

  it('counts what is read late', () => {
    const b = new Builder();
    const x = b.input('x', vector);
    const early = b.op('tanh', [x]);
    let y = early;
    for (let i = 0; i < 10; i++) y = b.op('exp', [y]);
    const graph = b.graph({ y: b.op('add', [y, early]) });
    // x, early, one step of the chain and the next
    expect(peakMemory(graph)).toMatchObject({ bytes: 4 * 400 });
  });

  it('counts outputs to the end and views not at all', () => {
    const b = new Builder();
    const x = b.input('x', vector);
    const kept = b.op('tanh', [x]);
    const view = b.reshape(b.reshape(kept, [10, 10]), [4, 25]);
    const y = b.op('neg', [b.op('exp', [view])]);
    expect(peakMemory(b.graph({ kept, y })).bytes).toBe(4 * 400);
  });

  it('lets go of a view with its last reader', () => {
    const b = new Builder();
    const x = b.input('x', vector);
    const view = b.reshape(b.op('tanh', [x]), [10, 10]);
    const small = b.op('reduceSum', [view], { axes: [0, 1], keepDims: false });
    const large = b.op('expand', [small], { shape: [2, 100] });
    expect(peakMemory(b.graph({ large }))).toEqual({ bytes: 400 + 4 + 800, at: 4 });
  });

  it('counts constants throughout, types by their size, an output that is an input once', () => {
    const b = new Builder();
    const x = b.input('x', { dtype: 'uint8', shape: [100] });
    const c = b.constant(hostTensor('int32', [2], Int32Array.of(1, 2)));
    expect(peakMemory(b.graph({ x, c })).bytes).toBe(108);
    expect(peakMemory(new Builder().graph({}))).toEqual({ bytes: 0, at: 0 });
  });

  it('counts a result nobody reads while it is made', () => {
    const b = new Builder();
    const x = b.input('x', vector);
    const [kept] = b.ops('split', [x], { axis: 0, sizes: [40, 60] });
    expect(peakMemory(b.graph({ y: b.op('neg', [kept!]) })).bytes).toBe(800);
  });
});
