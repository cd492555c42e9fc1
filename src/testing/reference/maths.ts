import type { OpAttrs, OpName } from '../../ir/op';
import { at, type Kernel } from './kernel';

/** f of each element. */
export function map<K extends OpName>(f: (x: number, attrs: OpAttrs[K]) => number): Kernel<K> {
  return ({ inputs, outputs, attrs }) => {
    const { data } = at(inputs, 0);
    return [{ ...at(outputs, 0), data: data.map((x) => f(x, attrs)) }];
  };
}

export const abs = map<'abs'>(Math.abs);
export const acos = map<'acos'>(Math.acos);
export const acosh = map<'acosh'>(Math.acosh);
export const asin = map<'asin'>(Math.asin);
export const asinh = map<'asinh'>(Math.asinh);
export const atan = map<'atan'>(Math.atan);
export const atanh = map<'atanh'>(Math.atanh);
export const ceil = map<'ceil'>(Math.ceil);
export const cos = map<'cos'>(Math.cos);
export const cosh = map<'cosh'>(Math.cosh);
export const erf = map<'erf'>(erfOf);
export const exp = map<'exp'>(Math.exp);
export const floor = map<'floor'>(Math.floor);
export const isInf = map<'isInf'>((x, { positive, negative }) =>
  Number((positive && x === Number.POSITIVE_INFINITY) || (negative && x === Number.NEGATIVE_INFINITY)),
);
export const isNan = map<'isNan'>((x) => Number(Number.isNaN(x)));
export const log = map<'log'>(Math.log);
export const neg = map<'neg'>((x) => -x);
export const not = map<'not'>((x) => 1 - x);
export const reciprocal = map<'reciprocal'>((x) => 1 / x);
export const round = map<'round'>(halfToEven);
export const sign = map<'sign'>((x) => Math.sign(x));
export const sin = map<'sin'>(Math.sin);
export const sinh = map<'sinh'>(Math.sinh);
export const sqrt = map<'sqrt'>(Math.sqrt);
export const stopGradient = map<'stopGradient'>((x) => x);
export const tan = map<'tan'>(Math.tan);
export const tanh = map<'tanh'>(Math.tanh);

/** 2/sqrt(pi) e^(-x^2) sum over n of 2^n x^(2n+1) / (2n+1)!!: no term of another sign (Abramowitz & Stegun 7.1.6). Beyond 6 it is 1 to the last bit. */
export function erfOf(x: number): number {
  if (Math.abs(x) > 6) return Math.sign(x);
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

function halfToEven(x: number): number {
  const below = Math.floor(x);
  const rest = x - below;
  if (rest === 0.5) return below % 2 === 0 ? below : below + 1;
  return rest < 0.5 ? below : below + 1;
}
