import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { DataError } from '../../data/dataset';
import type { FetchBytes } from '../../data/loader';
import { mnistMlp } from '../../document/templates/mnistMlp';
import { TestExamples } from './example';

const data = fileURLToPath(new URL('../../../public/data/', import.meta.url));
const fromDisk: FetchBytes = async (path) => {
  if (!existsSync(data + path)) throw new DataError('data.fetch', path, 'not there');
  return new Uint8Array(readFileSync(data + path));
};
const document = mnistMlp.create();

describe('TestExamples', () => {
  it('gives the official test digits, raw, counted around', async () => {
    const examples = new TestExamples(() => fromDisk);
    const first = await examples.get(document, '/', 0);
    if (!first.ok) throw new Error(first.error[0]?.message);
    expect(first.value.label).toBe(7); // the first digit of t10k-labels
    expect(first.value.x.dims).toEqual([1, 1, 28, 28]);
    expect(Math.max(...(first.value.x.data as Uint8Array))).toBe(255);
    const around = await examples.get(document, '/', 10_000);
    expect(around).toEqual(first);
    const second = await examples.get(document, '/', 1);
    expect(second.ok && second.value.label).toBe(2);
  });

  it('says what is missing, and tries again when asked again', async () => {
    let online = false;
    const examples = new TestExamples(() => async (path) => {
      if (!online) throw new DataError('data.fetch', path, 'no connection');
      return fromDisk(path);
    });
    const offline = await examples.get(document, '/', 0);
    expect(!offline.ok && offline.error[0]?.code).toBe('data.fetch');
    online = true;
    expect((await examples.get(document, '/', 0)).ok).toBe(true);
    const blank = await examples.get({ ...document, nodes: [] }, '/', 0);
    expect(!blank.ok && blank.error[0]?.code).toBe('data.none');
  });
});
