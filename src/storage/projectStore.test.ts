import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Diagnostic } from '../core/diagnostic';
import type { Checkpoint } from '../document/checkpoint';
import { templates } from '../document/templates/registry';
import { Autosave } from './autosave';
import { ProjectStore } from './projectStore';

const document = templates[0]!.create();
const other = { ...document, id: 'other', name: 'Other' };
const checkpoint: Checkpoint = {
  layout: [{ name: 'dense_1.weight', shape: [2], offset: 0 }],
  parameters: Float32Array.of(1, 2),
  optimizer: { type: 'sgd', state: {} },
  step: 3,
  history: { train: [], validation: [] },
};

let store: ProjectStore;
let name: string;
beforeEach(() => {
  name = `test ${Math.random()}`;
  store = new ProjectStore(name);
});
afterEach(() => store.close());

test('a document and its weights come back after a reload', async () => {
  expect(await store.openLast()).toBeUndefined();
  await store.saveDocument(document);
  await store.saveCheckpoint(document.id, checkpoint);
  const reloaded = new ProjectStore(name);
  expect(await reloaded.openLast()).toEqual({
    ok: true,
    value: { document, checkpoint, lost: [] },
  });
  await reloaded.close();
});

test('a shelf knows how far a project was trained, a copy as well, until its weights are forgotten', async () => {
  const steps = async () => new Map((await store.shelf()).map(({ id, run }) => [id, run?.step]));
  await store.saveDocument(document);
  expect(await steps()).toEqual(new Map([[document.id, undefined]]));
  await store.saveCheckpoint(document.id, checkpoint);
  await store.duplicate(document.id, { id: 'copy', name: 'Copy' });
  await store.saveCheckpoint(document.id, { ...checkpoint, step: 12 });
  expect(await steps()).toEqual(
    new Map([
      [document.id, 12],
      ['copy', 3],
    ]),
  );
  await store.saveCheckpoint('copy', undefined);
  expect((await steps()).get('copy')).toBeUndefined();
});

test('openLast follows what was opened or saved last', async () => {
  await store.saveDocument(document);
  await store.saveDocument(other);
  await store.open(document.id);
  const last = await store.openLast();
  expect(last?.ok && last.value.document.id).toBe(document.id);
  expect((await store.list()).map((item) => item.id).sort()).toEqual([document.id, 'other'].sort());
});

test('delete takes everything of a project', async () => {
  await store.saveDocument(document);
  await store.saveCheckpoint(document.id, checkpoint);
  await store.delete(document.id);
  expect(await store.openLast()).toBeUndefined();
  expect(await store.list()).toEqual([]);
  await store.saveDocument(document);
  const again = await store.open(document.id);
  expect(again?.ok && again.value.checkpoint).toBeUndefined();
});

test('what is thrown away can be had back with everything, until it is purged', async () => {
  await store.saveDocument(document);
  await store.saveCheckpoint(document.id, checkpoint);
  await store.trash(document.id);
  expect(await store.list()).toEqual([]);
  expect(await store.openLast()).toBeUndefined();
  expect((await store.shelf())[0]).toMatchObject({ id: document.id, deletedAt: expect.any(Number) });
  await store.restore(document.id);
  expect((await store.list()).map((item) => item.id)).toEqual([document.id]);
  const again = await store.open(document.id);
  expect(again?.ok && again.value.checkpoint).toEqual(checkpoint);

  await store.trash(document.id);
  await store.saveDocument(other);
  await store.purge(Date.now() - 1000);
  expect(await store.shelf()).toHaveLength(2);
  await store.purge(Date.now() + 1000);
  expect((await store.shelf()).map((item) => item.id)).toEqual(['other']);
});

test('a project that is saved again is no longer thrown away', async () => {
  await store.saveDocument(document);
  await store.trash(document.id);
  await store.saveDocument(document);
  expect(await store.list()).toHaveLength(1);
});

test('a copy has the weights, its own id and its own name', async () => {
  await store.saveDocument(document);
  await store.saveCheckpoint(document.id, checkpoint);
  expect(await store.duplicate(document.id, { id: 'copy', name: 'Copy' })).toBe(true);
  expect(await store.duplicate('nothing', { id: 'copy2', name: 'Copy' })).toBe(false);
  await store.rename(document.id, 'First');
  const [first, copy] = [await store.open(document.id), await store.open('copy')];
  expect(first?.ok && first.value.document).toEqual({ ...document, name: 'First' });
  expect(copy).toMatchObject({ ok: true, value: { checkpoint } });
  expect(copy?.ok && copy.value.document).toEqual({ ...document, id: 'copy', name: 'Copy' });
  expect((await store.list()).map((item) => item.name).sort()).toEqual(['Copy', 'First']);
});

test('weights that cannot be read cost the weights, not the document', async () => {
  await store.saveDocument(document);
  await store.saveCheckpoint(document.id, { ...checkpoint, parameters: Float32Array.of(1, Number.NaN) });
  const opened = await store.openLast();
  expect(opened).toMatchObject({ ok: true, value: { document, lost: [{ code: 'checkpoint.nonFinite' }] } });
});

test('a document that cannot be read is told, not opened', async () => {
  await store.saveDocument({ ...document, nodes: [{ ...document.nodes[0]!, type: 'gone' }], edges: [] });
  expect(await store.openLast()).toMatchObject({ ok: false, error: [{ code: 'layer.unknown' }] });
});

test('gives way to a newer version in another tab', async () => {
  await store.saveDocument(document);
  const newer = await openDB(name, 2);
  newer.close();
  await expect(store.list()).rejects.toThrow(/version/);
});

test('autosave writes the newest of each part once', async () => {
  const saveDocument = vi.fn(async () => {});
  const saveCheckpoint = vi.fn(async () => {});
  const onSaved = vi.fn();
  const autosave = new Autosave({ saveDocument, saveCheckpoint }, { delay: 10_000, onError: () => {}, onSaved });
  autosave.document({ ...document, name: 'a' });
  autosave.document({ ...document, name: 'ab' });
  autosave.document(other);
  await autosave.flush();
  expect(saveDocument.mock.calls).toEqual([[{ ...document, name: 'ab' }], [other]]);
  expect(saveCheckpoint).not.toHaveBeenCalled();
  autosave.checkpoint(document.id, undefined);
  await autosave.flush();
  expect(saveCheckpoint.mock.calls).toEqual([[document.id, undefined]]);
  expect(onSaved).toHaveBeenCalledTimes(2);
});

test('autosave tells a full disk and goes on', async () => {
  const errors: Diagnostic[] = [];
  const saveDocument = vi
    .fn<(document: unknown) => Promise<void>>()
    .mockRejectedValueOnce(new DOMException('no room', 'QuotaExceededError'))
    .mockResolvedValue();
  const autosave = new Autosave(
    { saveDocument, saveCheckpoint: async () => {} },
    { onError: (error) => errors.push(error) },
  );
  autosave.document(document);
  await autosave.flush();
  expect(errors.map((error) => error.code)).toEqual(['storage.full']);
  autosave.document(document);
  await autosave.flush();
  expect(saveDocument).toHaveBeenCalledTimes(2);
  expect(errors).toHaveLength(1);
});
