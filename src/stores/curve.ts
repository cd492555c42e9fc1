/** Consecutive steps of one curve, summed up by values that really occurred. */
export interface Bucket {
  /** First and last step in it. */
  readonly first: number;
  readonly last: number;
  readonly count: number;
  readonly sum: number;
  /** The smallest and the largest value, each with the step it occurred at. */
  readonly min: number;
  readonly minStep: number;
  readonly max: number;
  readonly maxStep: number;
}

/** Points of a line: steps and values, equally long. */
export interface Line {
  readonly steps: number[];
  readonly values: number[];
}

/** Twice as many points as a wide chart has pixels; past it, neighbours merge two by two. */
const CAPACITY = 2048;

/**
 * A curve of any length in bounded memory. Nothing in it is interpolated: of every bucket it keeps the extremes with the
 * whole steps they occurred at, and the exact mean.
 */
export class Curve {
  private buckets: Bucket[] = [];
  /** Steps a full bucket holds. */
  private span = 1;
  private lastStep = 0;
  private lastValue = Number.NaN;

  constructor(private readonly capacity = CAPACITY) {}

  get size(): number {
    return this.buckets.length;
  }

  /** The newest point, or undefined. */
  get latest(): { readonly step: number; readonly value: number } | undefined {
    return this.size === 0 ? undefined : { step: this.lastStep, value: this.lastValue };
  }

  /** Adds the value of a later step; values that are not finite and steps already seen are left out. */
  add(step: number, value: number): void {
    if (!Number.isFinite(value) || (this.size > 0 && step <= this.lastStep)) return;
    this.lastStep = step;
    this.lastValue = value;
    const single = {
      first: step,
      last: step,
      count: 1,
      sum: value,
      min: value,
      minStep: step,
      max: value,
      maxStep: step,
    };
    const tail = this.buckets.at(-1);
    if (tail && tail.count < this.span) this.buckets[this.size - 1] = merge(tail, single);
    else this.buckets.push(single);
    if (this.size > this.capacity) this.halve();
  }

  /** Forgets everything. */
  clear(): void {
    this.buckets = [];
    this.span = 1;
    this.lastStep = 0;
    this.lastValue = Number.NaN;
  }

  /** The raw line: of every bucket its extremes at the steps they occurred, in order. */
  raw(): Line {
    const line: Line = { steps: [], values: [] };
    for (const bucket of this.buckets) {
      const minFirst = bucket.minStep <= bucket.maxStep;
      push(line, minFirst ? bucket.minStep : bucket.maxStep, minFirst ? bucket.min : bucket.max);
      if (bucket.minStep === bucket.maxStep) continue;
      push(line, minFirst ? bucket.maxStep : bucket.minStep, minFirst ? bucket.max : bucket.min);
    }
    return line;
  }

  /**
   * Exponential moving average without start-up bias (Kingma & Ba 2015, section 3), at the last step of every bucket:
   * s_t = β s_{t-1} + (1 - β) v_t, shown as s_t / (1 - β^t). β^n stands for a bucket that reaches n steps further, so
   * thinning does not change how strongly it smooths. β = 0 gives the mean of each bucket.
   */
  smooth(beta: number): Line {
    const line: Line = { steps: [], values: [] };
    let average = 0;
    let weight = 0;
    let before = (this.buckets[0]?.first ?? 1) - 1;
    for (const { last, count, sum } of this.buckets) {
      const keep = beta ** (last - before);
      before = last;
      average = keep * average + (1 - keep) * (sum / count);
      weight = keep * weight + (1 - keep);
      push(line, last, average / weight);
    }
    return line;
  }

  private halve(): void {
    const merged: Bucket[] = [];
    for (let i = 0; i < this.buckets.length; i += 2) {
      const left = this.buckets[i] as Bucket;
      const right = this.buckets[i + 1];
      merged.push(right ? merge(left, right) : left);
    }
    this.buckets = merged;
    this.span *= 2;
  }
}

function push(line: Line, step: number, value: number): void {
  line.steps.push(step);
  line.values.push(value);
}

/** Two neighbours as one. */
function merge(a: Bucket, b: Bucket): Bucket {
  const low = b.min < a.min ? b : a;
  const high = b.max > a.max ? b : a;
  return {
    first: a.first,
    last: b.last,
    count: a.count + b.count,
    sum: a.sum + b.sum,
    min: low.min,
    minStep: low.minStep,
    max: high.max,
    maxStep: high.maxStep,
  };
}
