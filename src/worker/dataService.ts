import type { Diagnostic } from '../core/diagnostic';
import { err, ok, type Result } from '../core/result';
import { cifarParts, packCifar10, readCifarBinary } from '../data/cifar10';
import { type Column, DataError, isNumbers, type LoadedDataset, targetClasses } from '../data/dataset';
import { guessTable } from '../data/import/guess';
import { type DecodePicture, importPictures, type PictureFile, unzipPictures } from '../data/import/pictures';
import type { ByteSource } from '../data/import/source';
import { ImportError, type ImportReport, importTable } from '../data/import/table';
import { type FetchBytes, loadCard, loadDataset } from '../data/loader';
import { listOwn, readOwn, removeOwn, withOwn, writeOwn } from '../data/opfs';
import { afterModel, pick } from '../data/pipeline';
import { withFirstData } from '../document/dataSources';
import { elementsOf } from '../layers/columns';
import type { Plan } from '../layers/steps/registry';
import type { StepStatisticsEntry } from '../layers/steps/statistics';
import { dataNodeOf, type LoadedTraining, loadTrainingData } from './engine/data';
import { engineDiagnostic } from './engine/diagnostics';
import type { DataApi, DataPart, ImportOutcome, Look, LookRequest, Samples, SampleValue } from './protocol/data';

const empty = { train: 0, validation: 0, test: 0 };

/** What the worker of the data room does. */
export class DataService implements DataApi {
  private known:
    | { readonly key: string; readonly data: Promise<Result<LoadedTraining, readonly Diagnostic[]>> }
    | undefined;
  private importing: AbortController | undefined;

  constructor(
    private readonly fetchFrom: (dataUrl: string) => FetchBytes,
    private readonly decode: DecodePicture,
  ) {}

  async card(id: string, dataUrl: string) {
    try {
      return ok(await loadCard(id, withOwn(this.fetchFrom(dataUrl))));
    } catch (error) {
      return err([engineDiagnostic(error)]);
    }
  }

  async look(request: LookRequest): Promise<Result<Look, readonly Diagnostic[]>> {
    const node = dataNodeOf(request.document);
    if (!node) return err([{ code: 'data.none', severity: 'error', message: 'add a data set node' }]);
    const fetchBytes = withOwn(this.fetchFrom(request.dataUrl));
    try {
      const loaded = await this.load(request, fetchBytes);
      if (!loaded.ok) return loaded;
      const { raw, rawSplit, train, split, augment, statistics } = loaded.value;
      const card = await loadCard(node.id, fetchBytes);
      const isTest = request.part === 'test';
      const [before, after] = isTest
        ? [await loadDataset(node.id, { split: 'test', full: true }, fetchBytes), await loaded.value.loadTest()]
        : [raw, train];
      const placesIn = (data: LoadedDataset, own: { train: Uint32Array; validation: Uint32Array }) =>
        isTest ? Uint32Array.from({ length: data.count }, (_, i) => i) : own[request.part as 'train' | 'validation'];
      const shown = finished(
        after,
        page(placesIn(after, split), request),
        node.plan,
        statistics?.[0]?.entries ?? [],
        (column, values) => {
          if (request.part === 'train')
            augment?.(column, values, {
              seed: request.document.training.seed,
              step: request.step,
              batch: request.count,
            });
        },
      );
      return ok({
        before: samples(before.columns, page(placesIn(before, rawSplit), request), placesIn(before, rawSplit).length),
        after: { ...shown, count: placesIn(after, split).length },
        counts: { ...empty, train: split.train.length, validation: split.validation.length, test: card.counts.test },
        balance: balanceOf(raw, rawSplit),
      });
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      return err([engineDiagnostic(error)]);
    }
  }

  /** The last data set looked at stays in memory. */
  private load({ document, dataUrl }: LookRequest, fetchBytes: FetchBytes) {
    const node = dataNodeOf(document);
    const key = JSON.stringify([dataUrl, node?.node.params, document.training.seed, document.training.validation]);
    if (this.known?.key !== key) this.known = { key, data: loadTrainingData(withFirstData(document), { fetchBytes }) };
    return this.known.data;
  }

  own() {
    return listOwn();
  }

  async remove(id: string): Promise<void> {
    this.known = undefined;
    await removeOwn(id);
  }

  guessTable(...[file, given]: Parameters<DataApi['guessTable']>) {
    return guessTable(sourceOf(file), given);
  }

  importTable(...[file, options, onProgress]: Parameters<DataApi['importTable']>): Promise<ImportOutcome> {
    return this.take(options.id, async (sink, signal) => {
      const { report } = await importTable(sourceOf(file), options, sink, { signal, onProgress: shares(onProgress) });
      return report;
    });
  }

  importPictures(...[files, options, onProgress]: Parameters<DataApi['importPictures']>): Promise<ImportOutcome> {
    return this.take(options.id, async (sink, signal) => {
      const pictures = (await Promise.all(files.map(({ path, file }) => filesOf(path, file)))).flat();
      const { report } = await importPictures(pictures, options, this.decode, sink, {
        signal,
        onProgress: shares(onProgress),
      });
      return report;
    });
  }

  importCifar10(...[files, onProgress]: Parameters<DataApi['importCifar10']>): Promise<ImportOutcome> {
    return this.take('my-cifar10', async (sink, signal) => {
      await packCifar10(
        sink,
        async (name) => {
          signal.throwIfAborted();
          const file = files.find((candidate) => candidate.name === `${name}.bin`);
          const part = file && readCifarBinary(new Uint8Array(await file.arrayBuffer()));
          if (!part) throw new ImportError('pictures', { classes: 0, files: files.length });
          return part;
        },
        shares(onProgress),
      );
      const count = cifarParts.length * 10_000;
      return {
        rows: count,
        kept: count,
        ragged: 0,
        mixed: 0,
        noTarget: 0,
        undecodable: 0,
        columns: [],
        rareClasses: 0,
      };
    });
  }

  async cancel(): Promise<void> {
    this.importing?.abort();
  }

  private async take(
    id: string,
    work: (sink: Parameters<Parameters<typeof writeOwn>[1]>[0], signal: AbortSignal) => Promise<ImportReport>,
  ): Promise<ImportOutcome> {
    this.importing?.abort();
    const importing = new AbortController();
    this.importing = importing;
    try {
      let report: ImportReport | undefined;
      await writeOwn(id, async (sink) => {
        report = await work(sink, importing.signal);
      });
      this.known = undefined;
      const card = await loadCard(id, readOwn);
      return report ? ok({ card, report }) : err({ code: 'failed', details: {} });
    } catch (error) {
      if (importing.signal.aborted) return err({ code: 'cancelled', details: {} });
      if (error instanceof ImportError)
        return err({ code: error.code, details: error.details, ...(error.report ? { report: error.report } : {}) });
      return err({ code: 'failed', details: { reason: error instanceof Error ? error.message : String(error) } });
    }
  }
}

const shares = (onProgress: (share: number) => void) => {
  let last = 0;
  return (done: number, total: number) => {
    const share = total > 0 ? done / total : 1;
    // a message each percent is enough
    if (share - last < 0.01 && share < 1) return;
    last = share;
    onProgress(share);
  };
};

async function filesOf(path: string, file: File): Promise<PictureFile[]> {
  if (!/\.zip$/i.test(path)) return [{ path, bytes: async () => new Uint8Array(await file.arrayBuffer()) }];
  try {
    return await unzipPictures(new Uint8Array(await file.arrayBuffer()));
  } catch {
    throw new ImportError('pictures', { classes: 0, files: 1 });
  }
}

const sourceOf = (file: File): ByteSource => ({
  name: file.name,
  size: file.size,
  async *stream() {
    const reader = file.stream().getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
  },
});

const page = (places: Uint32Array, { from, count }: LookRequest): Uint32Array => places.slice(from, from + count);

/** The examples at `places` after all steps. */
function finished(
  data: LoadedDataset,
  places: Uint32Array,
  plan: Plan,
  entries: readonly StepStatisticsEntry[],
  augment: (column: string, values: Extract<Column['data'], ArrayBufferView>) => void,
): Samples {
  const columns = data.columns.map((column): Column => {
    const picked = pick(column, places);
    if (isNumbers(picked)) augment(picked.spec.name, picked.data);
    return afterModel(picked, plan, entries);
  });
  return samples(
    columns,
    Uint32Array.from(places, (_, i) => i),
    places.length,
  );
}

function samples(columns: readonly Column[], places: Uint32Array, count: number): Samples {
  const row = (place: number): SampleValue[] =>
    columns.map(({ spec, data }) => {
      if (!ArrayBuffer.isView(data)) return data[place] ?? '';
      const size = elementsOf(spec);
      return Float32Array.from(data.subarray(place * size, (place + 1) * size));
    });
  return { columns: columns.map(({ spec }) => spec), count, rows: Array.from(places, row) };
}

function balanceOf(raw: LoadedDataset, split: { train: Uint32Array; validation: Uint32Array }): Look['balance'] {
  const target = targetClasses(raw);
  const classes = target?.spec.classes ?? [];
  const count = (part: Exclude<DataPart, 'test'>): number[] => {
    const counts = classes.map(() => 0);
    for (const place of split[part]) {
      const label = Number(target?.data[place] ?? -1);
      if (label in counts) counts[label] = (counts[label] ?? 0) + 1;
    }
    return counts;
  };
  return { classes, train: count('train'), validation: count('validation') };
}
