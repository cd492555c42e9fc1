import type { Dim, TensorType } from '../../../core/shape';
import type { Value } from '../../../ir/op';
import { type NodeContext, type Rule, type RuleTable, since } from '../rule';

type Family = 'lstm' | 'gru' | 'rnn';

interface Sizes {
  readonly directions: number;
  readonly hidden: number;
  readonly batchFirst: boolean;
  /** [T, B, D] whatever the layout. */
  readonly time: Dim;
  readonly batch: Dim;
}

const gates: Record<Family, number> = { lstm: 4, gru: 3, rnn: 1 };
const defaults: Record<Family, readonly string[]> = {
  lstm: ['sigmoid', 'tanh', 'tanh'],
  gru: ['sigmoid', 'tanh'],
  rnn: ['tanh'],
};

function sizesOf(c: NodeContext): Sizes {
  const [directions, , hidden] = c.dims(2) as [number, number, number];
  const batchFirst = c.opset >= 14 && c.attrs.flag('layout', false);
  const { shape } = c.type(0);
  const [time, batch] = batchFirst ? [shape[1], shape[0]] : shape;
  if (time === undefined || batch === undefined) return c.refuse('input without time and batch');
  return { directions, hidden, batchFirst, time, batch };
}

/** The activations where they are one of the functions the IR's operator has; undefined elsewhere. */
function activationOf(c: NodeContext, family: Family): 'tanh' | 'relu' | undefined {
  const given = c.attrs.strings('activations')?.map((name) => name.toLowerCase());
  const size = defaults[family].length;
  const rows = given
    ? Array.from({ length: given.length / size }, (_, i) => given.slice(i * size, (i + 1) * size))
    : [];
  if (rows.every((row) => row.join() === defaults[family].join())) return 'tanh';
  return family === 'rnn' && rows.every(([name]) => name === 'relu') ? 'relu' : undefined;
}

/** Whether the IR's operator says the same: no clipping, no peepholes, whole sequences, the usual gates. */
function isPlain(c: NodeContext, family: Family, { time }: Sizes): boolean {
  if (c.attrs.has('clip') || c.attrs.has('activation_alpha') || c.attrs.has('activation_beta')) return false;
  if (c.has(7) || c.attrs.flag('input_forget', false)) return false;
  if (family === 'gru' && !c.attrs.flag('linear_before_reset', false)) return false;
  const lengths = c.has(4) ? c.known(4)?.data : [];
  return lengths?.every((length) => Number(length) === time) ?? false;
}

/** Weights of one direction: its slice of the first axis. */
function ofDirection(c: NodeContext, value: Value, direction: number): Value {
  const rest = value.type.shape.slice(1);
  if (value.type.shape[0] === 1) return c.b.reshape(value, rest);
  const cut = c.b.op('slice', [value], { axes: [0], starts: [direction], lengths: [1], steps: [1] });
  return c.b.reshape(cut, rest);
}

function stacked(c: NodeContext, values: readonly Value[], axis: number): Value {
  const lifted = values.map((value) => c.b.reshape(value, value.type.shape.toSpliced(axis, 0, 1)));
  const [first] = lifted;
  return lifted.length === 1 && first ? first : c.b.op('concat', lifted, { axis });
}

const swap = (c: NodeContext, value: Value, perm: readonly number[]): Value => c.b.op('transpose', [value], { perm });

/** (X, W, R [, B, lengths, h0, c0]) -> (Y [T, D, B, H], last states [D, B, H]), with layout 1 [B, T, D, H] and [B, D, H]. */
function plain(c: NodeContext, family: Family, sizes: Sizes, activation: 'tanh' | 'relu'): readonly Value[] {
  const { directions, hidden, batchFirst } = sizes;
  const direction = c.attrs.choice('direction', 'forward', ['forward', 'reverse', 'bidirectional']);
  c.attrs.ignore('hidden_size', 'linear_before_reset', 'input_forget');
  c.ignore(4);
  const x = batchFirst ? swap(c, c.x(0), [1, 0, 2]) : c.x(0);
  const [w, r] = [c.x(1), c.x(2)];
  const bias = c.has(3)
    ? c.x(3)
    : c.b.op('expand', [c.b.scalar(0, w.type.dtype)], { shape: [directions, 2 * gates[family] * hidden] });
  const initial = initialStates(c, family, sizes);
  const runs = Array.from({ length: directions }, (_, d) => {
    const inputs = [x, ...[w, r, bias, ...initial].map((value) => ofDirection(c, value, d))];
    const reverse = direction === 'reverse' || d === 1;
    if (family === 'rnn') return c.b.ops('rnn', inputs, { reverse, activation });
    return c.b.ops(family, inputs, { reverse });
  });
  const results = family === 'lstm' ? 3 : 2;
  return Array.from({ length: results }, (_, i) => {
    const joined = stacked(
      c,
      runs.map((run) => run[i] ?? c.refuse('no result')),
      i === 0 ? 1 : 0,
    );
    if (!batchFirst) return joined;
    return swap(c, joined, i === 0 ? [2, 0, 1, 3] : [1, 0, 2]);
  });
}

/** h0 (and c0), [D, B, H]; one that is left out while the other is given is zero. */
function initialStates(c: NodeContext, family: Family, { directions, hidden, batchFirst, batch }: Sizes): Value[] {
  const places = family === 'lstm' ? [5, 6] : [5];
  if (!places.some((place) => c.has(place))) return [];
  return places.map((place) => {
    if (c.has(place)) return batchFirst ? swap(c, c.x(place), [1, 0, 2]) : c.x(place);
    if (typeof batch === 'string') return c.refuse('one initial state of two, for a batch of unknown size');
    return c.b.op('expand', [c.b.scalar(0, c.type(0).dtype)], { shape: [directions, batch, hidden] });
  });
}

/** The IR's operator where it says the same, else the node as it is. */
const recurrent =
  (family: Family): Rule =>
  (c) => {
    const sizes = sizesOf(c);
    const activation = activationOf(c, family);
    if (activation && isPlain(c, family, sizes)) return plain(c, family, sizes, activation);
    return asItIs(c, family, sizes);
  };

/** The node itself, time first: ONNX Runtime has no other layout. */
function asItIs(c: NodeContext, family: Family, sizes: Sizes): readonly Value[] {
  const { directions, hidden, batchFirst, time, batch } = sizes;
  const { dtype } = c.type(0);
  const last: TensorType = { dtype, shape: [directions, batch, hidden] };
  const types = [{ dtype, shape: [time, directions, batch, hidden] }, last, ...(family === 'lstm' ? [last] : [])];
  const turned = (place: number) => batchFirst && [0, 5, 6].includes(place);
  const results = c.carried(7, types, {
    inputs: (place, value) => (turned(place) ? swap(c, value, [1, 0, 2]) : value),
    without: ['layout'],
  });
  return batchFirst ? results.map((y, i) => swap(c, y, i === 0 ? [2, 0, 1, 3] : [1, 0, 2])) : results;
}

export const recurrentRules: RuleTable = {
  LSTM: since(7, recurrent('lstm')),
  GRU: since(7, recurrent('gru')),
  RNN: since(7, recurrent('rnn')),
};
