import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { HostTensor } from '../../core/tensor';
import { DataError } from '../../data/dataset';
import { writeExamples } from '../../data/import/write';
import { type FetchBytes, loadDataset } from '../../data/loader';
import type { NetDocument } from '../../document/schema';
import { bertSentiment } from '../../document/templates/bertSentiment';
import { charGpt } from '../../document/templates/charGpt';
import { forecast } from '../../document/templates/forecast';
import { gruNames } from '../../document/templates/gruNames';
import { mnistMlp } from '../../document/templates/mnistMlp';
import { placeData } from '../../document/templates/parts';
import { penguins } from '../../document/templates/penguins';
import { seq2seqDates } from '../../document/templates/seq2seqDates';
import { twoTables, twoTexts } from '../../document/twoSources.fixture';
import { loadTrainingData } from './data';
import { Trials } from './trial';

const data = fileURLToPath(new URL('../../../public/data/', import.meta.url));
const fromDisk: FetchBytes = async (path) => {
  if (!existsSync(data + path)) throw new DataError('data.fetch', path, 'not there');
  return new Uint8Array(readFileSync(data + path));
};
const bytesOf = (tensor: HostTensor | undefined) => Array.from(tensor?.data ?? [], Number);
const trials = new Trials(() => fromDisk);
const asked = (document: NetDocument) => ({ document, dataUrl: '/', statistics: undefined });
const rowsOf = async (document: NetDocument, from: number, count = 1) => {
  const result = await trials.testRows(asked(document), from, count);
  if (!result.ok) throw new Error(result.error[0]?.message);
  return result.value;
};
const encodedBy = async (document: NetDocument, column: string, text: string) => {
  const result = await trials.encode(asked(document), column, text);
  if (!result.ok) throw new Error(result.error[0]?.message);
  return result.value;
};

describe('testRows', () => {
  it('gives the official test digits, raw, counted around', async () => {
    const { count, fed } = await rowsOf(mnistMlp.create(), 0);
    expect(count).toBe(10_000);
    expect(fed.y?.data[0]).toBe(7); // the first digit of t10k-labels
    expect(fed.x?.dims).toEqual([1, 1, 28, 28]);
    expect(Math.max(...bytesOf(fed.x))).toBe(255);
    expect((await rowsOf(mnistMlp.create(), 10_000)).fed).toEqual(fed);
    expect(Array.from((await rowsOf(mnistMlp.create(), -1, 3)).fed.y?.data ?? [], Number)).toEqual([6, 7, 2]);
  });

  it('gives tables as they are stored: scaling is the model’s', async () => {
    const { raw, fed } = await rowsOf(penguins.create(), 0, 5);
    expect(raw.columns.map(({ name }) => name)).toEqual(['features', 'island', 'sex', 'y']);
    expect(raw.rows).toHaveLength(5);
    const [first] = raw.rows;
    const features = [...(first?.[0] ?? [])];
    expect(features).toEqual(bytesOf(fed.features).slice(0, 4));
    expect(features[3]).toBeGreaterThan(2000); // grams
  });

  it('gives the columns of every data node, under the names that the model has them under', async () => {
    const { fed, scales } = await rowsOf(twoTables(), 3);
    expect(bytesOf(fed['dataset_2:features'])).toEqual(bytesOf(fed.features));
    expect(bytesOf(fed['dataset_2:island'])).toEqual(bytesOf(fed.island));
    expect(Object.keys(scales)).toEqual(['features']);
    const texts = await rowsOf(twoTexts(), 0, 2);
    expect([texts.fed.text?.dims, texts.fed['dataset_2:text']?.dims]).toEqual([
      [2, 40],
      [2, 60],
    ]);
    const letters = await encodedBy(twoTexts(), 'dataset_2:text', 'good');
    expect(letters.pieces.map(({ text }) => text)).toEqual(['g', 'o', 'o', 'd']);
    expect((await encodedBy(twoTexts(), 'text', 'good')).pieces.map(({ text }) => text)).toEqual(['good']);
  });

  it('gives the windows that steps make, without rows that they no longer are', async () => {
    const { raw, fed, count } = await rowsOf(forecast.create(), 0, 2);
    expect(raw.rows).toEqual([]);
    expect(fed.x?.dims).toEqual([2, 30, 4]);
    expect(fed.y?.dims).toEqual([2, 1]);
    expect(count).toBeGreaterThan(100);
    // the target of a window is what the next window ends with
    expect(fed.x?.data[(2 * 30 - 1) * 4]).toBe(fed.y?.data[0]);
  });

  it('reads a data set of one’s own again once it was brought again', async () => {
    const files = new Map<string, Uint8Array>();
    const iris = await loadDataset('iris', { split: 'train', full: true }, fromDisk);
    const bring = (prefix: string, test: readonly number[]) => {
      const write = async (file: string, bytes: Uint8Array) => void files.set(`my-iris/${file}`, bytes);
      const parts = { train: Uint32Array.of(0, 1), test: Uint32Array.from(test) };
      return writeExamples({ prefix, write }, iris, parts, { id: 'my-iris', name: 'Iris', source: 'iris.csv' });
    };
    const own = new Trials(() => async (path) => files.get(path) ?? fromDisk(path));
    const node = placeData('dataset_1', 'iris', [0, 0], { dataset: 'my-iris', steps: [] });
    const features = async () => {
      const rows = await own.testRows(asked({ ...mnistMlp.create(), nodes: [node], edges: [] }), 0, 3);
      return rows.ok && Array.from(rows.value.fed.features?.data ?? [], Number);
    };
    const rows = (...places: number[]) =>
      places.flatMap((place) => Array.from(iris.columns[0]?.data.slice(4 * place, 4 * place + 4) ?? [], Number));
    await bring('a-', [3, 4, 5]);
    expect(await features()).toEqual(rows(3, 4, 5));
    await bring('b-', [60, 61, 62]);
    expect(await features()).toEqual(rows(60, 61, 62));
  });

  it('says what is missing, and tries again when asked again', async () => {
    let online = false;
    const own = new Trials(() => async (path) => {
      if (!online) throw new DataError('data.fetch', path, 'no connection');
      return fromDisk(path);
    });
    const offline = await own.testRows(asked(mnistMlp.create()), 0, 1);
    expect(!offline.ok && offline.error[0]).toMatchObject({ code: 'data.fetch', nodeId: 'dataset_1' });
    online = true;
    expect((await own.testRows(asked(mnistMlp.create()), 0, 1)).ok).toBe(true);
    const blank = await own.testRows(asked({ ...mnistMlp.create(), nodes: [] }), 0, 1);
    expect(!blank.ok && blank.error[0]?.code).toBe('data.none');
  });
});

describe('encode', () => {
  it('cuts a text as the examples were cut, by the vocabulary of the training part', async () => {
    const document = gruNames.create();
    const { pieces, row, kept } = await encodedBy(document, 'text', 'Aña✿');
    expect(pieces.map(({ text }) => text)).toEqual(['a', 'ñ', 'a', '✿']);
    expect(pieces.map(({ unknown }) => unknown)).toEqual([false, true, false, true]);
    expect(kept).toBe(4);
    expect(row?.dims).toEqual([1, 16]);
    expect(Array.from(row?.data ?? [], Number).slice(0, 5)).toEqual([...pieces.map(({ id }) => id), 0]);
    const trained = await loadTrainingData(document, { fetchBytes: fromDisk });
    const words = trained.ok ? trained.value.statistics?.[0]?.entries[0]?.values.vocabulary : undefined;
    const lexicons = await trials.lexicons(asked(document));
    expect(lexicons.ok && lexicons.value[0]?.tokens.slice(4)).toEqual(words);
    const given = { ...asked(document), statistics: trained.ok ? trained.value.statistics : undefined };
    expect(await trials.encode(given, 'text', 'Aña✿')).toEqual({
      ok: true,
      value: { pieces, row, kept, padding: 'end' },
    });
  });

  it('gives the test examples’ own tokens for their texts', async () => {
    const document = bertSentiment.create();
    const { raw, fed } = await rowsOf(document, 11);
    const encoded = await encodedBy(document, 'text', String(raw.rows[0]?.[0]));
    expect(encoded.row?.data).toEqual(fed.text?.data);
    const ids = Array.from(fed.text?.data ?? [], Number).filter((id) => id !== 0);
    expect(encoded.pieces.slice(0, encoded.kept).map(({ id }) => id)).toEqual(ids);
    expect(encoded.pieces[0]).toMatchObject({ special: true, id: 101 });
  });

  it('marks what does not fit', async () => {
    const { pieces, kept } = await encodedBy(gruNames.create(), 'text', 'a'.repeat(20));
    expect([pieces.length, kept]).toEqual([20, 16]);
  });

  it('cuts running text into pieces alone, and knows what they stand for', async () => {
    const document = charGpt.create();
    const { pieces, row } = await encodedBy(document, 'text', 'Call me');
    expect(row).toBeUndefined();
    const lexicons = await trials.lexicons(asked(document));
    const tokens = lexicons.ok ? (lexicons.value[0]?.tokens ?? []) : [];
    expect(pieces.map(({ id }) => tokens[id]).join('')).toBe('Call me');
    expect(lexicons.ok && lexicons.value[0]).toMatchObject({ columns: ['x', 'y'], source: 'text', unit: 'characters' });
  });

  it('knows both sides of a translation', async () => {
    const lexicons = await trials.lexicons(asked(seq2seqDates.create()));
    const list = lexicons.ok ? lexicons.value : [];
    expect(list.map(({ columns }) => columns)).toEqual([['written'], ['isoIn', 'iso']]);
    expect([...(list[1]?.tokens ?? [])].filter(Boolean).sort()).toEqual([...'-0123456789']);
  });
});
