import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { encode } from 'fast-png';
import { Rng } from '../src/core/rng';

/** A PNG of noise around a colour, as large as it says. */
export function png(colour: readonly number[], seed: number, side = 24): Uint8Array {
  const rng = new Rng(seed);
  const data = Uint8Array.from({ length: 3 * side * side }, (_, i) =>
    Math.min(255, Math.max(0, (colour[i % 3] ?? 0) + rng.int(64) - 32)),
  );
  return encode({ width: side, height: side, channels: 3, data });
}

const colours: Readonly<Record<string, readonly number[]>> = {
  blue: [20, 40, 220],
  green: [30, 200, 60],
  red: [230, 30, 20],
};

/** `count` pictures of three colours by their paths below `root`, one folder a class. */
export function colouredPictures(root: string, count: number): Record<string, Uint8Array> {
  const names = Object.keys(colours);
  return Object.fromEntries(
    Array.from({ length: count }, (_, i) => {
      const name = names[i % names.length] ?? '';
      return [`${root}/${name}/${i}.png`, png(colours[name] ?? [], i)];
    }),
  );
}

/** Writes files below a folder. */
export function writeFiles(folder: string, files: Readonly<Record<string, Uint8Array | string>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}
