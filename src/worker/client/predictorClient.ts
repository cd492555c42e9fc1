import type { Diagnostic } from '../../core/diagnostic';
import type { Result } from '../../core/result';
import type { HostTensor } from '../../core/tensor';
import type { Prediction, PredictorApi, PredictorInfo } from '../protocol';
import { WorkerHandle } from './workerHandle';

const defaultWorker = (): Worker =>
  new Worker(new URL('../predictor.worker.ts', import.meta.url), { type: 'module', name: 'predictor' });

/** Runs exported files in a worker of its own. After a death the model of then is loaded again by itself. */
export class PredictorClient implements PredictorApi {
  private handle: WorkerHandle<PredictorApi> | undefined;
  private model: Uint8Array | undefined;

  constructor(private readonly createWorker: () => Worker = defaultWorker) {}

  load(bytes: Uint8Array): Promise<Result<PredictorInfo, readonly Diagnostic[]>> {
    this.model = bytes;
    return this.connect().call((predictor) => predictor.load(bytes));
  }

  /** Rejects with `WorkerDied` where the worker dies of it. */
  async run(feeds: Readonly<Record<string, HostTensor>>): Promise<Result<Prediction, readonly Diagnostic[]>> {
    if (!this.handle && this.model) {
      const loaded = await this.load(this.model);
      if (!loaded.ok) return loaded;
    }
    return this.connect().call((predictor) => predictor.run(feeds));
  }

  dispose(): void {
    this.handle?.dispose();
    this.handle = undefined;
  }

  private connect(): WorkerHandle<PredictorApi> {
    this.handle ??= new WorkerHandle<PredictorApi>(this.createWorker(), () => {
      this.handle = undefined;
    });
    return this.handle;
  }
}
