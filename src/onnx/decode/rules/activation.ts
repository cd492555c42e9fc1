import { normalizeAxis } from '../../../core/shape';
import type { Rule, RuleTable } from '../rule';
import { since } from '../rule';
import { along, mathsOf, rangeAlong } from './math';

const plain =
  (op: 'relu' | 'sigmoid' | 'tanh' | 'softplus' | 'softsign' | 'hardSwish' | 'mish'): Rule =>
  (c) =>
    c.b.op(op, [c.x(0)]);

/** Before opset 13 everything from `axis` on was one axis. */
const flattened =
  (op: 'softmax' | 'logSoftmax'): Rule =>
  (c) => {
    const x = c.x(0);
    const axis = normalizeAxis(c.attrs.int('axis', 1), x.type.shape.length);
    if (axis === x.type.shape.length - 1) return c.b.op(op, [x], { axis });
    const dims = c.dims(0);
    const size = (part: readonly number[]) => part.reduce((product, dim) => product * dim, 1);
    const flat = c.b.reshape(x, [size(dims.slice(0, axis)), size(dims.slice(axis))]);
    return c.b.reshape(c.b.op(op, [flat], { axis: 1 }), dims);
  };

const alongAxis =
  (op: 'softmax' | 'logSoftmax'): Rule =>
  (c) =>
    c.b.op(op, [c.x(0)], { axis: normalizeAxis(c.attrs.int('axis', -1), c.rank(0)) });

/** 1 at the first largest of each row, 0 elsewhere. */
const hardmax =
  (fallback: number): Rule =>
  (c) => {
    const x = c.x(0);
    const rank = c.rank(0);
    const m = mathsOf(c.b, x);
    const axis = normalizeAxis(c.attrs.int('axis', fallback), rank);
    if (c.opset < 13 && axis !== rank - 1) c.refuse('an axis before the last, before opset 13');
    const first = c.b.reshape(c.b.op('argMax', [x], { axis }), x.type.shape.with(axis, 1));
    const range = rangeAlong(c, c.size(0, axis), axis, rank, 'int32');
    return m.where(c.b.op('equal', [first, range]), 1, 0);
  };

export const activationRules: RuleTable = {
  Relu: since(6, plain('relu')),
  Sigmoid: since(6, plain('sigmoid')),
  Tanh: since(6, plain('tanh')),
  Softplus: since(1, plain('softplus')),
  Softsign: since(1, plain('softsign')),
  HardSwish: since(14, plain('hardSwish')),
  Mish: since(18, plain('mish')),
  Elu: since(6, (c) => c.b.op('elu', [c.x(0)], { alpha: c.attrs.float('alpha', 1) })),
  Selu: since(6, (c) =>
    c.b.op('selu', [c.x(0)], {
      alpha: c.attrs.float('alpha', 1.6732631921768188),
      gamma: c.attrs.float('gamma', 1.0507010221481323),
    }),
  ),
  Celu: since(12, (c) => c.b.op('celu', [c.x(0)], { alpha: c.attrs.float('alpha', 1) })),
  LeakyRelu: since(6, (c) => c.b.op('leakyRelu', [c.x(0)], { alpha: c.attrs.float('alpha', 0.01) })),
  PRelu: [
    // one slope a channel
    [1, (c) => c.b.op('prelu', [c.x(0), c.size(1, 0) === 1 ? c.x(1) : along(c.b, c.x(1), 1, c.rank(0))])],
    [7, (c) => c.b.op('prelu', [c.x(0), c.x(1)])],
  ],
  ThresholdedRelu: since(10, (c) => c.b.op('thresholdedRelu', [c.x(0)], { alpha: c.attrs.float('alpha', 1) })),
  HardSigmoid: since(6, (c) =>
    c.b.op('hardSigmoid', [c.x(0)], { alpha: c.attrs.float('alpha', 0.2), beta: c.attrs.float('beta', 0.5) }),
  ),
  Shrink: since(9, (c) =>
    c.b.op('shrink', [c.x(0)], { lambda: c.attrs.float('lambd', 0.5), bias: c.attrs.float('bias', 0) }),
  ),
  Gelu: since(20, (c) =>
    c.b.op('gelu', [c.x(0)], { approximate: c.attrs.choice('approximate', 'none', ['none', 'tanh']) }),
  ),
  // x sigmoid(alpha x)
  Swish: since(24, (c) => {
    const alpha = c.attrs.float('alpha', 1);
    const m = mathsOf(c.b, c.float(0));
    if (alpha === 1) return c.b.op('silu', [c.x(0)]);
    return m.mul(c.x(0), c.b.op('sigmoid', [m.mul(c.x(0), alpha)]));
  }),
  Softmax: [
    [1, flattened('softmax')],
    [13, alongAxis('softmax')],
  ],
  LogSoftmax: [
    [1, flattened('logSoftmax')],
    [13, alongAxis('logSoftmax')],
  ],
  Hardmax: [
    [1, hardmax(1)],
    [13, hardmax(-1)],
  ],
};
