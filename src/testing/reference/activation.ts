import type { OpAttrs, OpName } from '../../ir/op';
import { at, type Kernel } from './kernel';
import { erfOf, map } from './maths';
import { build, reader, stretchedReader } from './tensor';

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
/** ln(1 + e^x) */
const softPositive = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
const held = (x: number, min: number, max: number): number => Math.min(Math.max(x, min), max);

export const celu = map<'celu'>((x, { alpha }) => (x > 0 ? x : alpha * Math.expm1(x / alpha)));
export const clip = map<'clip'>((x, { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY }) =>
  held(x, min, max),
);
export const elu = map<'elu'>((x, { alpha }) => (x > 0 ? x : alpha * Math.expm1(x)));
export const hardSigmoid = map<'hardSigmoid'>((x, { alpha, beta }) => held(alpha * x + beta, 0, 1));
export const hardSwish = map<'hardSwish'>((x) => x * held(x / 6 + 0.5, 0, 1));
export const hardTanh = map<'hardTanh'>((x, { min, max }) => held(x, min, max));
export const leakyRelu = map<'leakyRelu'>((x, { alpha }) => (x > 0 ? x : alpha * x));
export const relu = map<'relu'>((x) => Math.max(x, 0));
export const selu = map<'selu'>((x, { alpha, gamma }) => gamma * (x > 0 ? x : alpha * Math.expm1(x)));
export const shrink = map<'shrink'>((x, { lambda, bias }) => {
  if (x < -lambda) return x + bias;
  return x > lambda ? x - bias : 0;
});
export const sigmoid = map<'sigmoid'>(logistic);
export const softplus = map<'softplus'>(softPositive);
export const softsign = map<'softsign'>((x) => x / (1 + Math.abs(x)));
export const thresholdedRelu = map<'thresholdedRelu'>((x, { alpha }) => (x > alpha ? x : 0));

/** x g(x) and g(x). */
function gated<K extends OpName>(gate: (x: number, attrs: OpAttrs[K]) => number): Kernel<K> {
  return ({ inputs, attrs }) => {
    const x = at(inputs, 0);
    const kept = x.data.map((value) => gate(value, attrs));
    return [
      { ...x, data: x.data.map((value, n) => value * (kept[n] as number)) },
      { ...x, data: kept },
    ];
  };
}

export const gelu = gated<'gelu'>((x, { approximate }) =>
  approximate === 'none'
    ? (1 + erfOf(x / Math.SQRT2)) / 2
    : (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))) / 2,
);
export const mish = gated<'mish'>((x) => Math.tanh(softPositive(x)));
export const silu = gated<'silu'>(logistic);

export const prelu: Kernel<'prelu'> = ({ inputs, outputs }) => {
  const type = at(outputs, 0);
  const read = reader(at(inputs, 0));
  const slope = stretchedReader(at(inputs, 1), type.dims.length);
  return [
    build(type, (index) => {
      const x = read(index);
      return x > 0 ? x : x * slope(index);
    }),
  ];
};
