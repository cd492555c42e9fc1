import { describe, expect, it } from 'vitest';
import { finishMetric, isShare, metrics } from './metrics';

/** Means over examples of the rows that a layer would declare. */
const means = (rows: readonly (readonly number[])[]): number[] =>
  (rows[0] ?? []).map((_, i) => rows.reduce((sum, row) => sum + (row[i] ?? 0), 0) / rows.length);

const oneHot = (index: number, size: number) => Array.from({ length: size }, (_, i) => (i === index ? 1 : 0));

/** Rows of precision, recall and F1 for pairs of [label, answer]. */
const classRows = (pairs: readonly (readonly [number, number])[], classes: number) =>
  pairs.map(([label, answer]) => [
    ...oneHot(label, classes).map((hit, i) => (i === answer ? hit : 0)),
    ...oneHot(answer, classes),
    ...oneHot(label, classes),
  ]);

describe('metrics', () => {
  // sklearn.metrics, average='macro': labels 0 0 0 1 1 2, answers 0 0 1 1 2 2
  const pairs = [[0, 0], [0, 0], [0, 1], [1, 1], [1, 2], [2, 2]] as const; // biome-ignore format: pairs

  it('precision, recall and F1 are means over the classes', () => {
    const found = means(classRows(pairs, 3));
    expect(finishMetric('precision', found)).toBeCloseTo((1 + 1 / 2 + 1 / 2) / 3, 12);
    expect(finishMetric('recall', found)).toBeCloseTo((2 / 3 + 1 / 2 + 1) / 3, 12);
    expect(finishMetric('f1', found)).toBeCloseTo((4 / 5 + 1 / 2 + 2 / 3) / 3, 12);
  });

  it('a class that never occurs does not count, one that is never found counts as 0', () => {
    expect(finishMetric('f1', means(classRows(pairs, 5)))).toBeCloseTo((4 / 5 + 1 / 2 + 2 / 3) / 3, 12);
    const blind = means(
      classRows(
        [
          [0, 0],
          [1, 0],
        ],
        2,
      ),
    );
    expect(finishMetric('precision', blind)).toBeCloseTo(1 / 4, 12);
    expect(finishMetric('recall', blind)).toBeCloseTo(1 / 2, 12);
  });

  it('AUC is the share of pairs in the right order, ties half', () => {
    const rows = (scored: readonly (readonly [bin: number, positive: 0 | 1])[]) =>
      scored.map(([bin, positive]) => [...oneHot(positive ? bin : -1, 4), ...oneHot(positive ? -1 : bin, 4)]);
    const auc = (scored: Parameters<typeof rows>[0]) => finishMetric('auc', means(rows(scored)));
    expect(auc([[3, 1], [2, 1], [1, 0], [0, 0]])).toBe(1); // biome-ignore format: pairs
    expect(auc([[0, 1], [3, 0]])).toBe(0); // biome-ignore format: pairs
    // pairs: 2 > 1, 2 = 2, 0 < 1, 0 < 2
    expect(auc([[2, 1], [0, 1], [1, 0], [2, 0]])).toBeCloseTo(1.5 / 4, 12); // biome-ignore format: pairs
    expect(auc([[2, 1]])).toBeNaN();
  });

  it('R2, root mean square and perplexity of all examples, not means of batches', () => {
    const targets = [1, 2, 4, 9];
    const answers = [1.5, 2, 3, 8];
    const rows = targets.map((y, i) => [y, y * y, (y - (answers[i] ?? 0)) ** 2]);
    expect(finishMetric('r2', means(rows))).toBeCloseTo(1 - 2.25 / 38, 12);
    const two = rows.map(([y = 0, square = 0, error = 0]) => [y, 2 * y, square, 4 * square, error, 0]);
    expect(finishMetric('r2', means(two))).toBeCloseTo((1 - 2.25 / 38 + 1) / 2, 12);
    expect(finishMetric('rootMeanSquaredError', [2.25 / 4])).toBeCloseTo(0.75, 12);
    expect(finishMetric('perplexity', [Math.log(7)])).toBeCloseTo(7, 12);
  });

  it('any other name is the mean itself', () => {
    expect(finishMetric('accuracy', [0.25])).toBe(0.25);
    expect(finishMetric('toString', [0.5])).toBe(0.5);
    expect(Object.keys(metrics).filter(isShare)).toEqual([
      'accuracy',
      'exactMatch',
      'topKAccuracy',
      'precision',
      'recall',
      'f1',
      'auc',
    ]);
    expect(isShare('constructor')).toBe(false);
  });
});
