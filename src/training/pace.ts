const window = 48;

/** How long a step takes of late. The median does not mind a stall now and then. */
export class Pace {
  private readonly recent: number[] = [];
  private readonly all: number[] = [];

  /** A call of `steps` steps took `ms`. */
  add(ms: number, steps: number): void {
    this.recent.push(ms / steps);
    if (this.recent.length > window) this.recent.shift();
    for (let i = 0; i < steps; i++) if (this.all.length < 1_000_000) this.all.push(ms / steps);
  }

  /** Median of the last calls, 0 before the first. */
  get msPerStep(): number {
    return median(this.recent);
  }

  /** Median over all steps. */
  get medianOfAll(): number {
    return median(this.all);
  }

  /** Steps take `ms` from now on: something changed that makes them faster or slower. */
  restart(ms: number): void {
    this.recent.splice(0, this.recent.length, ms);
  }
}

export function median(values: readonly number[]): number {
  if (values.length === 0) return 0;
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}
