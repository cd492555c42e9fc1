import { beforeEach, describe, expect, it } from 'vitest';
import { addNode, disconnect, moveNodes, removeNodes, renameNode, setParam, setTraining } from '../document/edit';
import type { NetDocument } from '../document/schema';
import { mnistMlp } from '../document/templates/mnistMlp';
import { useDocument } from './document';
import { type LockPart, lockedChange, locksOf, searchOf, startLocks } from './lessonLocks';
import { useRefusal } from './refusal';

const document = mnistMlp.create();
type Edit = (document: NetDocument) => NetDocument;
const edits: Record<string, Edit> = {
  add: (d) => addNode(d, 'relu', { x: 0, y: 0 }).document,
  remove: (d) => removeNodes(d, ['dense_1']),
  removeData: (d) => removeNodes(d, ['dataset_1']),
  cut: (d) => disconnect(d, ['dense_1.y-dense_2.x']),
  move: (d) => moveNodes(d, new Map([['dense_1', { x: 8, y: 8 }]])),
  rename: (d) => renameNode(d, 'dense_1', 'Hidden'),
  tune: (d) => setParam(d, 'dense_1', 'units', 7),
  batch: (d) => setTraining(d, { batchSize: 7 }),
  epochs: (d) => setTraining(d, { epochs: 7 }),
};
const refused = (...parts: LockPart[]) =>
  Object.keys(edits).filter((name) => lockedChange(new Set(parts), document, edits[name]!(document)) !== undefined);

describe('locks of a link', () => {
  it('reads and writes the address, and takes no notice of what it does not know', () => {
    expect([...locksOf('?lock=data, palette,everything&x=1')]).toEqual(['palette', 'data']);
    expect(searchOf(['data', 'palette'])).toBe('?lock=palette,data');
    expect(searchOf([])).toBe('');
    expect(locksOf('').size).toBe(0);
  });

  it.each<[LockPart, string[]]>([
    ['palette', ['add']],
    ['canvas', ['add', 'remove', 'removeData', 'cut']],
    ['parameters', ['tune']],
    ['data', ['removeData']],
    ['training', ['batch']],
    ['inspector', []],
  ])('%s refuses what it is for', (part, names) => expect(refused(part)).toEqual(names));

  it('locks the parameters of data', () => {
    const tuned = { ...document, nodes: document.nodes.map((node) => ({ ...node, params: { ...node.params, z: 1 } })) };
    expect(lockedChange(new Set(['data']), document, tuned)).toBe('data');
  });
});

describe('startLocks', () => {
  beforeEach(() => useDocument.getState().open({ document }));

  it('keeps the document as it is and says why', () => {
    startLocks('?lock=canvas');
    useDocument.getState().edit(edits.remove!);
    expect(useDocument.getState().document).toBe(document);
    expect(useRefusal.getState().last).toEqual({ reason: 'canvas' });
    useDocument.getState().edit(edits.tune!);
    expect(useDocument.getState().document).not.toBe(document);
  });
});
