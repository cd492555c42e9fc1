import type { NetDocument } from '../../document/schema';
import type { PlannerApi } from '../protocol/plan';
import { WorkerHandle } from './workerHandle';

const defaultWorker = (): Worker =>
  new Worker(new URL('../planner.worker.ts', import.meta.url), { type: 'module', name: 'planner' });

/** Compiles training steps to see what they cost. A worker a question: what it took is free again after the answer. */
export class PlannerClient implements PlannerApi {
  constructor(private readonly createWorker: () => Worker = defaultWorker) {}

  /** Rejects with `WorkerDied` where the worker could not start or ran out of memory. */
  async memoryPlan(document: NetDocument): ReturnType<PlannerApi['memoryPlan']> {
    const handle = new WorkerHandle<PlannerApi>(this.createWorker(), () => {});
    try {
      return await handle.call((planner) => planner.memoryPlan(document));
    } finally {
      handle.dispose();
    }
  }
}
