import { readdirSync, readFileSync } from 'node:fs';
import * as v from 'valibot';

const element = v.pipe(v.union([v.number(), v.picklist(['NaN', 'Infinity', '-Infinity'])]), v.transform(Number));
const goldenTensor = v.object({ dims: v.array(v.number()), data: v.array(element) });
const goldenCase = v.object({ digest: v.string(), values: v.record(v.string(), goldenTensor) });
const goldenFile = v.object({ torch: v.string(), cases: v.record(v.string(), goldenCase) });

export type GoldenTensor = v.InferOutput<typeof goldenTensor>;
export type GoldenCase = v.InferOutput<typeof goldenCase>;

/**
 * Committed golden values by `operator/case` or `layer/case`, one file each; `scripts/goldens` makes them.
 * Throws where a file is not what the scripts write.
 */
export function loadGoldens(
  folder: 'ops' | 'blocks' | 'composites' | 'layers' | 'models',
): ReadonlyMap<string, GoldenCase> {
  const url = new URL(`./${folder}/`, import.meta.url);
  const all = readdirSync(url).flatMap((name) =>
    [...read(new URL(name, url))].map(([key, item]): [string, GoldenCase] => [
      `${name.replace(/\.json$/, '')}/${key}`,
      item,
    ]),
  );
  return new Map(all);
}

function read(url: URL): Map<string, GoldenCase> {
  return new Map(Object.entries(v.parse(goldenFile, JSON.parse(readFileSync(url, 'utf8'))).cases));
}
