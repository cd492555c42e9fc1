import { formatShape, sameShape } from '../core/shape';
import type { RefTensor } from './reference/tensor';

export interface Deviation {
  /** max over elements of |actual - expected| / max(|expected|, floor); equal infinities and NaNs count as 0. */
  readonly largest: number;
  /** Where it is, for the message of a failing test. */
  readonly at: string;
}

/** Compares element by element; another type, shape or a missing tensor is infinitely far away. */
export function deviation(actual: RefTensor | undefined, expected: RefTensor, floor = 1e-6): Deviation {
  if (!actual) return { largest: Number.POSITIVE_INFINITY, at: 'nothing came' };
  if (actual.dtype !== expected.dtype || !sameShape(actual.dims, expected.dims)) {
    const [came, wanted] = [actual, expected].map(({ dtype, dims }) => `${dtype} ${formatShape(dims)}`);
    return { largest: Number.POSITIVE_INFINITY, at: `${came} instead of ${wanted}` };
  }
  let worst: Deviation = { largest: 0, at: '' };
  for (const [n, wanted] of expected.data.entries()) {
    const came = actual.data[n] as number;
    if (Object.is(came, wanted) || came === wanted) continue;
    const error = Math.abs(came - wanted) / Math.max(Math.abs(wanted), floor);
    if (!(error <= worst.largest)) worst = { largest: error, at: `[${n}]: ${came} instead of ${wanted}` };
    if (Number.isNaN(error)) return { ...worst, largest: Number.POSITIVE_INFINITY };
  }
  return worst;
}

/** The furthest of several tensors by name. */
export function furthest(
  actual: Readonly<Record<string, RefTensor>>,
  expected: Readonly<Record<string, RefTensor>>,
  floor?: number,
): Deviation {
  return Object.entries(expected)
    .map(([name, wanted]) => {
      const { largest, at } = deviation(actual[name], wanted, floor);
      return { largest, at: `${name}${at}` };
    })
    .reduce((worst, next) => (next.largest > worst.largest ? next : worst), { largest: 0, at: '' });
}
