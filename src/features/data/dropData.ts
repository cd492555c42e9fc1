import { dataWorker, type ImportFailure, type PageFile } from '../../stores/dataRoom';
import { type Brought, type Dropped, useDataRoom } from './dataRoomStore';
import { isTableName, isTextName } from './dropped';

/** What went wrong where nobody expected it. */
export const failureOf = (error: unknown): ImportFailure => ({
  code: 'failed',
  details: { reason: error instanceof Error ? error.message : String(error) },
});

/** Of several files the first names them: `cat.1.jpg +299`. */
function nameOf(files: readonly PageFile[]): string {
  const tops = new Set(files.map(({ path }) => path.split('/')[0] ?? ''));
  const [first = ''] = tops;
  return tops.size > 1 ? `${first} +${tops.size - 1}` : first;
}

/** Hands files to the worker and asks what they are. */
export async function lookAt(
  files: readonly PageFile[],
): Promise<{ readonly brought?: Brought; readonly failure?: ImportFailure }> {
  await dataWorker.bring(files, true);
  const outcome = await dataWorker.overview();
  return outcome.ok ? { brought: { name: nameOf(files), overview: outcome.value } } : { failure: outcome.error };
}

/** Opens the data room with what was dropped on the page in the form that takes it. */
export async function bringData(given: Promise<readonly PageFile[]>): Promise<void> {
  useDataRoom.setState({ opened: true, looking: true, dropped: undefined });
  const dropped = await sort(given).catch((error): Dropped => ({ kind: 'pictures', failure: failureOf(error) }));
  useDataRoom.setState(({ drops }) => ({ looking: false, dropped, bringing: dropped.kind, drops: drops + 1 }));
}

async function sort(given: Promise<readonly PageFile[]>): Promise<Dropped> {
  const files = await given;
  const table = await tableIn(files);
  if (table) return { kind: 'table', file: table };
  const looked = await lookAt(files);
  return { kind: looked.brought?.overview.kind ?? 'pictures', ...looked };
}

/** The first of tables alone; a text where it is one of several columns. */
async function tableIn(files: readonly PageFile[]): Promise<File | undefined> {
  const [first, ...others] = files;
  if (!first || !('file' in first)) return undefined;
  if (files.every(({ path }) => isTableName(path))) return first.file;
  if (others.length > 0 || !isTextName(first.path)) return undefined;
  const { columns, delimiter } = await dataWorker.guessTable(first.file, {});
  // sentences have commas
  return columns.length > 1 && delimiter !== ',' ? first.file : undefined;
}
