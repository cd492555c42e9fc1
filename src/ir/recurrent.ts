import { ShapeError } from '../core/errors';
import { type Dim, sizeOf, type TensorType } from '../core/shape';
import type { Builder } from './builder';
import { commonDtype, expectDim, expectRank, expectSome, inputAt } from './expect';
import { filledLike } from './gradients';
import type { Graph, OnnxWriter, Value } from './op';

/**
 * Recurrent operators share their inputs, in ONNX's layout and gate order:
 * x [T, B, D], W [G H, D], R [G H, H], bias [2 G H] (that of W, then that of R), initial states [B, H].
 * Outputs: y [T, B, H], the last states [B, H], then what the backward pass wants saved for every step.
 * Where nothing saved is read the ONNX operator itself is written; otherwise a Scan that keeps the gates.
 */
export interface RecurrentAttrs {
  /** Time runs from the last step to the first. */
  readonly reverse: boolean;
}

export interface RecurrentSizes {
  readonly time: Dim;
  readonly batch: Dim;
  readonly hidden: number;
}

/** Sizes of a recurrent operator with G gates and `states` states. Throws ShapeError. */
export function inferRecurrent(inputs: readonly TensorType[], gates: number, states: number): RecurrentSizes {
  const [x, w, r, bias] = [0, 1, 2, 3].map((i) => inputAt(inputs, i)) as [
    TensorType,
    TensorType,
    TensorType,
    TensorType,
  ];
  commonDtype(inputs);
  expectRank(x.shape, 3, '[T, B, D]');
  expectRank(w.shape, 2, '[G·H, D]');
  const hidden = r.shape[1];
  if (typeof hidden !== 'number') throw new ShapeError('symbolic', { actual: hidden ?? '?' });
  expectDim(w.shape[0], gates * hidden, 'G·H');
  expectDim(w.shape[1], x.shape[2], 'D');
  expectDim(r.shape[0], gates * hidden, 'G·H');
  expectDim(bias.shape[0], 2 * gates * hidden, '2·G·H');
  if (inputs.length !== 4 && inputs.length !== 4 + states)
    throw new ShapeError('arity', { expected: `4 | ${4 + states}`, actual: inputs.length });
  const [time, batch] = x.shape as [Dim, Dim];
  for (const [size, axis] of [
    [time, 'T'],
    [x.shape[2], 'D'],
    [hidden, 'H'],
  ] as const)
    expectSome(size, axis);
  for (const state of inputs.slice(4)) {
    expectDim(state.shape[0], batch, 'B');
    expectDim(state.shape[1], hidden, 'H');
  }
  return { time, batch, hidden };
}

/** 2 T G H (D + H) for one example. */
export function recurrentFlops(inputs: readonly Value[], gates: number): number {
  const [time, , features] = inputs[0]?.type.shape ?? [];
  const hidden = inputs[2]?.type.shape[1];
  return [time, features, hidden].every((size) => typeof size === 'number')
    ? 2 * (time as number) * gates * (hidden as number) * ((features as number) + (hidden as number))
    : 0;
}

export interface WriteRecurrent {
  readonly w: OnnxWriter;
  readonly opType: 'LSTM' | 'GRU' | 'RNN';
  readonly inputs: readonly string[];
  readonly sizes: RecurrentSizes;
  readonly reverse: boolean;
  readonly attributes?: Parameters<OnnxWriter['node']>[2];
}

/** The ONNX operator (one direction), its extra axes put on and taken off. */
export function writeOperator({
  w,
  opType,
  inputs,
  sizes: { time, batch, hidden },
  reverse,
  attributes,
}: WriteRecurrent): string[] {
  const [x, weight, recurrent, bias, ...initial] = inputs as [string, string, string, string, ...string[]];
  const lead = (name: string) => w.node('Unsqueeze', [name, w.dims([0])])[0] as string;
  const fed = [x, lead(weight), lead(recurrent), lead(bias)];
  if (initial.length > 0) fed.push('', ...initial.map(lead));
  const [y, ...last] = w.node(
    opType,
    fed,
    { hidden_size: hidden, direction: reverse ? 'reverse' : 'forward', ...attributes },
    opType === 'LSTM' ? 3 : 2,
  );
  const flat = w.node('Reshape', [y as string, w.dims([time, batch, hidden])])[0] as string;
  return [flat, ...last.map((name) => w.node('Squeeze', [name, w.dims([0])])[0] as string)];
}

export interface WriteScan {
  readonly w: OnnxWriter;
  readonly body: Graph;
  /** ONNX names: initial states, then what is scanned, then what is captured. */
  readonly states: readonly string[];
  readonly scanned: readonly string[];
  readonly captured: readonly string[];
  readonly reverse: boolean;
}

export function writeScan({ w, body, states, scanned, captured, reverse }: WriteScan): string[] {
  const fed = [...states, ...scanned];
  const outer = body.inputs.slice(fed.length).map(({ name }, i): [string, string] => [name, captured[i] as string]);
  const directions = (count: number) => Array.from({ length: count }, () => (reverse ? 1 : 0));
  return w.node(
    'Scan',
    fed,
    {
      body: { graph: body, captured: Object.fromEntries(outer) },
      num_scan_inputs: scanned.length,
      scan_input_directions: directions(scanned.length),
      scan_output_directions: directions(body.outputs.length - states.length),
    },
    body.outputs.length,
  );
}

/** The gates' share of the input for all steps at once: x W^T (+ b), [T, B, G H]; one product outside the loop. */
export function writeInputGates(
  w: OnnxWriter,
  [x, weight]: readonly string[],
  bias: string,
  xType: TensorType,
  rows: number,
): string {
  const [time, batch, features] = xType.shape as [Dim, Dim, number];
  const flat = w.node('Reshape', [x as string, w.dims([sizeOf([time, batch]), features])])[0] as string;
  const [gates] = w.node('Gemm', [flat, weight as string, bias], { transB: 1 });
  return w.node('Reshape', [gates as string, w.dims([time, batch, rows])])[0] as string;
}

/** Names of the initial states: given, or zeros [B, H]. */
export function writeInitial(
  w: OnnxWriter,
  given: readonly string[],
  count: number,
  { batch, hidden }: RecurrentSizes,
  dtype: TensorType['dtype'],
): readonly string[] {
  if (given.length > 0) return given;
  const zeros = w.node('Expand', [w.scalar(0, dtype), w.dims([sizeOf([batch]), hidden])])[0] as string;
  return Array.from({ length: count }, () => zeros);
}

/** What was before each step: [initial, s_1 ... s_T-1], or its mirror image when time runs backwards. */
export function shifted(b: Builder, sequence: Value, initial: Value | undefined, reverse: boolean): Value {
  const [time, batch, hidden] = sequence.type.shape as [number, number, number];
  const first = initial
    ? b.reshape(initial, [1, batch, hidden])
    : b.op('expand', [b.scalar(0, sequence.type.dtype)], { shape: [1, batch, hidden] });
  if (time === 1) return first;
  const rest = b.op('slice', [sequence], { axes: [0], starts: [reverse ? 1 : 0], lengths: [time - 1], steps: [1] });
  return b.op('concat', reverse ? [rest, first] : [first, rest], { axis: 0 });
}

/** [T, B, n] -> [T B, n] */
export function flatSteps(b: Builder, sequence: Value): Value {
  const [time, batch, width] = sequence.type.shape as [number, number, number];
  return b.reshape(sequence, [time * batch, width]);
}

/** The gradient given, or zeros like `value`. */
export function orZeros(b: Builder, gradient: Value | undefined, value: Value): Value {
  return gradient ?? filledLike(b, value, 0);
}

export interface GateGradients {
  readonly b: Builder;
  readonly x: Value;
  readonly w: Value;
  readonly needs: readonly boolean[];
  /** Gradient of x W^T + Wb, [T, B, G H]. */
  readonly input: Value;
  /** Gradient of h R^T + Rb, [T, B, G H]; the same value where both are added. */
  readonly recurrent: Value;
  /** h before each step, [T, B, H]. */
  readonly before: Value;
}

/** Gradients of x, W, R and bias from those of the gates: one product each over all steps. */
export function gateGradients({ b, x, w, needs, input, recurrent, before }: GateGradients): (Value | undefined)[] {
  const dIn = flatSteps(b, input);
  const dRec = input === recurrent ? dIn : flatSteps(b, recurrent);
  const sum = (d: Value) => b.op('reduceSum', [d], { axes: [0], keepDims: false });
  const biasGradient = () => {
    const first = sum(dIn);
    return b.op('concat', [first, dIn === dRec ? first : sum(dRec)], { axis: 0 });
  };
  return [
    needs[0] ? b.reshape(b.op('gemm', [dIn, w], {}), x.type.shape) : undefined, // dx = d W
    needs[1] ? b.op('gemm', [dIn, flatSteps(b, x)], { transA: true }) : undefined, // dW = d^T x
    needs[2] ? b.op('gemm', [dRec, flatSteps(b, before)], { transA: true }) : undefined, // dR = d^T h
    needs[3] ? biasGradient() : undefined,
  ];
}
