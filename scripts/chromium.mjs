/** Finds the Chromium that the browser tests drive; as a script it installs Debian's where there is none. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The environment's CHROMIUM, else the first of the usual names on the PATH.
 * @returns {string | undefined} path of the executable
 */
export function findChromium() {
  const chosen = process.env.CHROMIUM;
  if (chosen) {
    if (!isExecutable(chosen)) throw new Error(`CHROMIUM: expected an executable, got ${chosen}`);
    return chosen;
  }
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

/**
 * Installs Debian's Chromium where none is found; throws where that fails.
 * @returns {string} path of the executable
 */
export function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  const sudo = process.getuid?.() === 0 ? [] : ['sudo'];
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
    const [command, ...rest] = [...sudo, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args];
    console.error(`No Chromium found: ${[...sudo, 'apt-get', ...args].join(' ')}`);
    spawnSync(command, rest, { stdio: ['ignore', 2, 2] });
  }
  const installed = findChromium();
  if (!installed) throw new Error('No Chromium: install one, or name it with CHROMIUM=/path/to/chromium');
  return installed;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) ensureChromium();
