import type { ExporterApi } from '../protocol';
import { WorkerHandle } from './workerHandle';

const defaultWorker = (): Worker =>
  new Worker(new URL('../exporter.worker.ts', import.meta.url), { type: 'module', name: 'exporter' });

/** Exports off the main thread, in a worker of its own, so that a run is not disturbed. */
export class ExporterClient implements ExporterApi {
  private handle: WorkerHandle<ExporterApi> | undefined;

  constructor(private readonly createWorker: () => Worker = defaultWorker) {}

  /** Rejects with `WorkerDied` where the worker could not start or ran out of memory. */
  exportModel(...args: Parameters<ExporterApi['exportModel']>): ReturnType<ExporterApi['exportModel']> {
    return this.connect().call((exporter) => exporter.exportModel(...args));
  }

  testRows(...args: Parameters<ExporterApi['testRows']>): ReturnType<ExporterApi['testRows']> {
    return this.connect().call((exporter) => exporter.testRows(...args));
  }

  lexicons(...args: Parameters<ExporterApi['lexicons']>): ReturnType<ExporterApi['lexicons']> {
    return this.connect().call((exporter) => exporter.lexicons(...args));
  }

  encode(...args: Parameters<ExporterApi['encode']>): ReturnType<ExporterApi['encode']> {
    return this.connect().call((exporter) => exporter.encode(...args));
  }

  dispose(): void {
    this.handle?.dispose();
    this.handle = undefined;
  }

  private connect(): WorkerHandle<ExporterApi> {
    this.handle ??= new WorkerHandle<ExporterApi>(this.createWorker(), () => {
      this.handle = undefined;
    });
    return this.handle;
  }
}
