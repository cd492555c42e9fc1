import { describe, expect, it } from 'vitest';
import { Rng } from '../core/rng';
import { Builder } from '../ir/builder';
import type { ColumnSpec } from '../layers/columns';
import { planSteps, type StepSpec } from '../layers/steps/registry';
import type { StepStatisticsEntry } from '../layers/steps/statistics';
import { interpret } from '../testing/reference/interpret';
import { tensor } from '../testing/reference/tensor';
import { gather } from './batches';
import {
  type Column,
  isNumbers,
  type LoadedDataset,
  type NumberArray,
  type NumberColumn,
  numberColumn,
} from './dataset';
import { applyHostSteps, augmentOf, concatExamples, fitSteps, learns, pickExamples } from './pipeline';
import { readFrom } from './readFrom';
import { hostStepOf } from './steps/registry';
import { loadWordPiece } from './steps/wordPiece';

const step = (column: string, type: StepSpec['type'], params: StepSpec['params'] = {}): StepSpec => ({
  column,
  type,
  params,
});
const set = (...columns: Column[]): LoadedDataset => {
  const [first] = columns;
  const size = first?.spec.shape.reduce((a, b) => a * b, 1) ?? 1;
  return { count: (first?.data.length ?? 0) / size, columns };
};
const numbers = (name: string, shape: number[], data: NumberArray, more: Partial<ColumnSpec> = {}): Column => ({
  spec: { name, kind: 'features', dtype: 'float32', shape, ...more },
  data,
});
const texts = (...data: string[]): Column => ({ spec: { name: 'text', kind: 'text', dtype: 'text', shape: [] }, data });
const planFor = (data: LoadedDataset, steps: StepSpec[]) =>
  planSteps(
    data.columns.map(({ spec }) => spec),
    steps,
  );
const run = (data: LoadedDataset, steps: StepSpec[]) => {
  const plan = planFor(data, steps);
  expect(plan.problems).toEqual([]);
  const entries = fitSteps(data, plan, {});
  return { plan, entries, data: applyHostSteps(data, plan, entries, {}) };
};
const values = (data: LoadedDataset, name: string) => [...numberColumn(data, name).data];

describe('a step of the model gives on the host what it gives in the graph', () => {
  const rng = new Rng(3);
  const bytes = Uint8Array.from({ length: 4 * 3 * 5 * 4 }, () => rng.int(256));
  const picture = numbers('x', [3, 5, 4], bytes, { kind: 'picture', dtype: 'uint8' });
  const rows = Float32Array.from({ length: 6 * 3 }, (_, i) => (i % 5 === 2 ? Number.NaN : 10 * rng.normal()));
  const table = numbers('x', [3], rows);
  const labels: Column = {
    spec: { name: 'x', kind: 'class', dtype: 'int32', shape: [], classes: ['a', 'b', 'c'] },
    data: Int32Array.of(2, 0, -1, 2, 1),
  };
  const cases: [string, Column, StepSpec[]][] = [
    ['scale', picture, [step('x', 'scale')]],
    ['normalise, given', picture, [step('x', 'scale'), step('x', 'normalise', { mean: 0.25, std: 0.5 })]],
    ['normalise, learned', picture, [step('x', 'scale'), step('x', 'normalise', { fitted: true })]],
    ['grayscale', picture, [step('x', 'scale'), step('x', 'grayscale')]],
    ['resize, larger', picture, [step('x', 'resize', { height: 8, width: 7 })]],
    ['resize, smaller', picture, [step('x', 'scale'), step('x', 'resize', { height: 3, width: 2 })]],
    ['missing, mean', table, [step('x', 'missing')]],
    ['missing, a value', table, [step('x', 'missing', { method: 'value', value: -3 })]],
    ['missing, most frequent class', labels, [step('x', 'missing', { method: 'mostFrequent' })]],
    ['standardise', table, [step('x', 'missing'), step('x', 'standardise')]],
    ['one-hot', labels, [step('x', 'oneHot')]],
  ];
  it.each(cases)('%s', (_, column, steps) => {
    const data = set(column);
    const plan = planFor(data, steps);
    expect(plan.problems).toEqual([]);
    const entries = fitSteps(data, plan, {});
    const onHost = plan.steps.reduce((now, planned) => {
      const statistics = entries.find((entry) => entry.step === planned.index)?.values;
      const [made] = hostStepOf(planned.spec.type).apply(now, planned.params, {
        statistics,
        outputs: planned.outputs,
        tools: {},
      });
      return { spec: planned.outputs[0] as ColumnSpec, data: made as NumberArray };
    }, column);
    const inGraph = throughGraph(column as NumberColumn, plan, entries);
    const found = [...(onHost.data as NumberArray)];
    expect(found.length).toBe(inGraph.length);
    for (const [i, value] of found.entries()) expect(value).toBeCloseTo(inGraph[i] as number, 4);
    expect(found.some((value) => value !== found[0])).toBe(true);
  });
});

function throughGraph(
  column: NumberColumn,
  plan: ReturnType<typeof planSteps>,
  entries: StepStatisticsEntry[],
): number[] {
  const b = new Builder();
  const { spec, data } = column;
  const count = data.length / spec.shape.reduce((x, y) => x * y, 1);
  const dims = [count, ...spec.shape];
  const dtype = spec.kind === 'picture' ? 'float32' : (spec.dtype as 'int32' | 'float32');
  const input = b.input('in', { dtype, shape: dims });
  const out = plan.steps.reduce(
    (value, { def, params, index, column: before }) =>
      def.lower?.(b, value, before, params, entries.find((entry) => entry.step === index)?.values) ?? value,
    input,
  );
  const { out: result } = interpret(b.graph({ out }), { in: tensor(dtype, dims, [...data]) });
  return [...(result?.data ?? [])].map(Number);
}

describe('statistics', () => {
  const table = (...data: number[]) => set(numbers('x', [2], Float32Array.from(data)));
  it('are those of the training examples, what is missing left out', () => {
    const { entries } = run(table(1, 10, 3, Number.NaN, 5, 30), [step('x', 'standardise')]);
    expect(entries).toHaveLength(1);
    expect(entries[0]?.values.mean).toEqual([3, 20]);
    expect(entries[0]?.values.std).toEqual([Math.sqrt(8 / 3), 10]);
  });
  it('of a constant column do not divide by zero', () => {
    const { entries } = run(table(7, 1, 7, 2), [step('x', 'standardise')]);
    expect(entries[0]?.values.std).toEqual([1, 0.5]);
  });
  it('of a step see what the steps before it made', () => {
    const { entries } = run(table(1, 0, Number.NaN, 0, 4, 0, 4, 0), [
      step('x', 'missing', { method: 'mostFrequent' }),
      step('x', 'standardise'),
    ]);
    expect(entries.map(({ values: { fill, mean } }) => fill ?? mean)).toEqual([
      [4, 0],
      [3.25, 0],
    ]);
  });
  it('go through the examples in parts without a difference', () => {
    const rng = new Rng(9);
    const pixels = Uint8Array.from({ length: 700 * 4 }, () => rng.int(256));
    const { entries } = run(set(numbers('x', [1, 2, 2], pixels, { kind: 'picture', dtype: 'uint8' })), [
      step('x', 'scale'),
      step('x', 'normalise', { fitted: true }),
    ]);
    const mean = pixels.reduce((a, b) => a + b, 0) / pixels.length / 255;
    expect(entries[0]?.values.mean?.[0]).toBeCloseTo(mean, 6);
  });
  it('are asked for only where a step learns', () => {
    const plan = (...steps: StepSpec[]) =>
      planSteps([{ name: 'x', kind: 'picture', dtype: 'uint8', shape: [1, 2, 2] }], steps);
    expect(learns(plan(step('x', 'scale'), step('x', 'normalise')))).toBe(false);
    expect(learns(plan(step('x', 'scale'), step('x', 'normalise', { fitted: true })))).toBe(true);
  });
});

describe('text', () => {
  it('words: the most frequent first, rare ones unknown, cut and padded', () => {
    const data = set(texts('the cat sat', 'The cat!', "the cat's dog sat down"));
    const { data: out, entries } = run(data, [
      step('text', 'lowerCase'),
      step('text', 'tokenise', { limit: 8, minCount: 2, length: 5 }),
    ]);
    expect(entries[0]?.values.vocabulary).toEqual(['the', 'cat', 'sat']);
    expect(values(out, 'text')).toEqual([4, 5, 6, 0, 0, 4, 5, 1, 0, 0, 4, 1, 1, 6, 1]);
  });
  it('characters with ends, padding in front', () => {
    const { data: out } = run(set(texts('ab', 'a')), [
      step('text', 'tokenise', { unit: 'characters', limit: 10, length: 5, ends: true, padding: 'start' }),
    ]);
    expect(values(out, 'text')).toEqual([0, 2, 4, 5, 3, 0, 0, 2, 4, 3]);
  });
  it('the next token: pieces and the same one further on', () => {
    const { data: out } = run(set(texts('abcdefg')), [step('text', 'nextToken', { limit: 20, length: 3, stride: 2 })]);
    expect(values(out, 'x')).toEqual([4, 5, 6, 6, 7, 8]);
    expect(values(out, 'y')).toEqual([5, 6, 7, 7, 8, 9]);
    expect(out.count).toBe(2);
  });
  it('teacher forcing: the start token in front of one, the end token behind the other', () => {
    const { data: out } = run(set(texts('ab', 'b')), [step('text', 'teacherForcing', { limit: 9, length: 4 })]);
    expect(values(out, 'textIn')).toEqual([2, 5, 4, 0, 2, 4, 0, 0]);
    expect(values(out, 'text')).toEqual([5, 4, 3, 0, 4, 3, 0, 0]);
  });
  it('skip-grams: a neighbour first, then words drawn at random, the same each time', () => {
    const words = Array.from(
      { length: 400 },
      (_, i) => ['one', 'two', 'three', 'four', 'five', 'six'][(i * 7) % 6],
    ).join(' ');
    const steps = [step('text', 'skipGrams', { limit: 20, minCount: 1, window: 1, negatives: 2 })];
    const { data: out } = run(set(texts(words)), steps);
    expect(out.count).toBeGreaterThan(20);
    expect(run(set(texts(words)), steps).data).toEqual(out);
    expect(values(out, 'y').slice(0, 6)).toEqual([1, 0, 0, 1, 0, 0]);
    for (const id of [...values(out, 'word'), ...values(out, 'context')]) expect(id >= 4 && id < 10).toBe(true);
  });
  it('WordPiece: the numbers that BERT was trained with', async () => {
    const wordPiece = await loadWordPiece(readFrom('public/data'));
    expect(wordPiece('Hello, world!')).toEqual([7592, 1010, 2088, 999]);
    expect(wordPiece('unaffable')).toEqual([14477, 20961, 3468]);
    expect(wordPiece('Café 你好')).toEqual([7668, 100, 100].map((id, i) => (i === 0 ? id : wordPiece('你好')[i - 1])));
    const data = set(texts('Hello', 'hello world, hello'));
    const plan = planFor(data, [step('text', 'tokenise', { unit: 'wordPiece', length: 5, ends: true })]);
    const out = applyHostSteps(data, plan, fitSteps(data, plan, { wordPiece }), { wordPiece });
    expect(values(out, 'text')).toEqual([101, 7592, 102, 0, 0, 101, 7592, 2088, 1010, 102]);
    expect(plan.columns[0]?.vocabulary).toBe(30_522);
  });
});

describe('rows', () => {
  it('with something missing go, and so do those of the other columns', () => {
    const y: Column = { spec: { name: 'y', kind: 'class', dtype: 'uint8', shape: [] }, data: Uint8Array.of(7, 8, 9) };
    const { data } = run(set(numbers('x', [2], Float32Array.of(1, 2, 3, Number.NaN, 5, 6)), y), [
      step('x', 'missing', { method: 'drop' }),
    ]);
    expect(data.count).toBe(2);
    expect([values(data, 'x'), values(data, 'y')]).toEqual([
      [1, 2, 5, 6],
      [7, 9],
    ]);
  });
  it('minus rows before them, the first ones gone', () => {
    const { data } = run(set(numbers('x', [1], Float32Array.of(1, 4, 9, 16))), [step('x', 'differences', { lag: 2 })]);
    expect(values(data, 'x')).toEqual([8, 12]);
  });
  it('in windows, with what comes next', () => {
    const rows = Float32Array.from({ length: 14 }, (_, i) => (i % 2 === 0 ? i / 2 : 100 + i));
    const { data } = run(set(numbers('features', [2], rows)), [
      step('features', 'windows', { length: 3, horizon: 2, of: 1, stride: 2 }),
    ]);
    expect(data.count).toBe(2);
    expect(values(data, 'x').slice(6, 12)).toEqual([2, 105, 3, 107, 4, 109]);
    expect(values(data, 'y')).toEqual([3, 4, 5, 6]);
  });
  it('too few rows make no example', () => {
    const { data } = run(set(numbers('x', [1], Float32Array.of(1, 2))), [step('x', 'windows', { length: 5 })]);
    expect(data.count).toBe(0);
  });
});

describe('augmentation', () => {
  const side = 6;
  const x: NumberColumn = {
    spec: { name: 'x', kind: 'picture', dtype: 'uint8', shape: [1, side, side] },
    data: Uint8Array.from({ length: 8 * side * side }, (_, i) => (i * 53) % 256),
  };
  const batchOf = (steps: StepSpec[], at: { seed: number; step: number; batch: number }, places: number[]) => {
    const augment = augmentOf(planSteps([x.spec], steps));
    const into = new Uint8Array(places.length * side * side);
    gather(x, Uint32Array.from(places), into);
    augment?.('x', into, at);
    return into;
  };
  const all = [0, 1, 2, 3, 4, 5, 6, 7];
  const every = [
    step('x', 'flip'),
    step('x', 'rotate', { degrees: 20 }),
    step('x', 'shift', { pixels: 2 }),
    step('x', 'noise'),
  ];

  it('depends on seed and step; several steps a call change nothing', () => {
    const whole = batchOf(every, { seed: 5, step: 10, batch: 4 }, all);
    const first = batchOf(every, { seed: 5, step: 10, batch: 4 }, all.slice(0, 4));
    const second = batchOf(every, { seed: 5, step: 11, batch: 4 }, all.slice(4));
    expect([...whole]).toEqual([...first, ...second]);
    expect(batchOf(every, { seed: 6, step: 10, batch: 4 }, all)).not.toEqual(whole);
    expect(batchOf([], { seed: 5, step: 10, batch: 4 }, all)).toEqual(x.data);
  });
  it('flips about half of the pictures, and only flips', () => {
    const out = batchOf([step('x', 'flip')], { seed: 1, step: 0, batch: 8 }, all);
    let flipped = 0;
    for (let i = 0; i < 8; i++) {
      const [now, old] = [out, x.data as Uint8Array].map((data) => [...data.subarray(i * 36, (i + 1) * 36)]) as [
        number[],
        number[],
      ];
      const mirrored = old.map((_, p) => old[p - (p % side) + side - 1 - (p % side)]);
      if (String(now) === String(mirrored)) flipped++;
      else expect(now).toEqual(old);
    }
    expect(flipped).toBeGreaterThan(1);
    expect(flipped).toBeLessThan(7);
  });
  it('turning by nothing and shifting by nothing leave pictures alone; noise stays within bytes', () => {
    const still = [
      step('x', 'rotate', { degrees: 0 }),
      step('x', 'shift', { pixels: 0 }),
      step('x', 'noise', { strength: 0 }),
    ];
    expect(batchOf(still, { seed: 1, step: 0, batch: 8 }, all)).toEqual(x.data);
    const noisy = batchOf([step('x', 'noise', { strength: 1 })], { seed: 1, step: 0, batch: 8 }, all);
    expect(noisy.filter((value) => value === 0 || value === 255).length).toBeGreaterThan(50);
  });
});

it('picks and joins examples, texts too', () => {
  const data = set(numbers('x', [2], Float32Array.of(1, 2, 3, 4, 5, 6)), texts('a', 'b', 'c'));
  const [odd, even] = [pickExamples(data, Uint32Array.of(2, 0)), pickExamples(data, Uint32Array.of(1))];
  expect(odd.columns.map((column) => (isNumbers(column) ? [...column.data] : column.data))).toEqual([
    [5, 6, 1, 2],
    ['c', 'a'],
  ]);
  const joined = concatExamples(odd, even);
  expect(joined.count).toBe(3);
  expect(joined.columns[1]?.data).toEqual(['c', 'a', 'b']);
  expect(values(joined, 'x')).toEqual([5, 6, 1, 2, 3, 4]);
});
