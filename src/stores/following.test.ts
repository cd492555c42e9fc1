import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { addNode, renameDocument } from '../document/edit';
import { mnistMlp } from '../document/templates/mnistMlp';
import { guardEdits, useDocument } from './document';
import { follow, hear } from './following';

const document = { ...mnistMlp.create(), id: 'shared' };
const said: unknown[] = [];
const channel = { postMessage: (message: unknown) => said.push(structuredClone(message)) };
const { edit, open } = useDocument.getState();
const shown = () => useDocument.getState().document;

beforeEach(() => {
  vi.useFakeTimers();
  said.length = 0;
  open({ document });
});
afterEach(() => vi.useRealTimers());

describe('the tab that writes', () => {
  const mine = () => true;
  it('sends nothing unless asked for this project', () => {
    hear(channel, { kind: 'follow', id: 'another' }, mine);
    hear(channel, 'noise', mine);
    edit((before) => renameDocument(before, 'Alone'));
    vi.runAllTimers();
    expect(said).toEqual([]);
  });

  it('sends the project at once, then after changes, those close together as one', () => {
    hear(channel, { kind: 'follow', id: 'shared' }, mine);
    expect(said).toEqual([{ kind: 'document', document }]);
    edit((before) => renameDocument(before, 'Firs'));
    edit((before) => renameDocument(before, 'First'));
    vi.runAllTimers();
    expect(said).toHaveLength(2);
    expect(said[1]).toMatchObject({ document: { name: 'First' } });
    open({ document: { ...document, id: 'other' } });
    vi.runAllTimers();
    expect(said).toHaveLength(2);
  });

  it('shows nothing of what another tab sends', () => {
    hear(channel, { kind: 'document', document: { ...document, name: 'Theirs' } }, mine);
    expect(shown()).toBe(document);
  });
});

describe('a tab that looks on', () => {
  const mine = () => false;
  it('asks, and shows what comes without a step of undo, though it may not edit', () => {
    const release = guardEdits(() => false);
    follow(channel, 'shared');
    expect(said).toEqual([{ kind: 'follow', id: 'shared' }]);
    const theirs = addNode(document, 'relu', { x: 0, y: 0 }).document;
    hear(channel, { kind: 'document', document: structuredClone(theirs) }, mine);
    expect(shown()).toEqual(theirs);
    expect(useDocument.temporal.getState().pastStates).toEqual([]);
    release();
  });

  it('leaves out what is another project, or none', () => {
    hear(channel, { kind: 'document', document: { ...document, id: 'other' } }, mine);
    hear(channel, { kind: 'document', document: { ...document, nodes: 'none' } }, mine);
    expect(shown()).toBe(document);
  });
});
