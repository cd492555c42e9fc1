import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { Rng } from '../core/rng';
import { catalogue } from '../layers/catalogue';
import { isNumbers, type LoadedDataset, numberColumn } from './dataset';
import { motifPatterns, motifs } from './generated/motifs';
import { generate, isGenerated } from './generated/registry';
import { loadCard, loadDataset } from './loader';
import { readFrom } from './readFrom';

const fetchBytes = readFrom('public/data');
const shipped = catalogue.filter(({ onDemand }) => !onDemand);

test.each(shipped.map((entry) => [entry.id, entry] as const))(
  '%s: its card, and columns as the catalogue says',
  async (id, entry) => {
    const card = await loadCard(id, fetchBytes);
    expect(card.columns).toEqual(entry.columns);
    expect(card.licence).not.toBe('');
    if (!isGenerated(id)) {
      expect(card.citation.length).toBeGreaterThan(20);
      expect(card.source).toMatch(/^https?:/);
    }
    const splits = [
      [await loadDataset(id, { split: 'train', full: true }, fetchBytes), card.counts.train],
      [await loadDataset(id, { split: 'test', full: true }, fetchBytes), card.counts.test],
    ] as const;
    for (const [data, count] of splits) {
      expect(data.count).toBe(count);
      for (const { spec, data: values } of data.columns) {
        expect(values, spec.name).toHaveLength(count * spec.shape.reduce((a, b) => a * b, 1));
        if (spec.classes && isNumbers({ spec, data: values })) {
          const found = new Set(Array.from(values, Number));
          for (const label of found)
            expect(label >= -1 && label < spec.classes.length, `${spec.name} ${label}`).toBe(true);
          if (spec.target) expect([...found].sort((a, b) => a - b)).toEqual(spec.classes.map((_, i) => i));
        }
      }
    }
  },
);

const texts = (data: LoadedDataset, name: string) =>
  data.columns.find(({ spec }) => spec.name === name)?.data as string[];
const load = (id: string, split: 'train' | 'test') => loadDataset(id, { split, full: true }, fetchBytes);

test('train and test have no name, review, chapter in common', async () => {
  for (const id of ['names', 'mobyDick']) {
    const [train, held] = [texts(await load(id, 'train'), 'text'), texts(await load(id, 'test'), 'text')];
    expect(held.filter((text) => new Set(train).has(text))).toEqual([]);
  }
  const [train, held] = [texts(await load('names', 'train'), 'text'), texts(await load('names', 'test'), 'text')];
  expect(new Set([...train, ...held]).size).toBe(train.length + held.length);
});

test('missing values stay missing: NaN, and -1 for a class', async () => {
  const [train, held] = [await load('penguins', 'train'), await load('penguins', 'test')];
  const missing = (name: string, is: (value: number) => boolean) =>
    [train, held].reduce((sum, data) => sum + [...numberColumn(data, name).data].filter(is).length, 0);
  expect(missing('features', Number.isNaN)).toBe(8);
  expect(missing('sex', (value) => value === -1)).toBe(11);
  expect(missing('island', (value) => value === -1)).toBe(0);
});

test('the book is in order, the characters few', async () => {
  const train = texts(await load('mobyDick', 'train'), 'text');
  expect(train[0]?.slice(0, 60)).toContain('CHAPTER 1');
  expect(train[0]).toContain('Call me Ishmael. Some years ago--never mind');
  expect(new Set(train.join('')).size).toBeLessThan(90);
  expect((await load('mobyDick', 'train')).ordered).toBe(true);
});

const digest = ({ columns }: LoadedDataset): string => {
  const hash = createHash('sha256');
  for (const column of columns)
    hash.update(isNumbers(column) ? new Uint8Array(column.data.buffer) : JSON.stringify(column.data));
  return hash.digest('hex');
};

test('generated data are the same each time, and differ between the splits', () => {
  for (const { id, group } of catalogue) {
    if (group !== 'generated') continue;
    const [once, again, held] = [generate(id, 'train'), generate(id, 'train'), generate(id, 'test')];
    expect(digest(again)).toBe(digest(once));
    expect(digest(held)).not.toBe(digest(once));
  }
});

test('every written date reads back as its ISO form', () => {
  const data = generate('dates', 'test');
  const [written, iso] = [texts(data, 'written'), texts(data, 'iso')];
  expect(new Set(iso.map((text) => text.length))).toEqual(new Set([10]));
  for (const [i, text] of written.entries()) {
    const [year = '', month = '', day = ''] = (iso[i] ?? '').split('-');
    expect(text).toContain(year);
    expect(text).toMatch(new RegExp(`(^|\\D)0?${Number(day)}(\\D|$)`));
    if (/[a-z]{3}/i.test(text)) continue;
    const parts = text.split(/[./-]/).map(Number);
    const order =
      text.includes('.') || text.includes('-')
        ? [day, month, year]
        : /^\d{4}/.test(text)
          ? [year, month, day]
          : [month, day, year];
    expect(parts).toEqual(order.map(Number));
  }
});

test('a matched filter finds every motif: the noise leaves no doubt', () => {
  const { x, y } = motifs.generate(500, new Rng(1), new Rng(2)) as { x: Float32Array; y: Uint8Array };
  const patterns = motifPatterns(new Rng(2));
  const scoreAt = (start: number, pattern: Float32Array) =>
    pattern.reduce((sum, value, k) => sum + value * (x[start + k] as number), 0) / Math.hypot(...pattern);
  for (let i = 0; i < 500; i++) {
    const scores = patterns.map((pattern) =>
      Math.max(...Array.from({ length: 8 }, (_, t) => scoreAt((i * 10 + t) * 64, pattern))),
    );
    expect(scores.indexOf(Math.max(...scores))).toBe(y[i]);
  }
});
