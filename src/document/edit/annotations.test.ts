import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { addNode, connect } from '../edit';
import { anyEdit, emptyDocument } from '../edit.fixture';
import { type DocNode, documentSchema, type NetDocument } from '../schema';
import {
  addGroup,
  addNote,
  annotationColors,
  membersOf,
  moveItems,
  removeAnnotations,
  removeHealing,
  setDisabled,
  setGroup,
  setNote,
} from './annotations';

const frame = {
  title: 'Encoder',
  color: 'blue' as const,
  position: { x: 0, y: 0 },
  size: { width: 400, height: 200 },
};
const note = { text: '# Hi', color: 'yellow' as const, position: { x: 10, y: 10 }, size: { width: 160, height: 100 } };

const chain = (...types: string[]): NetDocument => {
  let document = emptyDocument();
  const ids: string[] = [];
  for (const [index, type] of types.entries()) {
    const added = addNode(document, type, { x: index * 200, y: 20 });
    document = added.document;
    const [id] = added.ids;
    const last = ids.at(-1);
    if (id && last) document = connect(document, { node: last, port: 'y' }, { node: id, port: 'x' });
    if (id) ids.push(id);
  }
  return document;
};

describe('frames and notes', () => {
  it('are added, changed and removed, each with an id of its own', () => {
    const { drawing, id } = addGroup(addGroup(emptyDocument(), frame).drawing, frame);
    expect(drawing.groups.map((group) => group.id)).toEqual(['group_1', 'group_2']);
    const titled = setGroup(drawing, id ?? '', { title: 'Decoder', size: { width: 10, height: 20 } });
    expect(titled.groups[1]).toMatchObject({ title: 'Decoder', size: { width: 10, height: 20 } });
    expect(removeAnnotations(titled, { groups: ['group_1'], notes: [] }).groups).toEqual([titled.groups[1]]);
    const written = setNote(addNote(drawing, note).drawing, 'note_1', { text: '$x^2$' });
    expect(written.notes[0]?.text).toBe('$x^2$');
  });

  it('leave the document as it was where a change is none or does not fit', () => {
    const { drawing } = addGroup(emptyDocument(), frame);
    expect(setGroup(drawing, 'group_1', { title: 'Encoder' })).toBe(drawing);
    expect(setGroup(drawing, 'group_1', { size: { width: Number.NaN, height: 3 } })).toBe(drawing);
    expect(setGroup(drawing, 'group_1', { title: 'x'.repeat(121) })).toBe(drawing);
    expect(setNote(drawing, 'note_9', { text: 'nobody' })).toBe(drawing);
    expect(removeAnnotations(drawing, { groups: ['group_7'], notes: [] })).toBe(drawing);
    expect(addNote(drawing, { ...note, size: { width: 0, height: 1 } })).toEqual({ drawing });
  });

  it('a frame holds what has its middle inside', () => {
    const document = addNote(addGroup(chain('relu', 'relu', 'relu'), frame).drawing, note).drawing;
    const middle = (node: DocNode) => ({ x: node.position.x + 84, y: node.position.y + 40 });
    const { drawing } = addGroup(document, { ...frame, position: { x: 20, y: 20 }, size: { width: 50, height: 50 } });
    expect(membersOf(drawing, { id: 'group_1', ...frame }, middle)).toEqual({
      nodes: ['relu_1', 'relu_2'],
      groups: ['group_2'],
      notes: ['note_1'],
    });
  });

  it('move together with nodes in one edit', () => {
    const document = addNote(addGroup(chain('relu'), frame).drawing, note).drawing;
    const to = { x: 8, y: 16 };
    const places = {
      nodes: new Map([['relu_1', to]]),
      groups: new Map([['group_1', to]]),
      notes: new Map([['note_1', { x: Number.NaN, y: 0 }]]),
    };
    const moved = moveItems(document, places);
    expect(moved.nodes[0]?.position).toEqual(to);
    expect(moved.groups[0]?.position).toEqual(to);
    expect(moved.notes).toBe(document.notes);
    expect(moveItems(moved, places)).toBe(moved);
  });

  it('fit the schema in every colour', () => {
    for (const color of annotationColors) {
      const document = addNote(addGroup(emptyDocument(), { ...frame, color }).drawing, { ...note, color }).drawing;
      expect(v.is(documentSchema, document)).toBe(true);
    }
  });
});

describe('bypassing', () => {
  it('marks nodes and leaves no mark when undone', () => {
    const document = chain('relu', 'tanh');
    const off = setDisabled(document, ['tanh_1'], true);
    expect(off.nodes.map((node) => node.disabled)).toEqual([undefined, true]);
    expect(setDisabled(off, ['tanh_1'], true)).toBe(off);
    expect(setDisabled(off, ['relu_1', 'tanh_1'], false)).toEqual(document);
  });
});

describe('removing with reconnect', () => {
  it('joins the ends over any number of removed nodes', () => {
    const document = chain('dataset', 'flatten', 'relu', 'tanh', 'dense');
    const edges = document.edges.map((edge) =>
      edge.to.node === 'flatten_1' ? { ...edge, from: { node: 'dataset_1', port: 'x' } } : edge,
    );
    const wired = connect(
      { ...document, edges: [] },
      { node: 'dataset_1', port: 'x' },
      { node: 'flatten_1', port: 'x' },
    );
    const whole = { ...document, edges: [...wired.edges, ...edges.filter((edge) => edge.to.node !== 'flatten_1')] };
    const healed = removeHealing(whole, ['relu_1', 'tanh_1']);
    expect(healed.edges.map(({ id }) => id)).toEqual(['dataset_1.x-flatten_1.x', 'flatten_1.y-dense_1.x']);
  });

  it('leaves no wire to a node that is gone, and never two at one input, whatever came before', () => {
    fc.assert(
      fc.property(fc.array(anyEdit, { maxLength: 40 }), fc.array(fc.nat(30), { maxLength: 8 }), (edits, chosen) => {
        const document = edits.reduce((d, edit) => edit(d), emptyDocument());
        const ids = chosen.flatMap((index) => document.nodes[index]?.id ?? []);
        const healed = removeHealing(document, ids);
        const left = new Set(healed.nodes.map(({ id }) => id));
        expect(ids.some((id) => left.has(id))).toBe(false);
        for (const { from, to } of healed.edges) expect(left.has(from.node) && left.has(to.node)).toBe(true);
        const ends = healed.edges.map(({ to }) => `${to.node}.${to.port}`);
        expect(new Set(ends).size).toBe(ends.length);
        expect(v.is(documentSchema, healed)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});
