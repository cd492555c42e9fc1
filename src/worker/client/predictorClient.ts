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
  private readonly models = new Map<string, Uint8Array>();

  constructor(private readonly createWorker: () => Worker = defaultWorker) {}

  load(bytes: Uint8Array, slot = 'main'): Promise<Result<PredictorInfo, readonly Diagnostic[]>> {
    this.models.set(slot, bytes);
    return this.connect().call((predictor) => predictor.load(bytes, slot));
  }

  /** Rejects with `WorkerDied` where the worker dies of it. */
  async run(
    feeds: Readonly<Record<string, HostTensor>>,
    slot = 'main',
  ): Promise<Result<Prediction, readonly Diagnostic[]>> {
    if (!this.handle) {
      for (const [name, bytes] of this.models) {
        const loaded = await this.load(bytes, name);
        if (!loaded.ok) return loaded;
      }
    }
    return this.connect().call((predictor) => predictor.run(feeds, slot));
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
