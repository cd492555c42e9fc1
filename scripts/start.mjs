/**
 * Serves the page for its users: builds what is out of date, then prints one URL.
 * `npm start -- --port 8080 --host 0.0.0.0` where the defaults do not fit. For work on the code: `npm run dev`.
 */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build, preview } from 'vite';
import { buildAssets } from './assets.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const log = (line) => process.stderr.write(`${line}\n`);

/** Latest change, in ms, of a file or of anything in a folder; 0 where there is none. */
function lastChange(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(path).reduce((latest, name) => Math.max(latest, lastChange(join(path, name))), stat.mtimeMs);
}

function isBuilt() {
  const sources = ['src', 'public', 'index.html', 'vite.config.ts', 'package-lock.json'];
  const built = lastChange(join(root, 'dist', 'index.html'));
  return built > 0 && sources.every((source) => lastChange(join(root, source)) <= built);
}

const { values } = parseArgs({ options: { port: { type: 'string' }, host: { type: 'string' } } });
await buildAssets(join(root, 'public', 'data'), log);
if (!isBuilt()) {
  log('building the page');
  await build({ root, logLevel: 'error' });
}
const server = await preview({
  root,
  logLevel: 'error',
  preview: { port: Number(values.port ?? 4173), ...(values.host ? { host: values.host } : {}) },
});
console.log(server.resolvedUrls?.local[0]);
