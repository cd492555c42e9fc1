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
    lstm: RecurrentAttrs;
  }
}

/**
 * Long short-term memory (Hochreiter & Schmidhuber 1997; ONNX LSTM), gates in the order i, o, f, g:
 * [i o f] = sigma(x W^T + h R^T + b), g = tanh(...), c' = f c + i g, h' = o tanh c'.
 * (x, W, R, bias [, h0, c0]) -> (y, hT, cT; saved: c [T, B, H], [i o f] [T, B, 3H], g [T, B, H]).
 */
export const lstm = defineOp<'lstm'>({
  name: 'lstm',
  results: 3,
  infer: (inputs) => {
    const { time, batch, hidden } = inferRecurrent(inputs, 4, 2);
    const { dtype } = inputs[0] ?? internal('lstm without input');
    const steps = { dtype, shape: [time, batch, hidden] };
    const last = { dtype, shape: [batch, hidden] };
    return [steps, last, last, steps, { dtype, shape: [time, batch, 3 * hidden] }, steps];
  },
  onnx: ({ w, inputs, attrs: { reverse }, node, used }) => {
    const types = node.inputs.map((value) => value.type);
    const sizes = inferRecurrent(types, 4, 2);
    if (!used.slice(3).some(Boolean)) return writeOperator({ w, opType: 'LSTM', inputs, sizes, reverse });
    const [xType, , , biasType] = types;
    const [x, weight, recurrent, bias, ...initial] = inputs as [string, string, string, string, ...string[]];
    const half = 4 * sizes.hidden;
    const [first, second] = w.node('Split', [bias, w.dims([half, half])], { axis: 0 }, 2) as [string, string];
    const [both] = w.node('Add', [first, second]);
    const gates = writeInputGates(w, [x, weight], both as string, xType ?? internal('lstm without input'), half);
    const [hT, cT, y, c, iof, g] = writeScan({
      w,
      body: forwardBody(w.builder(), sizes, biasType?.dtype ?? 'float32'),
      states: writeInitial(w, initial, 2, sizes, biasType?.dtype ?? 'float32'),
      scanned: [gates],
      captured: [recurrent],
      reverse,
    }) as [string, string, string, string, string, string];
    return [y, hT, cT, c, iof, g];
  },
  gradient: ({ b, inputs, outputs, dys, attrs: { reverse }, needs }) => {
    const [x, w, r, , h0, c0] = inputs as [Value, Value, Value, Value, Value?, Value?];
    const [y, hT, cT, c, iof, g] = outputs as [Value, Value, Value, Value, Value, Value];
    const hidden = r.type.shape[1] as number;
    const { p, q, f } = slopes(b, { iof, g, c, before: shifted(b, c, c0, reverse), hidden });
    const start = [orZeros(b, dys[1], hT), orZeros(b, dys[2], cT)];
    const [dh, dc, dz] = b.ops('scan', [...start, orZeros(b, dys[0], y), p, q, f, r], {
      body: backwardBody(b.child(), [hT, p, r], hidden),
      states: 2,
      captured: 1,
      reverse: !reverse,
    }) as [Value, Value, Value];
    const before = shifted(b, y, h0, reverse);
    return [
      ...gateGradients({ b, x, w, needs, input: dz, recurrent: dz, before }),
      needs[4] ? dh : undefined,
      needs[5] ? dc : undefined,
    ];
  },
  flops: ({ inputs }) => recurrentFlops(inputs, 4),
});

/** (h, c | x W^T + b | R) -> (h', c' | h', c', [i o f], g) */
function forwardBody(b: Builder, { batch, hidden }: RecurrentSizes, dtype: Value['type']['dtype']): Graph {
  const type = (...shape: (number | string)[]) => ({ dtype, shape });
  const h = b.input('h', type(batch, hidden));
  const c = b.input('c', type(batch, hidden));
  const gates = b.input('gates', type(batch, 4 * hidden));
  const r = b.input('R', type(4 * hidden, hidden));
  const z = b.op('gemm', [h, r, gates], { transB: true });
  const [ziof, zg] = b.ops('split', [z], { axis: 1, sizes: [3 * hidden, hidden] }) as [Value, Value];
  const iof = b.op('sigmoid', [ziof]);
  const g = b.op('tanh', [zg]);
  const [i, o, f] = b.ops('split', [iof], { axis: 1, sizes: [hidden, hidden, hidden] }) as [Value, Value, Value];
  const cNext = b.op('add', [b.op('mul', [f, c]), b.op('mul', [i, g])]);
  const hNext = b.op('mul', [o, b.op('tanh', [cNext])]);
  return b.graph({ h_next: hNext, c_next: cNext, y: hNext, cs: cNext, iof, g });
}

interface Saved {
  readonly iof: Value;
  readonly g: Value;
  readonly c: Value;
  /** c before each step. */
  readonly before: Value;
  readonly hidden: number;
}

/**
 * Everything of the backward step that does not depend on what comes from later, for all steps at once:
 * q = dh/dc = o (1 - tanh^2 c), and p = d[z_i z_o z_f z_g] for unit dc, dh, dc, dc.
 */
function slopes(b: Builder, { iof, g, c, before, hidden }: Saved): { p: Value; q: Value; f: Value } {
  const one = b.scalar(1, c.type.dtype);
  const [i, o, f] = b.ops('split', [iof], { axis: 2, sizes: [hidden, hidden, hidden] }) as [Value, Value, Value];
  const tc = b.op('tanh', [c]);
  const q = b.op('mul', [o, b.op('sub', [one, b.op('mul', [tc, tc])])]);
  const sigma = b.op('mul', [iof, b.op('sub', [one, iof])]);
  const first = b.op('mul', [sigma, b.op('concat', [g, tc, before], { axis: 2 })]);
  const last = b.op('mul', [i, b.op('sub', [one, b.op('mul', [g, g])])]);
  return { p: b.op('concat', [first, last], { axis: 2 }), q, f };
}

/** (dh, dc | dy, p, q, f | R) -> (dh', dc' | dz): dc += dh q; dz = [dc dh dc dc] p; dh' = dz R; dc' = dc f. */
function backwardBody(b: Builder, [state, p, r]: readonly [Value, Value, Value], hidden: number): Graph {
  const { dtype, shape } = state.type;
  const step = (name: string) => b.input(name, { dtype, shape });
  const [dh, dc, dy] = [step('dh'), step('dc'), step('dy')];
  const slope = b.input('p', { dtype, shape: [shape[0] as number, 4 * hidden] });
  const [q, f] = [step('q'), step('f')];
  const recurrent = b.input('R', r.type);
  if (p.type.shape[2] !== 4 * hidden) internal('lstm slopes of the wrong width');
  const dhAll = b.op('add', [dh, dy]);
  const dcAll = b.op('add', [dc, b.op('mul', [dhAll, q])]);
  const dz = b.op('mul', [b.op('concat', [dcAll, dhAll, dcAll, dcAll], { axis: 1 }), slope]);
  return b.graph({ dh_next: b.op('gemm', [dz, recurrent], {}), dc_next: b.op('mul', [dcAll, f]), dz });
}
