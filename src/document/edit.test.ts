import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { checkField } from '../layers/fields';
import { layers } from '../layers/registry';
import {
  addNode,
  connect,
  connectRefusal,
  copyNodes,
  disconnect,
  duplicateNodes,
  freeId,
  insertOnWire,
  moveNodes,
  nodeOf,
  parseClipping,
  pasteClipping,
  reaches,
  removeNodes,
  renameDocument,
  renameNode,
  setParam,
  setTraining,
} from './edit';
import { addGroup, addNote } from './edit/annotations';
import { anyEdit, emptyDocument } from './edit.fixture';
import { withCurrentPorts } from './places';
import { type Drawing, documentSchema, type NetDocument } from './schema';
import { structureDiagnostics } from './structure';

const origin = { x: 0, y: 0 };
const build = (...types: string[]): NetDocument =>
  types.reduce((document, type) => addNode(document, type, origin).document, emptyDocument());
const x = (node: string) => ({ node, port: 'x' });
const y = (node: string) => ({ node, port: 'y' });

/** Everything a document must be besides its schema. */
function faults(document: NetDocument): string[] {
  const found: string[] = [];
  const parsed = v.safeParse(documentSchema, document);
  if (!parsed.success) found.push(...parsed.issues.map((issue) => `${v.getDotPath(issue)} ${issue.message}`));
  for (const drawing of [document, ...document.modules]) found.push(...drawingFaults(drawing));
  found.push(...structureDiagnostics(document).map(({ code, message }) => `${code} ${message}`));
  for (const { nodes } of [document, ...document.modules])
    if (withCurrentPorts(nodes, document.modules) !== nodes) found.push('ports that are not current');
  return found;
}

function drawingFaults({ nodes, edges, groups, notes }: Drawing): string[] {
  const found: string[] = [];
  const ids = new Set(nodes.map((node) => node.id));
  if (ids.size !== nodes.length) found.push('two nodes with one id');
  for (const list of [groups, notes])
    if (new Set(list.map((item) => item.id)).size !== list.length) found.push('two annotations with one id');
  if (new Set(edges.map((edge) => edge.id)).size !== edges.length) found.push('two wires with one id');
  for (const node of nodes) {
    const layer = layers.get(node.type);
    for (const [name, field] of Object.entries(layer?.params ?? {}))
      if (!checkField(field, node.params[name]).ok) found.push(`${node.id}.${name}`);
  }
  const inputs = new Set<string>();
  for (const { from, to } of edges) {
    if (!ids.has(from.node) || !ids.has(to.node)) found.push('dangling wire');
    const input = `${to.node}.${to.port}`;
    if (inputs.has(input)) found.push(`two wires at ${input}`);
    inputs.add(input);
    if (reaches(edges, to.node, from.node)) found.push('cycle');
  }
  return found;
}

describe('edits', () => {
  it('never make a document invalid, whatever their order', () => {
    fc.assert(
      fc.property(fc.array(anyEdit, { maxLength: 40 }), (edits) => {
        let document = emptyDocument();
        for (const edit of edits) document = edit(document);
        expect(faults(document)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('leave the document they are given as it was', () => {
    fc.assert(
      fc.property(fc.array(anyEdit, { minLength: 1, maxLength: 15 }), (edits) => {
        let document = emptyDocument();
        for (const edit of edits) {
          const copy = structuredClone(document);
          const next = edit(document);
          expect(document).toEqual(copy);
          document = next;
        }
      }),
    );
  });
});

describe('addNode', () => {
  it('numbers nodes above the highest of their type', () => {
    expect(build('dense', 'dense', 'relu').nodes.map((node) => node.id)).toEqual(['dense_1', 'dense_2', 'relu_1']);
    expect(freeId(['dense_7', 'dense_x', 'conv2d_9'], 'dense')).toBe('dense_8');
  });

  it('gives every parameter its default', () => {
    const node = build('dense').nodes[0];
    expect(node?.params).toMatchObject({ units: 128, bias: true });
  });

  it('ignores a layer it does not know', () => {
    const document = emptyDocument();
    expect(addNode(document, 'teleport', origin)).toEqual({ document, ids: [] });
  });
});

describe('connect', () => {
  it('replaces the wire at an occupied input', () => {
    let document = build('relu', 'relu', 'relu');
    document = connect(document, y('relu_1'), x('relu_3'));
    document = connect(document, y('relu_2'), x('relu_3'));
    expect(document.edges.map((edge) => edge.id)).toEqual(['relu_2.y-relu_3.x']);
  });

  it.each([
    ['self', y('relu_1'), x('relu_1')],
    ['unknown', y('relu_1'), x('nothing')],
    ['unknown', { node: 'relu_1', port: 'x' }, x('relu_2')],
    ['duplicate', y('relu_1'), x('relu_2')],
    ['cycle', y('relu_3'), x('relu_1')],
  ])('refuses: %s', (reason, from, to) => {
    let document = build('relu', 'relu', 'relu');
    document = connect(document, y('relu_1'), x('relu_2'));
    document = connect(document, y('relu_2'), x('relu_3'));
    expect(connectRefusal(document, from, to)).toBe(reason);
    expect(connect(document, from, to)).toBe(document);
  });

  it('allows a cycle that its own replacement breaks', () => {
    let document = build('relu', 'relu');
    document = connect(document, y('relu_1'), x('relu_2'));
    expect(connectRefusal(document, y('relu_2'), x('relu_1'))).toBe('cycle');
    document = disconnect(document, ['relu_1.y-relu_2.x']);
    expect(connectRefusal(document, y('relu_2'), x('relu_1'))).toBeUndefined();
  });
});

describe('removing', () => {
  it('takes the wires of a node with it', () => {
    let document = build('relu', 'relu', 'relu');
    document = connect(connect(document, y('relu_1'), x('relu_2')), y('relu_2'), x('relu_3'));
    const rest = removeNodes(document, ['relu_2']);
    expect(rest.nodes.map((node) => node.id)).toEqual(['relu_1', 'relu_3']);
    expect(rest.edges).toEqual([]);
  });

  it('gives the same document when there is nothing to remove', () => {
    const document = build('relu');
    expect(removeNodes(document, ['x'])).toBe(document);
    expect(disconnect(document, ['x'])).toBe(document);
  });
});

describe('setParam', () => {
  const document = build('dense', 'conv2d');
  it.each([
    ['dense_1', 'units', 0],
    ['dense_1', 'units', 1.5],
    ['dense_1', 'units', Number.NaN],
    ['dense_1', 'units', '12'],
    ['dense_1', 'nothing', 1],
    ['conv2d_1', 'kernel', [0, 3]],
    ['nobody', 'units', 3],
  ])('writes no wrong value: %s.%s = %j', (id, param, value) => {
    expect(setParam(document, id, param, value)).toBe(document);
  });

  it('writes a right one, and nothing when it is there already', () => {
    const changed = setParam(document, 'dense_1', 'units', 64);
    expect(nodeOf(changed, 'dense_1')?.params.units).toBe(64);
    expect(setParam(changed, 'dense_1', 'units', 64)).toBe(changed);
    const kernel = setParam(changed, 'conv2d_1', 'kernel', [5, 3]);
    expect(setParam(kernel, 'conv2d_1', 'kernel', [5, 3])).toBe(kernel);
  });
});

describe('copy and paste', () => {
  const wired = connect(build('relu', 'dense', 'relu'), y('relu_1'), x('dense_1'));

  it('renames the copies and keeps the wires among them', () => {
    const { document, ids } = pasteClipping(wired, copyNodes(wired, ['relu_1', 'dense_1']), { x: 10, y: 20 });
    expect(ids).toEqual(['relu_3', 'dense_2']);
    expect(document.edges.map((edge) => edge.id)).toContain('relu_3.y-dense_2.x');
    expect(nodeOf(document, 'dense_2')?.position).toEqual({ x: 10, y: 20 });
  });

  it('keeps the wires from outside when duplicating', () => {
    const { document } = duplicateNodes(wired, ['dense_1'], origin);
    expect(document.edges.map((edge) => edge.id).sort()).toEqual(['relu_1.y-dense_1.x', 'relu_1.y-dense_2.x']);
  });

  const size = { width: 300, height: 200 };
  const framed = addGroup(wired, { title: 'Head', color: 'blue', position: { x: -24, y: -44 }, size }).drawing;
  const noted = addNote(framed, { text: 'why $x$', color: 'yellow', position: { x: 5, y: 6 }, size }).drawing;
  const annotations = { groups: ['group_1'], notes: ['note_1'] };

  it('takes frames and notes along, as text too, each with an id of its own', () => {
    const text = JSON.stringify(copyNodes(noted, ['dense_1'], annotations));
    const clipping = parseClipping(text);
    const pasted = pasteClipping(noted, clipping!, { x: 10, y: 20 });
    expect(pasted.annotations).toEqual({ groups: ['group_2'], notes: ['note_2'] });
    expect(pasted.document.groups[1]).toMatchObject({
      title: 'Head',
      color: 'blue',
      position: { x: -14, y: -24 },
      size,
    });
    expect(pasted.document.notes[1]).toMatchObject({ text: 'why $x$', position: { x: 15, y: 26 } });
    const elsewhere = pasteClipping(emptyDocument(), clipping!, origin).document;
    expect([elsewhere.nodes.length, elsewhere.groups.length, elsewhere.notes.length]).toEqual([1, 1, 1]);
  });

  it('copies a note alone, and duplicates frames and notes with nodes', () => {
    const note = parseClipping(JSON.stringify(copyNodes(noted, [], { groups: [], notes: ['note_1'] })));
    expect(pasteClipping(emptyDocument(), note!, origin).document.notes).toHaveLength(1);
    const twice = duplicateNodes(noted, ['relu_1'], { x: 8, y: 8 }, annotations);
    expect([twice.ids, twice.annotations]).toEqual([['relu_3'], { groups: ['group_2'], notes: ['note_2'] }]);
  });

  it('leaves the document as it was where there is nothing to paste', () => {
    expect(duplicateNodes(noted, [], origin).document).toBe(noted);
    expect(parseClipping(JSON.stringify(copyNodes(noted, [])))).toBeUndefined();
  });

  it('reads clippings of a version whose layers had fewer parameters', () => {
    const clipping = copyNodes(wired, ['dense_1']);
    const older = clipping.nodes.map(({ params: { inFeatures: _, ...params }, ...node }) => ({ ...node, params }));
    expect(parseClipping(JSON.stringify({ ...clipping, nodes: older }))).toEqual(clipping);
  });

  it('reads back what it wrote and nothing else', () => {
    const clipping = copyNodes(wired, ['dense_1']);
    expect(parseClipping(JSON.stringify(clipping))).toEqual(clipping);
    const withUnits = (units: unknown) =>
      JSON.stringify({
        ...clipping,
        nodes: clipping.nodes.map((node) => ({ ...node, params: { ...node.params, units } })),
      });
    expect(parseClipping(withUnits(0))).toBeUndefined();
    expect(parseClipping(withUnits('many'))).toBeUndefined();
    expect(parseClipping('{"nodes": []}')).toBeUndefined();
    expect(parseClipping('a sentence')).toBeUndefined();
  });
});

describe('insertOnWire', () => {
  it('leads the wire through the node', () => {
    const document = connect(build('relu', 'dense', 'tanh'), y('relu_1'), x('tanh_1'));
    const through = insertOnWire(document, 'relu_1.y-tanh_1.x', 'dense_1');
    expect(through.edges.map((edge) => edge.id)).toEqual(['relu_1.y-dense_1.x', 'dense_1.y-tanh_1.x']);
  });

  it('leaves a wire alone that the node cannot carry on', () => {
    const document = connect(build('relu', 'output', 'tanh'), y('relu_1'), x('tanh_1'));
    expect(insertOnWire(document, 'relu_1.y-tanh_1.x', 'output_1')).toBe(document);
  });
});

describe('names, places and training', () => {
  const document = build('relu');
  it('keeps to the bounds of the schema', () => {
    expect(renameNode(document, 'relu_1', 'a'.repeat(121))).toBe(document);
    expect(renameDocument(document, '  ')).toBe(document);
    expect(setTraining(document, { batchSize: 0 })).toBe(document);
    expect(setTraining(document, { batchSize: document.training.batchSize })).toBe(document);
    expect(moveNodes(document, new Map([['relu_1', { x: Number.NaN, y: 0 }]]))).toBe(document);
    expect(moveNodes(document, new Map([['relu_1', origin]]))).toBe(document);
  });
});
