import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { addNode, moveNodes, renameNode } from '../document/edit';
import { anyEdit, emptyDocument } from '../document/edit.fixture';
import { useDocument } from './document';

const store = () => useDocument.getState();
const steps = () => useDocument.temporal.getState().pastStates.length;
const add = (type: string) => store().edit((document) => addNode(document, type, { x: 0, y: 0 }).document);
const name = (text: string) => store().edit((document) => renameNode(document, 'relu_1', text), 'name:relu_1');

beforeEach(() => store().open({ document: emptyDocument() }));

describe('undo', () => {
  it('takes any sequence of edits, undos and redos back to the start', () => {
    const action = fc.oneof(
      { weight: 5, arbitrary: fc.record({ edit: anyEdit, gesture: fc.constantFrom(undefined, 'a', 'b') }) },
      fc.constantFrom('undo' as const, 'redo' as const, 'end' as const),
    );
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40 }), (actions) => {
        const start = emptyDocument();
        store().open({ document: start });
        for (const step of actions) {
          if (step === 'undo') store().undo();
          else if (step === 'redo') store().redo();
          else if (step === 'end') store().endGesture();
          else store().edit(step.edit, step.gesture);
        }
        const end = store().document;
        const count = steps();
        for (let i = 0; i < count; i++) store().undo();
        expect(store().document).toBe(start);
        for (let i = 0; i < count; i++) store().redo();
        // Redo leads on past the end if the sequence finished with undos.
        if (!actions.includes('undo')) expect(store().document).toBe(end);
      }),
    );
  });

  it('makes one step of a gesture', () => {
    add('relu');
    for (const text of ['H', 'He', 'Hel']) name(text);
    expect(steps()).toBe(2);
    store().undo();
    expect(store().document.nodes[0]?.name).toBe('');
    store().redo();
    expect(store().document.nodes[0]?.name).toBe('Hel');
  });

  it('begins a new step after the gesture has ended, and after an undo', () => {
    add('relu');
    name('A');
    store().endGesture();
    name('AB');
    expect(steps()).toBe(3);
    store().undo();
    name('AC');
    store().undo();
    expect(store().document.nodes[0]?.name).toBe('A');
  });

  it('keeps no step for an edit that changes nothing', () => {
    add('relu');
    store().edit((document) => moveNodes(document, new Map([['relu_1', { x: 0, y: 0 }]])));
    expect(steps()).toBe(1);
  });

  it('forgets the steps of the project before', () => {
    add('relu');
    store().open({ document: emptyDocument() });
    store().undo();
    expect(store().document.nodes).toEqual([]);
  });
});
