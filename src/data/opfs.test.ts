import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { listOwn } from './opfs';

/** A folder of the origin's private files in memory: texts by name, as far as the module asks. */
class Folder {
  readonly kind = 'directory';
  readonly entries = new Map<string, Folder | string>();

  async *keys() {
    yield* this.entries.keys();
  }

  async getDirectoryHandle(name: string, { create = false } = {}): Promise<Folder> {
    const known = this.entries.get(name);
    if (known instanceof Folder) return known;
    if (!create) throw new Error(`no folder ${name}`);
    const made = new Folder();
    this.entries.set(name, made);
    return made;
  }

  async getFileHandle(name: string) {
    const text = this.entries.get(name);
    if (typeof text !== 'string') throw new Error(`no file ${name}`);
    return { getFile: async () => new Blob([text]) };
  }

  async removeEntry(name: string): Promise<void> {
    if (!this.entries.delete(name)) throw new Error(`no ${name}`);
  }
}

let top: Folder;
beforeEach(() => {
  top = new Folder();
  vi.stubGlobal('navigator', {
    storage: { getDirectory: async () => top },
    locks: { request: (name: string, _: object, work: (lock: object) => unknown) => work({ name }) },
  });
});
afterEach(() => vi.unstubAllGlobals());

async function bring(id: string, files: Readonly<Record<string, string>>): Promise<Folder> {
  const all = await top.getDirectoryHandle('datasets', { create: true });
  const folder = await all.getDirectoryHandle(id, { create: true });
  for (const [name, text] of Object.entries(files)) folder.entries.set(name, text);
  return all;
}

test('what a crash left without a description is removed', async () => {
  const all = await bring('my-table', { 'a-train-0.bin': '' });
  expect(await listOwn()).toEqual([]);
  expect([...all.entries.keys()]).toEqual([]);
});

test.each([
  ['that is no JSON', '{'],
  ['of a version to come', '{"version": 9}'],
])('a data set whose description is one %s is not listed, and stays', async (_, index) => {
  const all = await bring('my-table', { 'index.json': index, 'a-train-0.bin': 'rows' });
  expect(await listOwn()).toEqual([]);
  expect([...((await all.getDirectoryHandle('my-table')) as Folder).entries.keys()]).toEqual([
    'index.json',
    'a-train-0.bin',
  ]);
});
