import { proxy } from 'comlink';
import type { DataApi, ImportOutcome, PageFile } from '../protocol/data';
import { WorkerHandle } from './workerHandle';

const defaultWorker = (): Worker =>
  new Worker(new URL('../data.worker.ts', import.meta.url), { type: 'module', name: 'data' });

/** A file takes about 0.2 ms to post, the first ones 1 ms: Chromium looks it up on the disk. */
const FILES_AT_ONCE = 32;

/** Looks at data sets and imports new ones off the main thread. Every call rejects with `WorkerDied` where the worker could not start or ran out of memory. */
export class DataClient implements DataApi {
  private handle: WorkerHandle<DataApi> | undefined;

  constructor(private readonly createWorker: () => Worker = defaultWorker) {}

  card(...args: Parameters<DataApi['card']>): ReturnType<DataApi['card']> {
    return this.connect().call((data) => data.card(...args));
  }

  look(...args: Parameters<DataApi['look']>): ReturnType<DataApi['look']> {
    return this.connect().call((data) => data.look(...args));
  }

  own(): ReturnType<DataApi['own']> {
    return this.connect().call((data) => data.own());
  }

  remove(id: string): Promise<void> {
    return this.connect().call((data) => data.remove(id));
  }

  guessTable(...args: Parameters<DataApi['guessTable']>): ReturnType<DataApi['guessTable']> {
    return this.connect().call((data) => data.guessTable(...args));
  }

  importTable(...[file, options, onProgress]: Parameters<DataApi['importTable']>): Promise<ImportOutcome> {
    return this.connect().call((data) => data.importTable(file, options, proxy(onProgress)));
  }

  async bring(files: readonly PageFile[], begin: boolean): Promise<void> {
    // thousands of files at once would hold up the page
    for (let start = 0; start < Math.max(1, files.length); start += FILES_AT_ONCE)
      await this.connect().call((data) => data.bring(files.slice(start, start + FILES_AT_ONCE), begin && start === 0));
  }

  overview(): ReturnType<DataApi['overview']> {
    return this.connect().call((data) => data.overview());
  }

  importPictures(...[options, onProgress]: Parameters<DataApi['importPictures']>): Promise<ImportOutcome> {
    return this.connect().call((data) => data.importPictures(options, proxy(onProgress)));
  }

  importTexts(...[options, onProgress]: Parameters<DataApi['importTexts']>): Promise<ImportOutcome> {
    return this.connect().call((data) => data.importTexts(options, proxy(onProgress)));
  }

  collection(id: string): ReturnType<DataApi['collection']> {
    return this.connect().call((data) => data.collection(id));
  }

  saveCollection(...args: Parameters<DataApi['saveCollection']>): ReturnType<DataApi['saveCollection']> {
    return this.connect().call((data) => data.saveCollection(...args));
  }

  importCifar10(...[files, onProgress]: Parameters<DataApi['importCifar10']>): Promise<ImportOutcome> {
    return this.connect().call((data) => data.importCifar10(files, proxy(onProgress)));
  }

  async cancel(): Promise<void> {
    await this.handle?.call((data) => data.cancel());
  }

  private connect(): WorkerHandle<DataApi> {
    this.handle ??= new WorkerHandle<DataApi>(this.createWorker(), () => {
      this.handle = undefined;
    });
    return this.handle;
  }
}
