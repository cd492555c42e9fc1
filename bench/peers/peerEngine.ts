import {
  type Engine,
  type EngineOptions,
  FIRST_LOSSES,
  type Loaded,
  type MemoryUse,
  type Turn,
} from '../engines/engine';
import { BATCHES, type Batch, batchesOf, startOf } from '../models/model';
import { modelOf } from '../models/registry';
import type { CreateTrainer, PeerTrainer } from './trainer';

/** Milliseconds after which a slow library tells no more losses of its first steps. */
const SLOW = 10_000;

/** A library as an engine. */
export class PeerEngine implements Engine {
  private trainer: PeerTrainer | undefined;
  private batches: Batch[][] = [];
  private done = 0;

  constructor(
    private readonly begin: (options: EngineOptions) => Promise<string>,
    private readonly create: CreateTrainer,
    private readonly readMemory: () => Promise<MemoryUse>,
  ) {}

  open(options: EngineOptions): Promise<string> {
    return this.begin(options);
  }

  async load(id: string): Promise<Loaded> {
    const model = modelOf(id);
    const start = startOf(model);
    this.batches = batchesOf(model);
    this.done = 0;
    const from = performance.now();
    this.trainer = await this.create(model, start);
    const losses = [await this.step()];
    const compileMs = performance.now() - from;
    while (losses.length < FIRST_LOSSES && performance.now() - from < SLOW) losses.push(await this.step());
    return { compileMs, losses, stepsPerCall: 1 };
  }

  async steps(count: number): Promise<Turn> {
    const turn: Turn = { times: [], losses: [] };
    for (let i = 0; i < count; i++) {
      const start = performance.now();
      turn.losses.push(await this.step());
      turn.times.push(performance.now() - start);
    }
    return turn;
  }

  memory(): Promise<MemoryUse> {
    return this.readMemory();
  }

  private async step(): Promise<number> {
    if (!this.trainer) throw new Error('no model');
    return this.trainer.step(this.batches[this.done++ % BATCHES] ?? []);
  }
}
