import { describe, expect, it } from 'vitest';
import { BestKeeper } from './earlyStopping';

const rule = { patience: 2, minDelta: 0.1, restoreBest: true };
const vector = (step: number) => async () => Float32Array.of(step);

async function fed(losses: readonly number[], keeper = new BestKeeper(rule, [], undefined)): Promise<BestKeeper> {
  for (const [i, loss] of losses.entries()) await keeper.offer(i + 1, loss, vector(i + 1));
  return keeper;
}

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
    const second = new BestKeeper(rule, [1, 1.2], first.best);
    await second.offer(3, 1.1, vector(3));
    expect(second.exhausted).toBe(true);
    expect(second.best?.step).toBe(1);
  });

  it('waits once more where the run had given up before', () => {
    expect(new BestKeeper(rule, [1, 1, 1], undefined).exhausted).toBe(false);
  });

  it('does nothing without a rule', async () => {
    const keeper = await fed([1, 2, 3, 4], new BestKeeper(undefined, [], undefined));
    expect([keeper.best, keeper.exhausted, keeper.restored]).toEqual([undefined, false, undefined]);
  });
});
