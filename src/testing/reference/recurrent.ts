import { at, type Kernel } from './kernel';
import { type RefTensor, volume } from './tensor';

const sigma = (x: number): number => 1 / (1 + Math.exp(-x));

interface Cell {
  /** Pre-activations of the input's share and of the recurrent share, by gate and unit. */
  readonly x: (gate: number, unit: number) => number;
  readonly h: (gate: number, unit: number) => number;
  readonly states: readonly Float64Array[];
}

/** One unit's new states, and what is kept for the gradient. */
type Step = (cell: Cell, unit: number) => { states: number[]; saved: number[][] };

/** sum_k m[row, k] v[k] + bias */
function affine({ dims, data }: RefTensor, row: number, v: (k: number) => number, bias: number): number {
  const width = at(dims, 1);
  let sum = bias;
  for (let k = 0; k < width; k++) sum += (data[row * width + k] as number) * v(k);
  return sum;
}

/** Runs a cell over time for each example: y, the last states, then each saved tensor with its gates side by side. */
function runCell(
  inputs: readonly RefTensor[],
  outputs: readonly { dtype: RefTensor['dtype']; dims: readonly number[] }[],
  reverse: boolean,
  gates: number,
  states: number,
  step: Step,
): RefTensor[] {
  const [x, w, r, bias, ...initial] = inputs as [RefTensor, RefTensor, RefTensor, RefTensor, ...RefTensor[]];
  const [time, batch, features] = x.dims as [number, number, number];
  const hidden = at(r.dims, 1);
  const results = outputs.map(({ dims }) => new Float64Array(volume(dims)));
  for (let n = 0; n < batch; n++) {
    let held = Array.from({ length: states }, (_, i) =>
      Float64Array.from({ length: hidden }, (_, unit) => initial[i]?.data[n * hidden + unit] ?? 0),
    );
    for (let i = 0; i < time; i++) {
      const t = reverse ? time - 1 - i : i;
      const before = held;
      const cell: Cell = {
        states: before,
        x: (gate, unit) =>
          affine(
            w,
            gate * hidden + unit,
            (k) => x.data[(t * batch + n) * features + k] as number,
            bias.data[gate * hidden + unit] as number,
          ),
        h: (gate, unit) =>
          affine(
            r,
            gate * hidden + unit,
            (k) => (before[0] as Float64Array)[k] as number,
            bias.data[(gates + gate) * hidden + unit] as number,
          ),
      };
      const units = Array.from({ length: hidden }, (_, unit) => step(cell, unit));
      held = before.map((_, s) => Float64Array.from(units, (unit) => at(unit.states, s)));
      for (const [unit, { states: next, saved }] of units.entries()) {
        at(results, 0)[(t * batch + n) * hidden + unit] = at(next, 0);
        for (const [k, parts] of saved.entries())
          for (const [part, value] of parts.entries())
            at(results, 1 + states + k)[((t * batch + n) * parts.length + part) * hidden + unit] = value;
      }
    }
    for (const [s, state] of held.entries()) at(results, 1 + s).set(state, n * hidden);
  }
  return results.map((data, i) => ({ ...at(outputs, i), data }));
}

/** Gates i, o, f, g; saved: c, [i o f], g. */
export const lstm: Kernel<'lstm'> = ({ inputs, outputs, attrs: { reverse } }) =>
  runCell(inputs, outputs, reverse, 4, 2, ({ x, h, states }, unit) => {
    const z = (gate: number) => x(gate, unit) + h(gate, unit);
    const [i, o, f, g] = [sigma(z(0)), sigma(z(1)), sigma(z(2)), Math.tanh(z(3))];
    const c = f * (at(states, 1)[unit] as number) + i * g;
    return { states: [o * Math.tanh(c), c], saved: [[c], [i, o, f], [g]] };
  });

/** Gates z, r, n; saved: [z r], n, m = h Rn^T + Rbn. */
export const gru: Kernel<'gru'> = ({ inputs, outputs, attrs: { reverse } }) =>
  runCell(inputs, outputs, reverse, 3, 1, ({ x, h, states }, unit) => {
    const z = sigma(x(0, unit) + h(0, unit));
    const r = sigma(x(1, unit) + h(1, unit));
    const m = h(2, unit);
    const n = Math.tanh(x(2, unit) + r * m);
    return { states: [(1 - z) * n + z * (at(states, 0)[unit] as number)], saved: [[z, r], [n], [m]] };
  });

/** Saved: y. */
export const rnn: Kernel<'rnn'> = ({ inputs, outputs, attrs: { reverse, activation } }) =>
  runCell(inputs, outputs, reverse, 1, 1, ({ x, h }, unit) => {
    const z = x(0, unit) + h(0, unit);
    const y = activation === 'tanh' ? Math.tanh(z) : Math.max(z, 0);
    return { states: [y], saved: [[y]] };
  });
