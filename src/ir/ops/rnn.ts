import { internal } from '../../core/errors';
import type { Builder } from '../builder';
import { defineOp, type Graph, type Value } from '../op';
import {
  gateGradients,
  inferRecurrent,
  orZeros,
  type RecurrentAttrs,
  type RecurrentSizes,
  recurrentFlops,
  shifted,
  writeInitial,
  writeInputGates,
  writeOperator,
  writeScan,
} from '../recurrent';

interface RnnAttrs extends RecurrentAttrs {
  readonly activation: 'tanh' | 'relu';
}

declare module '../op' {
  interface OpAttrs {
    rnn: RnnAttrs;
  }
}

/**
 * Elman network (1990; torch.nn.RNN, ONNX RNN): h' = f(x W^T + h R^T + b), f tanh or relu.
 * (x, W, R, bias [, h0]) -> (y, hT; saved: y once more).
 */
export const rnn = defineOp<'rnn'>({
  name: 'rnn',
  results: 2,
  infer: (inputs) => {
    const { time, batch, hidden } = inferRecurrent(inputs, 1, 1);
    const { dtype } = inputs[0] ?? internal('rnn without input');
    const steps = { dtype, shape: [time, batch, hidden] };
    return [steps, { dtype, shape: [batch, hidden] }, steps];
  },
  onnx: ({ w, inputs, attrs: { reverse, activation }, node, used }) => {
    const types = node.inputs.map((value) => value.type);
    const sizes = inferRecurrent(types, 1, 1);
    if (!used[2]) {
      const attributes = { activations: { strings: [activation === 'tanh' ? 'Tanh' : 'Relu'] } };
      return writeOperator({ w, opType: 'RNN', inputs, sizes, reverse, attributes });
    }
    const [xType] = types;
    const { dtype } = xType ?? internal('rnn without input');
    const [x, weight, recurrent, bias, ...initial] = inputs as [string, string, string, string, ...string[]];
    const [first, second] = w.node('Split', [bias, w.dims([sizes.hidden, sizes.hidden])], { axis: 0 }, 2) as [
      string,
      string,
    ];
    const [both] = w.node('Add', [first, second]);
    const [hT, y] = writeScan({
      w,
      body: forwardBody(w.builder(), sizes, dtype, activation),
      states: writeInitial(w, initial, 1, sizes, dtype),
      scanned: [writeInputGates(w, [x, weight], both as string, xType ?? internal('rnn without input'), sizes.hidden)],
      captured: [recurrent],
      reverse,
    }) as [string, string];
    return [y, hT, y];
  },
  gradient: ({ b, inputs, outputs, dys, attrs: { reverse, activation }, needs }) => {
    const [x, w, r, , h0] = inputs as [Value, Value, Value, Value, Value?];
    const [, hT, y] = outputs as [Value, Value, Value];
    const start = orZeros(b, dys[1], hT);
    const [dh, dz] = b.ops('scan', [start, orZeros(b, dys[0], y), slope(b, y, activation), r], {
      body: backwardBody(b.child(), hT, r),
      states: 1,
      captured: 1,
      reverse: !reverse,
    }) as [Value, Value];
    const before = shifted(b, y, h0, reverse);
    return [...gateGradients({ b, x, w, needs, input: dz, recurrent: dz, before }), needs[4] ? dh : undefined];
  },
  flops: ({ inputs }) => recurrentFlops(inputs, 1),
});

/** (h | x W^T + b | R) -> (h' | h') */
function forwardBody(
  b: Builder,
  { batch, hidden }: RecurrentSizes,
  dtype: Value['type']['dtype'],
  activation: RnnAttrs['activation'],
): Graph {
  const h = b.input('h', { dtype, shape: [batch, hidden] });
  const gates = b.input('gates', { dtype, shape: [batch, hidden] });
  const r = b.input('R', { dtype, shape: [hidden, hidden] });
  const next = b.op(activation, [b.op('gemm', [h, r, gates], { transB: true })]);
  return b.graph({ h_next: next, y: next });
}

/** f'(z) from y = f(z): 1 - y^2, or 1 where y > 0. */
function slope(b: Builder, y: Value, activation: RnnAttrs['activation']): Value {
  const one = b.scalar(1, y.type.dtype);
  if (activation === 'tanh') return b.op('sub', [one, b.op('mul', [y, y])]);
  const zero = b.scalar(0, y.type.dtype);
  return b.op('where', [b.op('greater', [y, zero]), one, zero]);
}

/** (dh | dy, slope | R) -> (dh' | dz): dz = (dh + dy) slope; dh' = dz R. */
function backwardBody(b: Builder, state: Value, r: Value): Graph {
  const { dtype, shape } = state.type;
  const dh = b.input('dh', { dtype, shape });
  const dy = b.input('dy', { dtype, shape });
  const gradient = b.input('slope', { dtype, shape });
  const recurrent = b.input('R', r.type);
  const dz = b.op('mul', [b.op('add', [dh, dy]), gradient]);
  return b.graph({ dh_next: b.op('gemm', [dz, recurrent], {}), dz });
}
