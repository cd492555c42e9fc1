import { expect } from 'vitest';
import { deviation } from '../compare';
import type { RefTensor } from '../reference/tensor';
import type { GoldenCase } from './load';

/** Fails at the furthest value or gradient. What PyTorch gave must be there, but a gradient of zeros may be left out. */
export function expectGolden(actual: Readonly<Record<string, RefTensor>>, golden: GoldenCase, tolerance: number): void {
  for (const [name, { dims, data }] of Object.entries(golden.values)) {
    const came = actual[name];
    if (!came && name.startsWith('dx') && data.every((value) => value === 0)) continue;
    const expected = { dtype: came?.dtype ?? 'float32', dims, data: Float64Array.from(data) };
    const { largest, at } = deviation(came, expected);
    expect(largest, `${name}${at}`).toBeLessThanOrEqual(tolerance);
  }
}
