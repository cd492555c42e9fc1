import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { sha256 } from './chunks.mjs';

const require = createRequire(import.meta.url);

/** The folder of an installed package, also of one that exports nothing of the kind. */
export function packageDir(name) {
  for (const base of require.resolve.paths(name) ?? []) {
    const dir = join(base, name);
    if (existsSync(join(dir, 'package.json'))) return dir;
  }
  return dirname(require.resolve(`${name}/package.json`));
}

/**
 * A file of an installed package; throws where it is not the one that was looked at.
 * @param {string} name of the package
 * @param {string} path
 * @param {string} [sum] its SHA-256
 */
export function packageFile(name, path, sum) {
  const bytes = readFileSync(join(packageDir(name), path));
  const actual = sha256(bytes);
  if (sum !== undefined && actual !== sum) throw new Error(`${name}/${path}: expected sha256 ${sum}, got ${actual}`);
  return bytes;
}
