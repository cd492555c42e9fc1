import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LivePictures } from './livePictures';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function setUp(cost: number) {
  const state = { wanted: true, shown: 0, asked: 0 };
  const pictures = new LivePictures({
    inspect: async () => {
      state.asked++;
      await new Promise((resolve) => setTimeout(resolve, cost));
      return [];
    },
    show: () => {
      state.shown++;
    },
    wanted: () => state.wanted,
    now: () => Date.now(),
  });
  /** Steps of training, one every 5 ms. */
  const train = async (ms: number) => {
    for (let t = 0; t < ms; t += 5) {
      pictures.wake();
      await vi.advanceTimersByTimeAsync(5);
    }
  };
  return { state, pictures, train };
}

it('takes at most four pictures a second, however often it is woken', async () => {
  const { state, train } = setUp(1);
  await train(2000);
  expect(state.shown).toBeGreaterThanOrEqual(7);
  expect(state.shown).toBeLessThanOrEqual(8);
});

it('takes fewer where one is dear', async () => {
  const { state, train } = setUp(50);
  await train(5000);
  expect(state.shown).toBeLessThanOrEqual(5);
  expect(state.shown).toBeGreaterThanOrEqual(3);
});

it('asks for none that nobody wants, and throws away one that came too late', async () => {
  const { state, train } = setUp(20);
  await train(260);
  expect(state.asked).toBe(1);
  state.wanted = false;
  await train(1000);
  expect(state).toMatchObject({ asked: 1, shown: 0 });
});
