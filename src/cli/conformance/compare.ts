import { isFloat, toNumbers } from '../../core/dtype';
import { formatShape, sameShape } from '../../core/shape';
import type { HostTensor } from '../../core/tensor';

/** As ONNX's own backend test compares floats. */
const RELATIVE = 1e-3;
const ABSOLUTE = 1e-5;

/** What differs, or undefined: floats within 1e-5 + 1e-3 |expected|, everything else exactly. */
export function difference(actual: HostTensor | undefined, expected: HostTensor): string | undefined {
  if (!actual) return 'it is missing';
  if (actual.dtype !== expected.dtype || !sameShape(actual.dims, expected.dims)) {
    const [came, wanted] = [actual, expected].map(({ dtype, dims }) => `${dtype} ${formatShape(dims)}`);
    return `${came} instead of ${wanted}`;
  }
  if (!isFloat(expected.dtype)) {
    const at = expected.data.findIndex((value: number | bigint, i: number) => value !== actual.data[i]);
    return at < 0 ? undefined : `[${at}]: ${actual.data[at]} instead of ${expected.data[at]}`;
  }
  const [came, wanted] = [toNumbers(actual), toNumbers(expected)];
  const at = wanted.findIndex((value, i) => !close(came[i] as number, value));
  return at < 0 ? undefined : `[${at}]: ${came[at]} instead of ${wanted[at]}`;
}

function close(actual: number, expected: number): boolean {
  if (Object.is(actual, expected) || actual === expected) return true;
  return Math.abs(actual - expected) <= ABSOLUTE + RELATIVE * Math.abs(expected);
}
