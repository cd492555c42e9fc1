import type { Maths } from '../../../ir/maths';
import type { Value } from '../../../ir/op';
import { type NodeContext, type RuleTable, since } from '../rule';
import { mathsOf } from './math';

/**
 * ai.onnx.preview.training: inputs R, T, then n tensors, n gradients and n of each state; outputs the new tensors, then the new
 * states. `step` updates one of them.
 */
function update(
  c: NodeContext,
  states: number,
  step: (m: Maths, x: Value, g: Value, states: readonly Value[]) => readonly Value[],
): readonly Value[] {
  const count = (c.arity - 2) / (2 + states);
  if (!Number.isInteger(count) || count < 1) c.refuse(`${c.arity} inputs`);
  const decay = c.attrs.float('norm_coefficient', 0);
  const rows = Array.from({ length: count }, (_, i) => {
    const [x, g] = [c.float(2 + i), c.float(2 + count + i)];
    const m = mathsOf(c.b, x);
    const held = Array.from({ length: states }, (_, s) => c.x(2 + (2 + s) * count + i));
    return step(m, x, decay === 0 ? g : m.add(g, m.mul(x, decay)), held);
  });
  return Array.from({ length: 1 + states }, (_, k) => rows.map((row) => row[k] ?? c.refuse('no result'))).flat();
}

/** Whether this is the first update, [] bool. */
function isFirst(c: NodeContext): Value {
  return c.b.op('equal', [c.x(1), c.b.scalar(0, c.type(1).dtype)]);
}

/** r = R / (1 + T d); h' = h + g^2; x' = x - r g / (sqrt(h') + eps). */
function adagrad(c: NodeContext): readonly Value[] {
  const [decay, epsilon] = [c.attrs.float('decay_factor', 0), c.attrs.float('epsilon', 1e-6)];
  const [rate, count] = [c.x(0), c.b.op('cast', [c.x(1)], { to: c.type(0).dtype })];
  const scaled = (m: Maths) => (decay === 0 ? rate : m.div(rate, m.add(m.mul(count, decay), 1)));
  return update(c, 1, (m, x, g, [h]) => {
    const total = m.add(h ?? x, m.square(g));
    return [m.sub(x, m.div(m.mul(scaled(m), g), m.add(m.sqrt(total), epsilon))), total];
  });
}

/** v' = a v + b g, b = 1 at the first update; x' = x - R v', or x - R (g + a v') with Nesterov's form. */
function momentum(c: NodeContext): readonly Value[] {
  const [alpha, beta] = [c.attrs.float('alpha', 0), c.attrs.float('beta', 1)];
  const nesterov = c.attrs.choice('mode', 'standard', ['standard', 'nesterov']) === 'nesterov';
  const [rate, first] = [c.x(0), isFirst(c)];
  return update(c, 1, (m, x, g, [v]) => {
    const share = m.where(first, 1, beta);
    const next = m.add(m.mul(v ?? x, alpha), m.mul(share, g));
    const step = nesterov ? m.add(g, m.mul(next, alpha)) : next;
    return [m.sub(x, m.mul(rate, step)), next];
  });
}

/** Kingma & Ba 2015 as ONNX has it: the rate is corrected once T > 0, epsilon stands beside sqrt(v'). */
function adam(c: NodeContext): readonly Value[] {
  const [alpha, beta] = [c.attrs.float('alpha', 0.9), c.attrs.float('beta', 0.999)];
  // ONNX documents a default of 1e-6, its own test data was made with 1e-2
  const epsilon = c.attrs.float('epsilon') ?? c.refuse('epsilon left out');
  const post = c.attrs.float('norm_coefficient_post', 0);
  const rate = c.x(0);
  const count = c.b.op('cast', [c.x(1)], { to: c.type(0).dtype });
  const first = isFirst(c);
  return update(c, 2, (m, x, g, [v, h]) => {
    const mean = m.add(m.mul(v ?? x, alpha), m.mul(g, 1 - alpha));
    const square = m.add(m.mul(h ?? x, beta), m.mul(m.square(g), 1 - beta));
    const power = (base: number) => c.b.op('pow', [m.value(base), count]);
    const corrected = m.mul(rate, m.div(m.sqrt(m.sub(1, power(beta))), m.sub(1, power(alpha))));
    const moved = m.sub(x, m.div(m.mul(m.where(first, rate, corrected), mean), m.add(m.sqrt(square), epsilon)));
    return [post === 0 ? moved : m.mul(moved, 1 - post), mean, square];
  });
}

export const optimizerRules: RuleTable = {
  Adagrad: since(1, adagrad),
  Adam: since(1, adam),
  Momentum: since(1, momentum),
};
