import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { answersOf, commandLine, root, Trainings } from './accuracy.fixture';
import { accuracyRuns, meets } from './accuracyBars';

const folder = mkdtempSync(join(tmpdir(), 'netloom-accuracy-'));
afterAll(() => rmSync(folder, { recursive: true }));
const trainings = new Trainings(folder);

/** 139 MB, fetched on demand: `npm run -s netloom -- data cifar10`. */
const isThere = (template: string) =>
  !template.startsWith('cifar') || existsSync(join(root, 'public/data/cifar10/index.json'));

/** Milliseconds. The photographs take ten minutes on two quiet cores, and many times that on busy ones. */
const longest = 4 * 3600 * 1000;

describe('templates reach their numbers', () => {
  for (const { template, args, bars } of accuracyRuns)
    it.skipIf(!isThere(template))([template, ...args].join(' '), { timeout: longest }, async () => {
      const { scores, cost } = await trainings.train(template, args);
      console.log([template, ...args].join(' '), JSON.stringify({ ...scores, ...cost }));
      for (const bar of bars) {
        const other = 'above' in bar ? await trainings.train(bar.above.template, bar.above.args) : undefined;
        const score = scores[bar.score];
        expect(meets(bar, score, other?.scores[bar.score]), `${bar.score} ${score}: ${JSON.stringify(bar)}`).toBe(true);
      }
    });
});

it('the file of mnist-cnn answers as the trainer did', async () => {
  const run = await trainings.train('mnist-cnn', ['--epochs', '3']);
  expect(run.scores.examples).toBe(10_000);
  const golden = JSON.parse(readFileSync(join(run.folder, 'golden.json'), 'utf8'));
  expect(golden.cases).toHaveLength(8);
  for (const { inputs, outputs } of golden.cases) {
    const { type, dims, data } = inputs.image;
    const image = { dtype: type, dims, data: Uint8Array.from(data) };
    const values = await answersOf(run.folder, { image }, 'probabilities');
    const furthest = Math.max(...values.map((value, i) => Math.abs(value - outputs.probabilities.data[i])));
    expect(furthest).toBeLessThanOrEqual(1e-5);
  }
});

it('the same seed gives the same loss to the last bit, another seed another', async () => {
  const short = (seed: string) => commandLine('train', 'mnist-cnn', '--steps', '40', '--seed', seed);
  const [first, second, other] = [await short('1'), await short('1'), await short('2')];
  expect(second.loss).toBe(first.loss);
  expect(second.test).toEqual(first.test);
  expect(other.loss).not.toBe(first.loss);
});
