import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePredict, compileTrain } from '../../compiler/compile';
import type { Graph } from '../../ir/op';
import { portsOf } from '../../layers/registry';
import { copyNodes, parseClipping, pasteClipping, removeNodes, renameNode } from '../edit';
import { blockModule, instanceOf, withModules } from '../modules.fixture';
import { mnistCnn } from '../templates/mnistCnn';
import { mnistMlp } from '../templates/mnistMlp';
import { place } from '../templates/template';
import { addGroup, addNote } from './annotations';
import { inDrawing, viewOf } from './drawing';
import {
  createModule,
  detachInstance,
  expandInstance,
  moduleRefusal,
  placeModule,
  removeUnusedModules,
  renameModule,
  usedModules,
} from './modules';

const middle = ['maxPool2d_1', 'conv2d_2', 'maxPool2d_2', 'flatten_1'];

/** A graph without names: what each node does to which values. */
function shapeOf({ nodes, outputs }: Graph): string[] {
  const at = new Map(nodes.flatMap((node, i) => node.outputs.map((value, k) => [value, `${i}.${k}`] as const)));
  const attrs = (node: Graph['nodes'][number]) => (node.op === 'input' ? '' : JSON.stringify(node.attrs));
  return [
    ...nodes.map(
      (node) =>
        `${node.op} ${attrs(node)} ${node.inputs.map((value) => at.get(value)).join()} ${JSON.stringify(node.outputs[0]?.type)}`,
    ),
    outputs.map(({ value }) => at.get(value)).join(),
  ];
}

function must<T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const trained = (doc: Parameters<typeof compileTrain>[0]) => must(compileTrain(doc, { batch: 4 }));

describe('createModule', () => {
  it('puts an instance in the place of nodes, wired as they were', () => {
    const doc = mnistCnn.create();
    const { document, ids, module } = createModule(doc, middle, 'Middle');
    expect(ids).toEqual(['module_1']);
    expect(document.modules.map(({ id, name }) => [id, name])).toEqual([[module, 'Middle']]);
    expect(document.nodes.map(({ id }) => id)).not.toContain('conv2d_2');
    expect(document.edges.map(({ id }) => id)).toContain('conv2d_1.y-module_1.moduleInput_1');
    expect(document.edges.map(({ id }) => id)).toContain('module_1.moduleOutput_1-dense_1.x');
    expect(trained(document).layout.map(({ name }) => name)).toContain('module_1/conv2d_2.weight');
  });

  it('gives a node that leads nowhere an output, and an input that nothing is wired to a port', () => {
    const doc = mnistCnn.create();
    const loose = {
      ...doc,
      edges: doc.edges.filter(({ from, to }) => from.node !== 'dense_2' && to.node !== 'dense_1'),
    };
    const { document, ids } = createModule(loose, ['dense_1', 'dense_2'], 'Head');
    const instance = document.nodes.find(({ id }) => id === ids[0]);
    expect(instance && portsOf(instance).inputs).toHaveLength(1);
    expect(instance && portsOf(instance).outputs).toHaveLength(1);
    const [module] = document.modules;
    const wires = module?.edges.map(({ id }) => id);
    expect(wires).toContain('moduleInput_1.y-dense_1.x');
    expect(wires).toContain('dense_2.y-moduleOutput_1.x');
    const back = expandInstance(document, ids[0] ?? '').document;
    expect(new Set(back.edges.map(({ id }) => id))).toEqual(new Set(loose.edges.map(({ id }) => id)));
    // What goes nowhere by its nature gets no port.
    const losses = createModule(doc, ['crossEntropy_1'], 'Loss').document.nodes.find(({ type }) => type === 'module');
    expect(losses && portsOf(losses).outputs).toEqual([]);
  });

  it('draws in one line what was folded over two: no wire of it goes back', () => {
    const { document } = createModule(mnistCnn.create(), middle, 'Features');
    const { nodes = [], edges = [] } = document.modules[0] ?? {};
    const x = (id: string) => nodes.find((node) => node.id === id)?.position.x ?? Number.NaN;
    for (const { from, to } of edges) expect(x(to.node) - x(from.node)).toBeGreaterThan(0);
    expect(new Set(nodes.map(({ position }) => `${position.x} ${position.y}`)).size).toBe(nodes.length);
  });

  it('takes the frames and notes of a selection in, and expanding brings them out', () => {
    const size = { width: 100, height: 80 };
    const group = { title: 'Part', color: 'blue' as const, position: { x: 0, y: 0 }, size };
    const doc = addGroup(addGroup(mnistCnn.create(), group).drawing, { ...group, title: 'Stays' }).drawing;
    const noted = addNote(doc, { text: 'why', color: 'red', position: { x: 3, y: 4 }, size }).drawing;
    const chosen = { groups: ['group_1'], notes: ['note_1'] };
    const made = createModule(noted, middle, 'Middle', chosen);
    expect(made.document.groups.map(({ title }) => title)).toEqual(['Stays']);
    expect(made.document.modules[0]).toMatchObject({ groups: [{ title: 'Part' }], notes: [{ text: 'why' }] });
    const back = expandInstance(made.document, made.ids[0] ?? '').document;
    expect(back.groups.map(({ title }) => title).sort()).toEqual(['Part', 'Stays']);
    expect(back.notes).toEqual(noted.notes);
  });

  it.each([
    ['empty', ['nothing']],
    ['data', ['dataset_1', 'conv2d_1']],
    ['cycle', ['conv2d_1', 'conv2d_2']],
  ])('refuses a selection that is %s', (refusal, ids) => {
    const doc = mnistCnn.create();
    expect(moduleRefusal(doc, ids)).toBe(refusal);
    expect(createModule(doc, ids, 'Block')).toEqual({ document: doc, ids: [] });
  });

  it('and expandInstance leave the program as it was, whatever is chosen', () => {
    for (const doc of [mnistCnn.create(), mnistMlp.create()]) {
      const train = shapeOf(trained(doc).graph).toSorted();
      const predict = shapeOf(must(compilePredict(doc)).graph).length;
      fc.assert(
        fc.property(fc.subarray(doc.nodes.map(({ id }) => id)), (chosen) => {
          const made = createModule(doc, chosen, 'Block');
          if (made.document === doc) return;
          for (const version of [made.document, expandInstance(made.document, made.ids[0] ?? '').document]) {
            expect(opsOf(trained(version).graph)).toEqual(opsOf(trained(doc).graph));
            expect(shapeOf(must(compilePredict(version)).graph)).toHaveLength(predict);
          }
          const back = expandInstance(made.document, made.ids[0] ?? '').document;
          expect(new Set(back.edges.map(({ id }) => id))).toEqual(new Set(doc.edges.map(({ id }) => id)));
          expect(new Set(back.nodes.map(({ id }) => id))).toEqual(new Set(doc.nodes.map(({ id }) => id)));
        }),
        { numRuns: 12 },
      );
      expect(train.length).toBeGreaterThan(20);
    }
  });
});

it('the training program follows nodes into a module and out again', () => {
  const doc = mnistCnn.create();
  const [phase] = doc.training.phases;
  if (!phase) throw new Error('no phase');
  const losses = [{ node: 'crossEntropy_1', weight: 2 }];
  const phases = [{ ...phase, losses, updates: ['dense_2', 'conv2d_1'] }];
  const named = { ...doc, training: { ...doc.training, phases } };
  const made = createModule(named, ['dense_2', 'crossEntropy_1'], 'Head').document;
  expect(made.training.phases[0]).toMatchObject({
    losses: [{ node: 'module_1/crossEntropy_1', weight: 2 }],
    updates: ['module_1/dense_2', 'conv2d_1'],
  });
  expect(expandInstance(made, 'module_1').document.training).toEqual(named.training);
});

/** How often each operator with its attributes and type stands in a graph: the same whatever the order of lowering. */
function opsOf({ nodes }: Graph): string[] {
  return nodes
    .map(
      (node) =>
        `${node.op} ${node.op === 'input' ? '' : JSON.stringify(node.attrs)} ${JSON.stringify(node.outputs.map(({ type }) => type))}`,
    )
    .toSorted();
}

const data = place('data', 'dataset', [0, 0]);
const flat = place('flat', 'flatten', [0, 0]);
const out = place('answer', 'output', [0, 0]);
const square = () =>
  withModules(
    [data, flat, instanceOf('a', 'square', { repeat: 3 }), out],
    ['data.x -> flat.x', 'flat.y -> a.in', 'a.out -> answer.x'],
    [blockModule('square', 784)],
  );

describe('expandInstance', () => {
  it('of one that repeats gives as many in a row', () => {
    const { document, ids } = expandInstance(square(), 'a');
    expect(ids).toEqual(['a', 'module_1', 'module_2']);
    expect(document.edges.map(({ id }) => id).toSorted()).toEqual([
      'a.out-module_1.in',
      'data.x-flat.x',
      'flat.y-a.in',
      'module_1.out-module_2.in',
      'module_2.out-answer.x',
    ]);
    expect(opsOf(must(compilePredict(document)).graph)).toEqual(opsOf(must(compilePredict(square())).graph));
  });

  it('gives new ids to nodes whose ids are taken', () => {
    const doc = square();
    const added = { ...doc, nodes: [...doc.nodes, place('dense_1', 'dense', [0, 0])] };
    const one = expandInstance(expandInstance(added, 'a').document, 'a');
    expect(one.ids).toEqual(['dense_2', 'drop_1']);
  });
});

describe('inside a module', () => {
  it('edits change every instance; a port that goes takes the wires of instances with it', () => {
    const doc = square();
    const renamed = inDrawing(doc, 'square', (view) => renameNode(view, 'in', 'Features'));
    expect(renamed.nodes.find(({ id }) => id === 'a')?.params.inputs).toEqual([{ id: 'in', name: 'Features' }]);
    expect(renamed.edges).toEqual(doc.edges);
    const cut = inDrawing(doc, 'square', (view) => removeNodes(view, ['in']));
    expect(cut.edges.map(({ id }) => id)).toEqual(['data.x-flat.x', 'a.out-answer.x']);
    expect(cut.modules[0]?.nodes).toHaveLength(3);
    expect(cut.nodes.map(({ id }) => id)).toEqual(doc.nodes.map(({ id }) => id));
  });

  it('a module never comes to hold itself', () => {
    const doc = square();
    expect(inDrawing(doc, 'square', (view) => placeModule(view, 'square', { x: 0, y: 0 }).document)).toBe(doc);
    const clipping = copyNodes(doc, ['a']);
    expect(inDrawing(doc, 'square', (view) => pasteClipping(view, clipping, { x: 0, y: 0 }).document)).toBe(doc);
  });

  it('an edit of nothing leaves the document itself', () => {
    const doc = square();
    expect(inDrawing(doc, 'square', (view) => view)).toBe(doc);
    expect(inDrawing(doc, undefined, (view) => view)).toBe(doc);
    expect(viewOf(doc, 'square')).toBe(viewOf(doc, 'square'));
  });
});

describe('modules of a document', () => {
  it('are renamed with the instances called like them', () => {
    const made = placeModule(square(), 'square', { x: 0, y: 0 }).document;
    const named = renameModule(made, 'square', 'Encoder');
    expect(named.modules[0]?.name).toBe('Encoder');
    expect(named.nodes.filter(({ type }) => type === 'module').map(({ name }) => name)).toEqual(['', 'Encoder']);
  });

  it('become independent for one instance', () => {
    const made = placeModule(square(), 'square', { x: 0, y: 0 }).document;
    const { document, module } = detachInstance(made, 'a');
    expect(document.nodes.find(({ id }) => id === 'a')?.params.module).toBe(module);
    expect(document.modules.map(({ id }) => id)).toEqual(['square', module]);
    expect(usedModules(document).size).toBe(2);
  });

  it('go where nothing uses them', () => {
    const doc = removeNodes(square(), ['a']);
    expect(removeUnusedModules(doc).modules).toEqual([]);
    expect(removeUnusedModules(square()).modules).toHaveLength(1);
  });

  it('travel with copied nodes, once', () => {
    const doc = square();
    const text = JSON.stringify(copyNodes(doc, ['a']));
    const clipping = parseClipping(text);
    if (!clipping) throw new Error('no clipping');
    const same = pasteClipping(doc, clipping, { x: 0, y: 0 });
    expect(same.document.modules).toEqual(doc.modules);
    const other = { ...doc, nodes: [], edges: [], modules: [{ ...blockModule('square', 5) }] };
    const pasted = pasteClipping(other, clipping, { x: 0, y: 0 });
    expect(pasted.document.modules.map(({ id }) => id)).toEqual(['square', 'block_1']);
    expect(pasted.document.nodes[0]?.params.module).toBe('block_1');
    expect(parseClipping(JSON.stringify({ ...clipping, modules: [] }))).toBeUndefined();
  });
});
