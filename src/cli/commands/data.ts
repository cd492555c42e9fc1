import { resolve } from 'node:path';
import type { Diagnostic } from '../../core/diagnostic';
import { err, ok, type Result } from '../../core/result';
import type { DatasetCard } from '../../data/dataset';
import { loadCard } from '../../data/loader';
import { catalogue } from '../../layers/catalogue';
import { convertCifar10, fetchCifar10 } from '../cifar10';
import { type Answer, type Command, UsageError } from '../command';
import { readData } from '../dataDirs';
import { importData, importOptions } from '../importData';
import type { Io } from '../io';
import { liveLine } from '../liveLine';

type Outcome = Result<Answer, readonly Diagnostic[]>;

export const dataCommand: Command = {
  name: 'data',
  summary:
    'Data sets: list, cifar10 (fetch and convert it), import FILE|FOLDER (a table, pictures or texts of your own).',
  arguments: ['list|cifar10|import', '[FILE|FOLDER]'],
  options: importOptions,
  async run(invocation) {
    const [action, file] = invocation.positionals;
    if (action === 'list') return ok(await listData(invocation.io));
    if (action === 'cifar10') return cifar10(file, invocation.io);
    if (action !== 'import') throw new UsageError(`data takes list, cifar10 or import; got ${action ?? 'nothing'}`);
    if (file === undefined) throw new UsageError('data import takes a file or a folder; see netloom data --help');
    return importData(file, invocation);
  },
};

async function listData(io: Io): Promise<Answer> {
  const fetchBytes = readData(io);
  const rows = await Promise.all(
    catalogue.map(async ({ id, title, onDemand }) => {
      const card = await loadCard(id, fetchBytes).catch(() => undefined);
      const { train, test } = card?.counts ?? { train: 0, test: 0 };
      return { id, title: title.en, here: card !== undefined, onDemand: onDemand === true, train, test };
    }),
  );
  const text = rows
    .map(({ id, title, here, train, test }) =>
      `${id.padEnd(10)} ${title.padEnd(28)} ${here ? `${train} + ${test}` : `not here: netloom data ${id}`}`.trimEnd(),
    )
    .join('\n');
  return { json: { datasets: rows }, text };
}

async function cifar10(folder: string | undefined, io: Io): Promise<Outcome> {
  const say = liveLine(io);
  const known = await loadCard('cifar10', readData(io)).catch(() => undefined);
  if (known && folder === undefined) return ok(cifarAnswer(known.counts));
  try {
    if (folder === undefined) await fetchCifar10(io.dataDir, say);
    else await convertCifar10(resolve(io.cwd, folder), io.dataDir, say);
    if (io.live) io.err('\n');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `cifar10 could not be had: ${reason}; where npm cannot get it, give a folder with the official binary files (data_batch_1.bin ... test_batch.bin)`;
    return err([{ code: 'data.cifar10', severity: 'error', message, details: { reason } }]);
  }
  return ok(cifarAnswer((await loadCard('cifar10', readData(io))).counts));
}

const cifarAnswer = (counts: DatasetCard['counts']): Answer => ({
  json: { id: 'cifar10', ...counts },
  text: `cifar10: ${counts.train} and ${counts.test} examples`,
});
