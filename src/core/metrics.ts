/**
 * What is measured beside the loss. A layer declares numbers for each example; their means over all examples are what a metric
 * is made of, so that any number of batches of any size give the metric of them all.
 */
export type MetricName = keyof typeof metrics;

interface Metric {
  /** Which of two values is the better one. */
  readonly better: 'higher' | 'lower';
  /** A share of 1, written in percent. */
  readonly share?: true;
  /** The metric of the means, in the order the layer declares them; the one mean itself unless said otherwise. */
  readonly of?: (means: readonly number[]) => number;
}

export const metrics = {
  accuracy: { better: 'higher', share: true },
  exactMatch: { better: 'higher', share: true },
  topKAccuracy: { better: 'higher', share: true },
  precision: {
    better: 'higher',
    share: true,
    of: (means) => macro(means, ({ hit, predicted }) => ratio(hit, predicted)),
  },
  recall: { better: 'higher', share: true, of: (means) => macro(means, ({ hit, actual }) => ratio(hit, actual)) },
  f1: {
    better: 'higher',
    share: true,
    of: (means) => macro(means, ({ hit, predicted, actual }) => ratio(2 * hit, predicted + actual)),
  },
  auc: { better: 'higher', share: true, of: areaUnderCurve },
  absoluteError: { better: 'lower' },
  rootMeanSquaredError: { better: 'lower', of: ([square = Number.NaN]) => Math.sqrt(square) },
  r2: { better: 'higher', of: determination },
  perplexity: { better: 'lower', of: ([nats = Number.NaN]) => Math.exp(nats) },
} as const satisfies Readonly<Record<string, Metric>>;

const known: Readonly<Record<string, Metric>> = metrics;
const metricOf = (name: string): Metric | undefined => (Object.hasOwn(known, name) ? known[name] : undefined);

/** The metric of the means over examples of what a layer declared for it. */
export function finishMetric(name: string, means: readonly number[]): number {
  return metricOf(name)?.of?.(means) ?? means[0] ?? Number.NaN;
}

/** Whether a metric is a share of 1. */
export function isShare(name: string): boolean {
  return metricOf(name)?.share ?? false;
}

/** Whether more of a metric is better. */
export function isHigherBetter(name: string): boolean {
  return metricOf(name)?.better !== 'lower';
}

interface ClassShares {
  readonly hit: number;
  readonly predicted: number;
  readonly actual: number;
}

const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

/** Mean over the classes that occur, as labels or as answers: means [hits of N classes, answers of N, labels of N]. */
function macro(means: readonly number[], of: (shares: ClassShares) => number): number {
  const classes = means.length / 3;
  const scores: number[] = [];
  for (let i = 0; i < classes; i++) {
    const shares = { hit: means[i] ?? 0, predicted: means[classes + i] ?? 0, actual: means[2 * classes + i] ?? 0 };
    if (shares.predicted + shares.actual > 0) scores.push(of(shares));
  }
  return ratio(
    scores.reduce((sum, score) => sum + score, 0),
    scores.length,
  );
}

/**
 * How often a positive scores above a negative, equal ones counting half: means [positives in each of N bins of the score,
 * lowest first, negatives in each]. NaN where one of the two is missing.
 */
function areaUnderCurve(means: readonly number[]): number {
  const bins = means.length / 2;
  let [below, won, positives] = [0, 0, 0];
  for (let i = 0; i < bins; i++) {
    const [positive, negative] = [means[i] ?? 0, means[bins + i] ?? 0];
    won += positive * (below + negative / 2);
    below += negative;
    positives += positive;
  }
  return won / (positives * below);
}

/** 1 - squared error / variance, the mean over D numbers: means [y of D, y^2 of D, squared error of D]. */
function determination(means: readonly number[]): number {
  const count = means.length / 3;
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const [mean, square, error] = [means[i] ?? 0, means[count + i] ?? 0, means[2 * count + i] ?? 0];
    sum += 1 - error / (square - mean * mean);
  }
  return sum / count;
}
