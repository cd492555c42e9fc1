import type { Batch, BenchModel } from '../models/model';

/** What a peer's trainer does for a model. */
export interface PeerTrainer {
  /** One step on a batch; the loss summed over the phases. Rejects with the peer's own words. */
  step(batch: readonly Batch[]): Promise<number>;
}

export type CreateTrainer = (model: BenchModel, start: ReadonlyMap<string, Float32Array>) => Promise<PeerTrainer>;
