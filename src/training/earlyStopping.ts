import { isHigherBetter } from '../core/metrics';
import type { BestEpoch, CurvePoint } from '../document/checkpoint';

export interface EarlyStopping {
  /** Epochs without a better value that are waited for. */
  readonly patience: number;
  /** The metric that is watched; a loss unless said. */
  readonly metric?: string | undefined;
  /** The phase whose loss is watched; the first unless said. */
  readonly phase?: number | undefined;
  /** By how much a value must be better to count. */
  readonly minDelta: number;
  /** Ends with the parameters of the best epoch. */
  readonly restoreBest: boolean;
}

/** Loss of a phase at a point of a curve. */
export function lossOf({ loss, losses }: Pick<CurvePoint, 'loss' | 'losses'>, phase = 0): number {
  return losses?.[phase] ?? loss;
}

/** What the rule watches at a point, turned so that lower is better; NaN, which is never better, where it was not measured. */
function costOf({ metric, phase }: EarlyStopping, point: CurvePoint): number {
  if (metric === undefined) return lossOf(point, phase);
  const value = point.metrics[metric] ?? Number.NaN;
  return isHigherBetter(metric) ? -value : value;
}

/** Watches the validation curve: keeps the best parameters, and says when nothing better came for too long. */
export class BestKeeper {
  private kept: BestEpoch | undefined;
  /** Of what is kept; lower is better. */
  private lowest = Number.POSITIVE_INFINITY;
  private waited = 0;

  /** @param points of the validation curve so far, oldest first; `best` what an earlier part of the run kept */
  constructor(
    private readonly rule: EarlyStopping | undefined,
    points: readonly CurvePoint[],
    best: BestEpoch | undefined,
  ) {
    this.kept = best;
    if (!rule) return;
    let lowest = Number.POSITIVE_INFINITY;
    for (const point of points) {
      const cost = costOf(rule, point);
      const better = cost < lowest - rule.minDelta;
      if (better) lowest = cost;
      this.waited = better ? 0 : this.waited + 1;
    }
    // a run that is asked to go on after it had given up waits once more
    if (this.exhausted) this.waited = 0;
    // what was best by another measure is not the best by this one
    if (best?.metric?.name !== rule.metric) this.kept = undefined;
    else if (best) this.lowest = costOf(rule, pointOf(best));
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

  /** Takes in a point of the validation curve; reads the parameters only where they are the best so far. */
  async offer(point: CurvePoint, parameters: () => Promise<Float32Array>): Promise<void> {
    if (!this.rule) return;
    const { metric, phase, minDelta } = this.rule;
    const cost = costOf(this.rule, point);
    if (!(cost < this.lowest - minDelta)) {
      this.waited++;
      return;
    }
    this.waited = 0;
    this.lowest = cost;
    const watched =
      metric === undefined ? {} : { metric: { name: metric, value: point.metrics[metric] ?? Number.NaN } };
    this.kept = { step: point.step, loss: lossOf(point, phase), ...watched, parameters: await parameters() };
  }
}

/** The point of the curve where the best parameters were kept; the loss is that of the watched phase. */
function pointOf({ step, loss, metric }: BestEpoch): CurvePoint {
  return { step, loss, metrics: metric ? { [metric.name]: metric.value } : {} };
}
