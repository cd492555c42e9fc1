import type { BestEpoch, CurvePoint } from '../document/checkpoint';

export interface EarlyStopping {
  /** Epochs without a better validation loss that are waited for. */
  readonly patience: number;
  /** The phase whose loss is watched; the first unless said. */
  readonly phase?: number | undefined;
  /** By how much a loss must fall to be better. */
  readonly minDelta: number;
  /** Ends with the parameters of the best epoch. */
  readonly restoreBest: boolean;
}

/** Loss of a phase at a point of a curve. */
export function lossOf({ loss, losses }: Pick<CurvePoint, 'loss' | 'losses'>, phase = 0): number {
  return losses?.[phase] ?? loss;
}

/** Watches the validation loss: keeps the best parameters, and says when nothing better came for too long. */
export class BestKeeper {
  private kept: BestEpoch | undefined;
  private waited = 0;

  /** @param losses validation losses so far, oldest first; `best` what an earlier part of the run kept */
  constructor(
    private readonly rule: EarlyStopping | undefined,
    losses: readonly number[],
    best: BestEpoch | undefined,
  ) {
    this.kept = best;
    let lowest = Number.POSITIVE_INFINITY;
    for (const loss of losses) {
      const better = this.improves(loss, lowest);
      if (better) lowest = loss;
      this.waited = better ? 0 : this.waited + 1;
    }
    // a run that is asked to go on after it had given up waits once more
    if (this.exhausted) this.waited = 0;
  }

  get best(): BestEpoch | undefined {
    return this.kept;
  }

  /** The run should end. */
  get exhausted(): boolean {
    return this.rule !== undefined && this.waited >= this.rule.patience;
  }

  /** What to end with instead of the last parameters, if anything. */
  get restored(): BestEpoch | undefined {
    return this.rule?.restoreBest ? this.kept : undefined;
  }

  /** Takes in the loss after `step`; reads the parameters only where they are the best so far. */
  async offer(step: number, loss: number, parameters: () => Promise<Float32Array>): Promise<void> {
    if (!this.rule) return;
    if (!this.improves(loss, this.kept?.loss ?? Number.POSITIVE_INFINITY)) {
      this.waited++;
      return;
    }
    this.waited = 0;
    this.kept = { step, loss, parameters: await parameters() };
  }

  private improves(loss: number, lowest: number): boolean {
    return loss < lowest - (this.rule?.minDelta ?? 0);
  }
}
