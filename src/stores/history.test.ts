import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  addNode,
  connect,
  disconnect,
  insertOnWire,
  moveNodes,
  removeNodes,
  renameDocument,
  renameNode,
  setParam,
  setPhase,
  setTraining,
} from '../document/edit';
import { movePhase, removePhase, renamePhase, setPhaseLosses, setPhaseUpdates } from '../document/edit/phases';
import { anyEdit, emptyDocument } from '../document/edit.fixture';
import type { NetDocument } from '../document/schema';
import { dcgan } from '../document/templates/dcgan';
import { mnistMlp } from '../document/templates/mnistMlp';
import { describeChange } from './change';
import { guardEdits, useDocument } from './document';
import { historyOf } from './history';

const store = () => useDocument.getState();
const history = () => {
  const { pastStates, futureStates } = useDocument.temporal.getState();
  return historyOf(pastStates, store().document, futureStates);
};
const start = mnistMlp.create();

describe('describeChange', () => {
  const made = (edit: (document: NetDocument) => NetDocument, from = start) => describeChange(from, edit(from));
  const dropped = addNode(start, 'dropout', { x: 0, y: 0 }).document;

  it.each<[string, (document: NetDocument) => NetDocument, object]>([
    ['a layer', (d) => addNode(d, 'relu', { x: 0, y: 0 }).document, { kind: 'add', nodes: [{ type: 'relu' }] }],
    ['layers gone', (d) => removeNodes(d, ['dense_1']), { kind: 'remove', nodes: [{ id: 'dense_1' }] }],
    ['a move', (d) => moveNodes(d, new Map([['dense_1', { x: 8, y: 8 }]])), { kind: 'move' }],
    ['a name', (d) => renameNode(d, 'dense_1', 'Hidden'), { kind: 'rename', before: '', node: { name: 'Hidden' } }],
    ['a value', (d) => setParam(d, 'dense_1', 'units', 64), { kind: 'param', param: 'units', from: 256, to: 64 }],
    ['the project', (d) => renameDocument(d, 'Mine'), { kind: 'project', name: 'Mine' }],
    ['the program', (d) => setTraining(d, { epochs: 9 }), { kind: 'training', fields: ['epochs'] }],
    [
      'the optimizer',
      (d) => setPhase(d, 0, { optimizer: { type: 'sgd', params: {} } }),
      { kind: 'training', fields: ['optimizer'] },
    ],
    [
      'a wire less',
      (d) => disconnect(d, ['dense_1.y-dense_2.x']),
      { kind: 'disconnect', from: { id: 'dense_1' }, to: { id: 'dense_2' } },
    ],
    [
      'another wire',
      (d) => connect(d, { node: 'flatten_1', port: 'y' }, { node: 'dense_2', port: 'x' }),
      { kind: 'rewire', from: { id: 'flatten_1' }, to: { id: 'dense_2' } },
    ],
  ])('names %s', (_, edit, change) => expect(made(edit)).toMatchObject(change));

  it('names a layer put into a wire, at once or after it was added', () => {
    const into = (document: NetDocument) => insertOnWire(document, 'dense_1.y-dense_2.x', 'dropout_1');
    expect(made((document) => into(addNode(document, 'dropout', { x: 0, y: 0 }).document))).toMatchObject({
      kind: 'insert',
      nodes: [{ id: 'dropout_1' }],
    });
    expect(made(into, dropped)).toMatchObject({ kind: 'insert', nodes: [{ id: 'dropout_1' }] });
  });

  it('counts the wires where there are several', () => {
    const wires = ['dense_1.y-dense_2.x', 'dense_2.y-dense_3.x'];
    expect(made((document) => disconnect(document, wires))).toEqual({ kind: 'wires', added: 0, removed: 2 });
  });

  it('names the same value in several layers once', () => {
    const both = (document: NetDocument) =>
      setParam(setParam(document, 'dense_1', 'units', 64), 'dense_2', 'units', 64);
    expect(made(both)).toMatchObject({ kind: 'param', param: 'units', to: 64, nodes: [{}, {}] });
  });

  it('has a name for every edit there is', () => {
    fc.assert(
      fc.property(fc.array(anyEdit, { maxLength: 20 }), (edits) => {
        let document = emptyDocument();
        for (const edit of edits) {
          const next = edit(document);
          if (next !== document) expect(describeChange(document, next).kind).not.toBe('opened');
          document = next;
        }
      }),
    );
  });
});

describe('historyOf', () => {
  beforeEach(() => store().open({ document: emptyDocument() }));
  const add = (type: string) => store().edit((document) => addNode(document, type, { x: 0, y: 0 }).document);

  it('lists what was done, and what was undone after it', () => {
    for (const type of ['relu', 'tanh', 'sigmoid']) add(type);
    store().undo();
    expect(history().map(({ change, steps }) => [change.kind, steps])).toEqual([
      ['opened', -2],
      ['add', -1],
      ['add', 0],
      ['add', 1],
    ]);
  });

  it('goes to any entry and back', () => {
    for (const type of ['relu', 'tanh', 'sigmoid', 'dense']) add(type);
    const documents = history().map(({ document }) => document);
    for (const index of [0, 3, 1, 4, 2]) {
      store().travel(history()[index]?.steps ?? 0);
      expect(store().document).toBe(documents[index]);
      expect(history().map(({ document }) => document)).toEqual(documents);
    }
    store().travel(-99);
    expect(store().document).toBe(documents[0]);
    store().travel(99);
    expect(store().document).toBe(documents[4]);
  });

  it('keeps every step of the session', () => {
    for (let i = 0; i < 400; i++) store().edit((document) => setTraining(document, { seed: i + 2 }));
    expect(history()).toHaveLength(401);
  });

  it('remembers what an edit was meant as, of the newest state of a gesture', () => {
    store().edit((document) => addNode(document, 'relu', { x: 0, y: 0 }).document, 'g', 'paste');
    store().edit((document) => addNode(document, 'relu', { x: 0, y: 0 }).document, 'g', 'paste');
    expect(history().map(({ act }) => act)).toEqual([undefined, 'paste']);
  });
});

describe('guardEdits', () => {
  it('refuses edits, undo and redo while it stands', () => {
    store().open({ document: start });
    store().edit((document) => renameDocument(document, 'A'));
    const release = guardEdits(() => false);
    store().edit((document) => renameDocument(document, 'B'));
    store().undo();
    expect(store().document.name).toBe('A');
    release();
    store().undo();
    expect(store().document).toBe(start);
    const keepName = guardEdits((before, after) => before.name === after.name);
    store().redo();
    expect(store().document).toBe(start);
    keepName();
    store().redo();
    expect(store().document.name).toBe('A');
  });
});

describe('changes of the training program', () => {
  const start = dcgan.create();
  it.each<[string, (d: NetDocument) => NetDocument, string[]]>([
    ['the second phase’s losses', (d) => setPhaseLosses(d, 1, []), ['losses']],
    ['what it updates', (d) => setPhaseUpdates(d, 1, ['generator/dense_1']), ['updates']],
    ['its name', (d) => renamePhase(d, 1, 'G'), ['name']],
    ['one phase less', (d) => removePhase(d, 0), ['phases']],
    ['another order', (d) => movePhase(d, 0, 1), ['phases']],
  ])('%s', (_, edit, fields) => {
    expect(describeChange(start, edit(start))).toEqual({ kind: 'training', fields });
  });
});
