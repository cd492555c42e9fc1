import { isFloat } from '../core/dtype';
import { Rng } from '../core/rng';
import type { Graph } from '../ir/op';
import { verify } from '../ir/verify';
import { cotangents, type Forward, forwardGraph, gradientGraph, named, unnamed } from './differentiate';
import { interpret } from './reference/interpret';
import type { RefTensor } from './reference/tensor';

export interface GradientCheck {
  /** Largest |analytic - numeric| over the largest gradient of the same input. */
  readonly deviation: number;
  /** Largest difference between a gradient asked for alone and among all. */
  readonly alone: number;
  /** Gradients that were compared. */
  readonly elements: number;
  /** Where the largest deviation is, for the message of a failing test. */
  readonly worst: string;
}

type Feeds = Readonly<Record<string, RefTensor>>;

/** Step of the central difference, smaller for inputs below 1: truncation about 1e-11, rounding about 1e-10. */
const STEP = 1e-5;

/**
 * Compares the gradients autodiff emits with central finite differences, both in float64, for L = sum of randomly weighted
 * outputs of `f` and every element of every float input of `wrt` (all by default). `f` must be smooth within 1e-5 of the inputs.
 */
export function gradcheck(
  inputs: readonly RefTensor[],
  f: Forward,
  wrt: readonly number[] = floats(inputs),
): GradientCheck {
  const types = inputs.map(({ dtype, dims }) => ({ dtype, shape: dims }));
  const feeds = named('x', inputs);
  const forward = forwardGraph(types, f);
  const weights = cotangents(new Rng(1), unnamed('y', interpret(forward, feeds)));
  const analytic = run(gradientGraph(types, f, wrt), { ...feeds, ...weights });
  let check: GradientCheck = { deviation: 0, alone: 0, elements: 0, worst: '' };
  for (const i of wrt) {
    const zeros = new Float64Array(inputs[i]?.data.length ?? 0);
    const dx = analytic[`dx${i}`]?.data ?? zeros;
    const own =
      wrt.length > 1 ? (run(gradientGraph(types, f, [i]), { ...feeds, ...weights })[`dx${i}`]?.data ?? zeros) : dx;
    const numeric = differences(forward, feeds, weights, `x${i}`);
    check = merge(check, compare(`x${i}`, dx, numeric), largestDifference(dx, own));
  }
  return check;
}

/** Inputs a gradient can be asked for. */
export function floats(inputs: readonly RefTensor[]): number[] {
  return inputs.flatMap(({ dtype }, i) => (isFloat(dtype) ? [i] : []));
}

function run(graph: Graph, feeds: Feeds): Record<string, RefTensor> {
  verify(graph);
  return interpret(graph, feeds);
}

/** (L(x + h) - L(x - h)) / 2h for every element of one feed. */
function differences(forward: Graph, feeds: Feeds, weights: Feeds, name: string): Float64Array {
  const x = feeds[name] as RefTensor;
  const lossAt = (data: Float64Array): number => {
    const outputs = unnamed('y', interpret(forward, { ...feeds, [name]: { ...x, data } }));
    return outputs.reduce((sum, y, i) => sum + dot(y.data, weights[`c${i}`]?.data), 0);
  };
  return x.data.map((value, n) => {
    const h = STEP * (Math.min(1, Math.abs(value)) || 1);
    return (lossAt(x.data.with(n, value + h)) - lossAt(x.data.with(n, value - h))) / (2 * h);
  });
}

function dot(x: Float64Array, weights: Float64Array | undefined): number {
  return weights ? x.reduce((sum, value, n) => sum + value * (weights[n] as number), 0) : 0;
}

function compare(name: string, analytic: Float64Array, numeric: Float64Array): GradientCheck {
  const scale = Math.max(0, ...analytic.map(Math.abs), ...numeric.map(Math.abs));
  let [deviation, worst] = [0, ''];
  for (const [n, expected] of numeric.entries()) {
    const error = scale === 0 ? 0 : Math.abs((analytic[n] as number) - expected) / scale; // NaN stays NaN
    if (!(error <= deviation))
      [deviation, worst] = [error, `${name}[${n}]: autodiff ${analytic[n]}, differences ${expected}`];
  }
  return { deviation, worst, alone: 0, elements: numeric.length };
}

function largestDifference(x: Float64Array, y: Float64Array): number {
  return x.reduce((most, value, n) => Math.max(most, Math.abs(value - (y[n] as number))), 0);
}

function merge(a: GradientCheck, b: GradientCheck, alone: number): GradientCheck {
  const larger = b.deviation > a.deviation || Number.isNaN(b.deviation) ? b : a;
  return { ...larger, alone: Math.max(a.alone, alone), elements: a.elements + b.elements };
}
