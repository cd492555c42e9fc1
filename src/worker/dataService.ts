import type { Diagnostic } from '../core/diagnostic';
import { err, ok, type Result } from '../core/result';
import { CIFAR_BYTES, cifarParts, packCifar10, readCifarBinary } from '../data/cifar10';
import {
  type Column,
  DataError,
  type DatasetCard,
  isNumbers,
  type LoadedDataset,
  targetClasses,
} from '../data/dataset';
import { readCollection, writeCollection } from '../data/import/collection';
import type { Brought } from '../data/import/files';
import { guessTable } from '../data/import/guess';
import { type DecodePicture, importPictures } from '../data/import/pictures';
import { Findings, ImportError, type ImportReport } from '../data/import/report';
import type { ByteSource } from '../data/import/source';
import { importTable } from '../data/import/table';
import { importTexts } from '../data/import/texts';
import { type FetchBytes, loadCard, loadDataset } from '../data/loader';
import { listOwn, readOwn, removeOwn, withOwn, writeOwn } from '../data/opfs';
import type { DatasetSink } from '../data/pack';
import { afterModel, pick } from '../data/pipeline';
import { withFirstData } from '../document/dataSources';
import { elementsOf } from '../layers/columns';
import type { Plan } from '../layers/steps/registry';
import type { StepStatisticsEntry } from '../layers/steps/statistics';
import { dataNodeOf, type LoadedTraining, loadTrainingData } from './engine/data';
import { engineDiagnostic } from './engine/diagnostics';
import { gather, overviewOf } from './pageFiles';
import type {
  BroughtOverview,
  DataApi,
  DataPart,
  ImportFailure,
  ImportOutcome,
  Look,
  LookRequest,
  PageFile,
  Samples,
  SampleValue,
} from './protocol/data';

const empty = { train: 0, validation: 0, test: 0 };

/** What the worker of the data room does. */
export class DataService implements DataApi {
  private known:
    | { readonly key: string; readonly data: Promise<Result<LoadedTraining, readonly Diagnostic[]>> }
    | undefined;
  private importing: AbortController | undefined;
  private given: PageFile[] = [];
  private brought: Promise<Brought> | undefined;

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

  /** The last data set looked at stays in memory; what failed is tried anew. */
  private async load({ document, dataUrl }: LookRequest, fetchBytes: FetchBytes) {
    const node = dataNodeOf(document);
    const key = JSON.stringify([dataUrl, node?.node.params, document.training.seed, document.training.validation]);
    if (this.known?.key !== key) this.known = { key, data: loadTrainingData(withFirstData(document), { fetchBytes }) };
    const { known } = this;
    const loaded = await known.data;
    if (!loaded.ok && this.known === known) this.known = undefined;
    return loaded;
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
      const hooks = { signal, onProgress: shares(onProgress) };
      const { report } = await importTable(sourceOf(file), options, sink, hooks);
      return { report };
    });
  }

  async bring(files: readonly PageFile[], begin: boolean): Promise<void> {
    if (begin) {
      this.given = [];
      this.brought = undefined;
    }
    this.given.push(...files);
  }

  async overview(): Promise<Result<BroughtOverview, ImportFailure>> {
    try {
      return ok(overviewOf(await this.allBrought()));
    } catch (error) {
      return err(failureOf(error));
    }
  }

  /** Folders and archives are gone through once. */
  private allBrought(): Promise<Brought> {
    this.brought ??= gather(this.given);
    return this.brought;
  }

  importPictures(...[options, onProgress]: Parameters<DataApi['importPictures']>): Promise<ImportOutcome> {
    return this.take(options.id, async (sink, signal) => {
      const hooks = { signal, onProgress: shares(onProgress) };
      const { report } = await importPictures(await this.allBrought(), options, this.decode, sink, hooks);
      return { report };
    });
  }

  importTexts(...[options, onProgress]: Parameters<DataApi['importTexts']>): Promise<ImportOutcome> {
    return this.take(options.id, async (sink, signal) => {
      const hooks = { signal, onProgress: shares(onProgress) };
      const { report } = await importTexts(await this.allBrought(), options, sink, hooks);
      return { report };
    });
  }

  async collection(id: string) {
    try {
      return ok(await readCollection(id, readOwn));
    } catch (error) {
      return err([engineDiagnostic(error)]);
    }
  }

  saveCollection(...[collected, options]: Parameters<DataApi['saveCollection']>) {
    return this.take(options.id, (sink, signal) => writeCollection(collected, options, sink, { signal }));
  }

  importCifar10(...[files, onProgress]: Parameters<DataApi['importCifar10']>): Promise<ImportOutcome> {
    return this.take('my-cifar10', async (sink, signal) => {
      const byName = new Map(files.map((file) => [file.name, file]));
      const wrong = cifarParts.find((name) => byName.get(`${name}.bin`)?.size !== CIFAR_BYTES);
      if (wrong) throw new ImportError('cifar', { file: `${wrong}.bin` });
      await packCifar10(
        sink,
        async (name) => {
          signal.throwIfAborted();
          const bytes = await byName.get(`${name}.bin`)?.arrayBuffer();
          const part = bytes && readCifarBinary(new Uint8Array(bytes));
          if (!part) throw new ImportError('cifar', { file: `${name}.bin` });
          return part;
        },
        shares(onProgress),
      );
      const count = cifarParts.length * 10_000;
      return { report: new Findings().report({ rows: count, kept: count }) };
    });
  }

  async cancel(): Promise<void> {
    this.importing?.abort();
  }

  private async take<T extends { readonly report: ImportReport }>(
    id: string,
    work: (sink: DatasetSink, signal: AbortSignal) => Promise<T>,
  ): Promise<Result<T & { readonly card: DatasetCard }, ImportFailure>> {
    this.importing?.abort();
    const importing = new AbortController();
    this.importing = importing;
    try {
      let done: T | undefined;
      await writeOwn(id, async (sink) => {
        done = await work(sink, importing.signal);
      });
      this.known = undefined;
      const card = await loadCard(id, readOwn);
      return done ? ok({ ...done, card }) : err({ code: 'failed', details: {} });
    } catch (error) {
      return err(importing.signal.aborted ? { code: 'cancelled', details: {} } : failureOf(error));
    }
  }
}

function failureOf(error: unknown): ImportFailure {
  if (error instanceof ImportError)
    return { code: error.code, details: error.details, ...(error.report ? { report: error.report } : {}) };
  return { code: 'failed', details: { reason: error instanceof Error ? error.message : String(error) } };
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
