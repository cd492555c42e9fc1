import { describe, expect, it } from 'vitest';
import type { CurvePoint } from '../document/checkpoint';
import { BestKeeper } from './earlyStopping';

const rule = { patience: 2, minDelta: 0.1, restoreBest: true };
const vector = (step: number) => async () => Float32Array.of(step);

type Values = Omit<CurvePoint, 'step'>;
const curveOf = (values: readonly Values[]): CurvePoint[] => values.map((value, i) => ({ step: i + 1, ...value }));
const lossCurve = (losses: readonly number[]) => curveOf(losses.map((loss) => ({ loss, metrics: {} })));

async function run(points: readonly CurvePoint[], keeper: BestKeeper): Promise<BestKeeper> {
  for (const point of points) await keeper.offer(point, vector(point.step));
  return keeper;
}

const fed = (losses: readonly number[], keeper = new BestKeeper(rule, [], undefined)) => run(lossCurve(losses), keeper);

describe('early stopping', () => {
  it('keeps the best epoch and gives up after the patience', async () => {
    const keeper = await fed([1, 0.5, 0.45, 0.6]);
    expect(keeper.best).toEqual({ step: 2, loss: 0.5, parameters: Float32Array.of(2) });
    expect(keeper.exhausted).toBe(true);
    expect(keeper.restored).toBe(keeper.best);
  });

  it('waits anew after an improvement of more than the least', async () => {
    const keeper = await fed([1, 0.95, 0.5, 0.6]);
    expect(keeper.exhausted).toBe(false);
    expect(keeper.best?.step).toBe(3);
  });

  it('goes on from a checkpoint as if never stopped', async () => {
    const first = await fed([1, 1.2]);
    const second = new BestKeeper(rule, lossCurve([1, 1.2]), first.best);
    await second.offer({ step: 3, loss: 1.1, metrics: {} }, vector(3));
    expect(second.exhausted).toBe(true);
    expect(second.best?.step).toBe(1);
  });

  it('waits once more where the run had given up before', () => {
    expect(new BestKeeper(rule, lossCurve([1, 1, 1]), undefined).exhausted).toBe(false);
  });

  it('does nothing without a rule', async () => {
    const keeper = await fed([1, 2, 3, 4], new BestKeeper(undefined, [], undefined));
    expect([keeper.best, keeper.exhausted, keeper.restored]).toEqual([undefined, false, undefined]);
  });
});

describe('early stopping by a metric', () => {
  // the loss goes on falling; the accuracy is best at 3, 0.85 is not better than 0.9 by more than 0.02, nor is 0.91
  const curve = curveOf([
    { loss: 1, metrics: { accuracy: 0.5, perplexity: 9 } },
    { loss: 0.8, metrics: { accuracy: 0.7, perplexity: 5 } },
    { loss: 0.6, metrics: { accuracy: 0.9, perplexity: 7 } },
    { loss: 0.4, metrics: { accuracy: 0.85, perplexity: 6 } },
    { loss: 0.2, metrics: { accuracy: 0.91, perplexity: 4.99 } },
  ]);
  const by = (metric: string) => ({ patience: 2, minDelta: 0.02, restoreBest: true, metric });

  it('keeps the epoch where more is better, whatever the loss does', async () => {
    const keeper = await run(curve, new BestKeeper(by('accuracy'), [], undefined));
    const metric = { name: 'accuracy', value: 0.9 };
    expect(keeper.restored).toEqual({ step: 3, loss: 0.6, metric, parameters: Float32Array.of(3) });
    expect(keeper.exhausted).toBe(true);
  });

  it('and where less is better', async () => {
    const keeper = await run(curve.slice(0, 4), new BestKeeper(by('perplexity'), [], undefined));
    expect(keeper.best).toMatchObject({ step: 2, metric: { name: 'perplexity', value: 5 } });
    expect(keeper.exhausted).toBe(true);
  });

  it('goes on from a checkpoint as if never stopped', async () => {
    const first = await run(curve.slice(0, 4), new BestKeeper(by('accuracy'), [], undefined));
    expect(first.exhausted).toBe(false);
    const second = await run(curve.slice(4), new BestKeeper(by('accuracy'), curve.slice(0, 4), first.best));
    expect(second.best?.step).toBe(3);
    expect(second.exhausted).toBe(true);
  });

  it('what was kept by the loss is not the best by a metric, nor the other way round', async () => {
    const first = await run(curve.slice(0, 1), new BestKeeper(rule, [], undefined));
    const second = new BestKeeper(by('accuracy'), curve.slice(0, 1), first.best);
    expect(second.best).toBeUndefined();
    await second.offer({ step: 2, loss: 2, metrics: { accuracy: 0.4 } }, vector(2));
    expect(second.best?.step).toBe(2);
    expect(new BestKeeper(rule, curve.slice(0, 2), second.best).best).toBeUndefined();
  });

  it('a value that could not be measured is never better', async () => {
    const auc = curveOf([Number.NaN, 0.6, Number.NaN].map((value) => ({ loss: 1, metrics: { auc: value } })));
    const keeper = await run(auc, new BestKeeper(by('auc'), [], undefined));
    expect(keeper.best?.metric).toEqual({ name: 'auc', value: 0.6 });
  });
});
