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

declare module '../op' {
  interface OpAttrs {
    gru: RecurrentAttrs;
  }
}

/**
 * Gated recurrent unit (Cho et al. 2014) in the form of torch.nn.GRU (ONNX GRU with linear_before_reset = 1), gates z, r, n:
 * [z r] = sigma(x W^T + h R^T + b), m = h Rn^T + Rbn, n = tanh(x Wn^T + Wbn + r m), h' = (1 - z) n + z h.
 * (x, W, R, bias [, h0]) -> (y, hT; saved: [z r] [T, B, 2H], n [T, B, H], m [T, B, H]).
 */
export const gru = defineOp<'gru'>({
  name: 'gru',
  results: 2,
  infer: (inputs) => {
    const { time, batch, hidden } = inferRecurrent(inputs, 3, 1);
    const { dtype } = inputs[0] ?? internal('gru without input');
    const steps = { dtype, shape: [time, batch, hidden] };
    return [steps, { dtype, shape: [batch, hidden] }, { dtype, shape: [time, batch, 2 * hidden] }, steps, steps];
  },
  onnx: ({ w, inputs, attrs: { reverse }, node, used }) => {
    const types = node.inputs.map((value) => value.type);
    const sizes = inferRecurrent(types, 3, 1);
    if (!used.slice(2).some(Boolean))
      return writeOperator({ w, opType: 'GRU', inputs, sizes, reverse, attributes: { linear_before_reset: 1 } });
    const [xType] = types;
    const { dtype } = xType ?? internal('gru without input');
    const [x, weight, recurrent, bias, ...initial] = inputs as [string, string, string, string, ...string[]];
    const half = 3 * sizes.hidden;
    const [first, second] = w.node('Split', [bias, w.dims([half, half])], { axis: 0 }, 2) as [string, string];
    const gates = writeInputGates(w, [x, weight], first, xType ?? internal('gru without input'), half);
    const [hT, y, zr, n, m] = writeScan({
      w,
      body: forwardBody(w.builder(), sizes, dtype),
      states: writeInitial(w, initial, 1, sizes, dtype),
      scanned: [gates],
      captured: [recurrent, second],
      reverse,
    }) as [string, string, string, string, string];
    return [y, hT, zr, n, m];
  },
  gradient: ({ b, inputs, outputs, dys, attrs: { reverse }, needs }) => {
    const [x, w, r, , h0] = inputs as [Value, Value, Value, Value, Value?];
    const [y, hT, zr, n, m] = outputs as [Value, Value, Value, Value, Value];
    const before = shifted(b, y, h0, reverse);
    const { z, input, recurrent } = slopes(b, { zr, n, m, before, hidden: r.type.shape[1] as number });
    const [dh, total] = b.ops('scan', [orZeros(b, dys[1], hT), orZeros(b, dys[0], y), recurrent, z, r], {
      body: backwardBody(b.child(), hT, r),
      states: 1,
      captured: 1,
      reverse: !reverse,
    }) as [Value, Value];
    const thrice = b.op('concat', [total, total, total], { axis: 2 });
    const [dIn, dRec] = [b.op('mul', [thrice, input]), b.op('mul', [thrice, recurrent])];
    return [...gateGradients({ b, x, w, needs, input: dIn, recurrent: dRec, before }), needs[4] ? dh : undefined];
  },
  flops: ({ inputs }) => recurrentFlops(inputs, 3),
});

/** (h | x W^T + Wb | R, Rb) -> (h' | h', [z r], n, m) */
function forwardBody(b: Builder, { batch, hidden }: RecurrentSizes, dtype: Value['type']['dtype']): Graph {
  const type = (...shape: (number | string)[]) => ({ dtype, shape });
  const h = b.input('h', type(batch, hidden));
  const gates = b.input('gates', type(batch, 3 * hidden));
  const r = b.input('R', type(3 * hidden, hidden));
  const bias = b.input('Rb', type(3 * hidden));
  const sizes = [2 * hidden, hidden];
  const [xzr, xn] = b.ops('split', [gates], { axis: 1, sizes }) as [Value, Value];
  const [hzr, m] = b.ops('split', [b.op('gemm', [h, r, bias], { transB: true })], { axis: 1, sizes }) as [Value, Value];
  const zr = b.op('sigmoid', [b.op('add', [xzr, hzr])]);
  const [z, reset] = b.ops('split', [zr], { axis: 1, sizes: [hidden, hidden] }) as [Value, Value];
  const n = b.op('tanh', [b.op('add', [xn, b.op('mul', [reset, m])])]);
  const next = b.op('add', [n, b.op('mul', [z, b.op('sub', [h, n])])]);
  return b.graph({ h_next: next, y: next, zr, n, m });
}

interface Saved {
  readonly zr: Value;
  readonly n: Value;
  readonly m: Value;
  readonly before: Value;
  readonly hidden: number;
}

/** Gradients of the gates for a unit dh', for all steps at once: [z r n] of the input's share and of the recurrent share. */
function slopes(b: Builder, { zr, n, m, before, hidden }: Saved): { z: Value; input: Value; recurrent: Value } {
  const one = b.scalar(1, n.type.dtype);
  const [z, r] = b.ops('split', [zr], { axis: 2, sizes: [hidden, hidden] }) as [Value, Value];
  const [sz, sr] = b.ops('split', [b.op('mul', [zr, b.op('sub', [one, zr])])], {
    axis: 2,
    sizes: [hidden, hidden],
  }) as [Value, Value];
  const dz = b.op('mul', [b.op('sub', [before, n]), sz]); // (h - n) z (1 - z)
  const dn = b.op('mul', [b.op('sub', [one, z]), b.op('sub', [one, b.op('mul', [n, n])])]); // (1 - z)(1 - n^2)
  const dr = b.op('mul', [b.op('mul', [dn, m]), sr]); // dn m r (1 - r)
  const join = (last: Value) => b.op('concat', [dz, dr, last], { axis: 2 });
  return { z, input: join(dn), recurrent: join(b.op('mul', [dn, r])) };
}

/** (dh | dy, slope, z | R) -> (dh' | total): total = dh + dy; dh' = total z + ([total total total] slope) R. */
function backwardBody(b: Builder, state: Value, r: Value): Graph {
  const { dtype, shape } = state.type;
  const [batch, hidden] = shape as [number, number];
  const dh = b.input('dh', { dtype, shape });
  const dy = b.input('dy', { dtype, shape });
  const slope = b.input('slope', { dtype, shape: [batch, 3 * hidden] });
  const z = b.input('z', { dtype, shape });
  const recurrent = b.input('R', r.type);
  const total = b.op('add', [dh, dy]);
  const gates = b.op('mul', [b.op('concat', [total, total, total], { axis: 1 }), slope]);
  return b.graph({ dh_next: b.op('gemm', [gates, recurrent, b.op('mul', [total, z])], {}), total });
}
