import { internal } from '../../src/core/errors';
import { hostTensor } from '../../src/core/tensor';
import type { Builder } from '../../src/ir/builder';
import { multiHeadAttention } from '../../src/ir/composites/attention';
import { embedding } from '../../src/ir/composites/embedding';
import type { Value } from '../../src/ir/op';
import type { Ops, Window } from '../models/ops';

const EPSILON = 1e-5;

const sizesOf = (x: Value): number[] =>
  x.type.shape.map((dim) => (typeof dim === 'number' ? dim : internal(`a size that is not fixed: ${dim}`)));
const window = ({ stride, padding }: Window) => ({
  strides: [stride, stride],
  dilations: [1, 1],
  padBegin: [padding, padding],
  padEnd: [padding, padding],
  group: 1,
});

/** The models in Netloom's IR, as its layers lower them. */
export function netloomOps(b: Builder): Ops<Value> {
  const mean = (x: Value) => b.op('reduceMean', [x], { axes: sizesOf(x).map((_, i) => i), keepDims: false });
  const rows = (x: Value) =>
    b.reshape(x, [
      sizesOf(x)
        .slice(0, -1)
        .reduce((a, n) => a * n, 1),
      sizesOf(x).at(-1) ?? 1,
    ]);
  return {
    dense: (x, w, bias) => dense(b, x, w, bias),
    conv2d: (x, w, bias, options) => b.op('conv', bias ? [x, w, bias] : [x, w], window(options)),
    convTranspose2d: (x, w, bias, options) =>
      b.op('convTranspose', bias ? [x, w, bias] : [x, w], { ...window(options), outputPadding: [0, 0] }),
    maxPool2d: (x) => b.op('maxPool', [x], { ...window({ stride: 2, padding: 0 }), kernel: [2, 2] }),
    globalAveragePool: (x) => b.op('reduceMean', [x], { axes: [2, 3], keepDims: false }),
    batchNorm: (x, scale, shift) => b.op('batchNormTrain', [x, scale, shift], { epsilon: EPSILON }),
    layerNorm: (x, scale, shift) => b.op('layerNorm', [x, scale, shift], { axis: -1, epsilon: EPSILON }),
    embedding: (table, indices) => embedding(b, table, indices),
    causalAttention: (q, k, v, heads) => multiHeadAttention(b, { q, k, v }, { heads, causal: true }).y,
    lstm: (x, w, r, bias) => {
      const steps = b.op('transpose', [x], { perm: [1, 0, 2] });
      const [y] = b.ops('lstm', [steps, w, r, bias], { reverse: false });
      return b.op('transpose', [y ?? internal('lstm without output')], { perm: [1, 0, 2] });
    },
    lastStep: (y) => {
      const [batch, time, width] = sizesOf(y) as [number, number, number];
      const last = b.op('slice', [y], { axes: [1], starts: [time - 1], lengths: [1], steps: [1] });
      return b.reshape(last, [batch, width]);
    },
    relu: (x) => b.op('relu', [x]),
    leakyRelu: (x, slope) => b.op('leakyRelu', [x], { alpha: slope }),
    tanh: (x) => b.op('tanh', [x]),
    gelu: (x) => b.op('gelu', [x], { approximate: 'none' }),
    exp: (x) => b.op('exp', [x]),
    add: (x, y) => b.op('add', [x, y]),
    mul: (x, y) => b.op('mul', [x, y]),
    scale: (x, factor) => b.op('mul', [x, b.scalar(factor)]),
    flatten: (x) => {
      const [batch, ...rest] = sizesOf(x) as [number, ...number[]];
      return b.reshape(x, [batch, rest.reduce((a, n) => a * n, 1)]);
    },
    picture: (x, channels, size) => b.reshape(x, [...sizesOf(x).slice(0, 1), channels, size, size]),
    crossEntropy: (logits, classes) => crossEntropy(b, rows(logits), classes),
    binaryCrossEntropy: (logits, target) => mean(binaryCrossEntropy(b, logits, target)),
    binaryCrossEntropyWith: (logits, target) => mean(b.op('softplus', [target === 1 ? b.op('neg', [logits]) : logits])),
    klDivergence: (mu, logVariance) => {
      const spread = b.op('sub', [b.op('exp', [logVariance]), logVariance]);
      const terms = b.op('sub', [b.op('add', [b.op('mul', [mu, mu]), spread]), b.scalar(1)]);
      const each = b.op('reduceSum', [terms], { axes: [1], keepDims: false });
      return b.op('mul', [mean(each), b.scalar(0.5)]);
    },
  };
}

function dense(b: Builder, x: Value, w: Value, bias: Value): Value {
  if (x.type.shape.length === 2) return b.op('gemm', [x, w, bias], { transB: true });
  return b.op('add', [b.op('matmul', [x, b.op('transpose', [w], { perm: [1, 0] })]), bias]);
}

function crossEntropy(b: Builder, logits: Value, classes: Value): Value {
  const [count, width] = sizesOf(logits) as [number, number];
  const range = b.constant(
    hostTensor(
      'int32',
      [1, width],
      Int32Array.from({ length: width }, (_, i) => i),
    ),
  );
  const wanted = b.op('cast', [b.op('equal', [b.reshape(classes, [count, 1]), range])], { to: 'float32' });
  const chosen = b.op('mul', [wanted, b.op('logSoftmax', [logits], { axis: -1 })]);
  const each = b.op('neg', [b.op('reduceSum', [chosen], { axes: [1], keepDims: false })]);
  return b.op('reduceMean', [each], { axes: [0], keepDims: false });
}

/** max(x, 0) - x t + ln(1 + e^-|x|) */
function binaryCrossEntropy(b: Builder, x: Value, target: Value): Value {
  const softened = b.op('log', [b.op('add', [b.op('exp', [b.op('neg', [b.op('abs', [x])])]), b.scalar(1)])]);
  return b.op('add', [b.op('sub', [b.op('relu', [x]), b.op('mul', [x, target])]), softened]);
}
