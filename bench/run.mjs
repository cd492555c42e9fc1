/** `npm run bench`: installs the peers where they are missing or of other versions, then runs bench/main.ts. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));

/** Whether every package of the lock file is installed in the version it names. */
function isInstalled() {
  const installed = `${here}node_modules/.package-lock.json`;
  if (!existsSync(installed)) return false;
  const versions = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
  const there = versions(installed);
  const wanted = Object.entries(versions(`${here}package-lock.json`));
  return wanted.every(([path, { version }]) => path === '' || there[path]?.version === version);
}

function run(command, args, stdio) {
  const { status } = spawnSync(command, args, { stdio });
  if (status !== 0) process.exit(status ?? 1);
}

if (!isInstalled()) {
  console.error('installing the peers: npm ci --prefix bench');
  run('npm', ['ci', '--prefix', here], ['ignore', 2, 2]);
}
run(process.execPath, ['--import', 'tsx', `${here}main.ts`, ...process.argv.slice(2)], 'inherit');
