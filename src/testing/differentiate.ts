import { isFloat } from '../core/dtype';
import { internal } from '../core/errors';
import type { Rng } from '../core/rng';
import type { TensorType } from '../core/shape';
import { gradients } from '../ir/autodiff';
import { Builder } from '../ir/builder';
import type { Graph, Value } from '../ir/op';
import { type RefTensor, volume } from './reference/tensor';

/** A function of tensors, written with a builder. */
export type Forward = (b: Builder, inputs: readonly Value[]) => readonly Value[];

/** f alone: inputs x0, x1, ...; outputs y0, y1, ... */
export function forwardGraph(types: readonly TensorType[], f: Forward): Graph {
  const b = new Builder();
  return b.graph(named('y', f(b, inputValues(b, types))));
}

/**
 * f and the gradients of L = sum over outputs i of sum(c_i y_i): inputs x0, ... and one weight c0, ... for each float output;
 * outputs y0, ... and dx<i> for each i of `wrt` that L depends on.
 */
export function gradientGraph(types: readonly TensorType[], f: Forward, wrt: readonly number[]): Graph {
  const b = new Builder();
  const inputs = inputValues(b, types);
  const outputs = f(b, inputs);
  const loss = weightedSum(b, outputs);
  const dx = gradients(
    b,
    loss,
    wrt.map((i) => inputs[i] ?? internal(`no input ${i}`)),
  );
  const results = dx.flatMap((value, n): [string, Value][] => (value ? [[`dx${wrt[n]}`, value]] : []));
  return b.graph({ ...named('y', outputs), ...Object.fromEntries(results) });
}

/** Multiples of 1/16 in [-2, 2) for each float output, by the names `gradientGraph` gives them. */
export function cotangents(rng: Rng, outputs: readonly { dtype: RefTensor['dtype']; dims: readonly number[] }[]) {
  const feeds: Record<string, RefTensor> = {};
  for (const [i, { dtype, dims }] of outputs.entries()) {
    if (!isFloat(dtype)) continue;
    const data = Float64Array.from({ length: volume(dims) }, () => (rng.int(64) - 32) / 16);
    feeds[`c${i}`] = { dtype, dims, data };
  }
  return feeds;
}

/** `{ x0, x1, ... }` of a list. */
export function named<T>(prefix: string, items: readonly T[]): Record<string, T> {
  return Object.fromEntries(items.map((item, i) => [`${prefix}${i}`, item]));
}

/** The items of a record by `named`, in order. */
export function unnamed<T>(prefix: string, record: Readonly<Record<string, T>>): T[] {
  const items: T[] = [];
  for (let item = record[`${prefix}0`]; item !== undefined; item = record[`${prefix}${items.length}`]) items.push(item);
  return items;
}

function inputValues(b: Builder, types: readonly TensorType[]): Value[] {
  return types.map((type, i) => b.input(`x${i}`, type));
}

function weightedSum(b: Builder, outputs: readonly Value[]): Value {
  let total: Value | undefined;
  for (const [i, y] of outputs.entries()) {
    if (!isFloat(y.type.dtype)) continue;
    const weighted = b.op('mul', [y, b.input(`c${i}`, y.type)]);
    const axes = y.type.shape.map((_, axis) => axis);
    const sum = axes.length > 0 ? b.op('reduceSum', [weighted], { axes, keepDims: false }) : weighted;
    total = total ? b.op('add', [total, sum]) : sum;
  }
  return total ?? internal('no float output to differentiate');
}
