import { proxy } from 'comlink';
import type { DataApi, ImportOutcome } from '../protocol/data';
import { WorkerHandle } from './workerHandle';

const defaultWorker = (): Worker =>
  new Worker(new URL('../data.worker.ts', import.meta.url), { type: 'module', name: 'data' });

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

  importPictures(...[files, options, onProgress]: Parameters<DataApi['importPictures']>): Promise<ImportOutcome> {
    return this.connect().call((data) => data.importPictures(files, options, proxy(onProgress)));
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
