import { readFileSync } from 'node:fs';
import * as v from 'valibot';

const element = v.pipe(v.union([v.number(), v.picklist(['NaN', 'Infinity', '-Infinity'])]), v.transform(Number));
const goldenTensor = v.object({ dims: v.array(v.number()), data: v.array(element) });
const goldenCase = v.object({ digest: v.string(), values: v.record(v.string(), goldenTensor) });
const goldenFile = v.object({ torch: v.string(), cases: v.record(v.string(), goldenCase) });

export type GoldenTensor = v.InferOutput<typeof goldenTensor>;
export type GoldenCase = v.InferOutput<typeof goldenCase>;

/** Committed golden values by case; `scripts/goldens` makes the files. Throws where a file is not what the scripts write. */
export function loadGoldens(file: 'ops' | 'layers' | 'models'): ReadonlyMap<string, GoldenCase> {
  const text = readFileSync(new URL(`./${file}.json`, import.meta.url), 'utf8');
  return new Map(Object.entries(v.parse(goldenFile, JSON.parse(text)).cases));
}
