import { expect } from 'vitest';
import { deviation } from '../compare';
import type { RefTensor } from '../reference/tensor';
import type { GoldenCase } from './load';

/**
 * Fails at the furthest value or gradient. What PyTorch gave must be there, but a gradient of zeros may be left out.
 * @param share elements below this share of the largest of their tensor are compared as if they were as large
 */
export function expectGolden(
  actual: Readonly<Record<string, RefTensor>>,
  golden: GoldenCase,
  tolerance: number,
  share = 0,
): void {
  for (const [name, { dims, data }] of Object.entries(golden.values)) {
    const came = actual[name];
    if (!came && name.startsWith('dx') && data.every((value) => value === 0)) continue;
    const expected = { dtype: came?.dtype ?? 'float32', dims, data: Float64Array.from(data) };
    const { largest, at } = deviation(came, expected, Math.max(1e-6, share * largestOf(data)));
    expect(largest, `${name}${at}`).toBeLessThanOrEqual(tolerance);
  }
}

function largestOf(data: Iterable<number>): number {
  let largest = 0;
  for (const value of data) if (Math.abs(value) > largest) largest = Math.abs(value);
  return largest;
}
