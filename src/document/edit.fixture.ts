import fc from 'fast-check';
import { defaultPortsOf, layers } from '../layers/registry';
import {
  addNode,
  connect,
  copyNodes,
  disconnect,
  duplicateNodes,
  insertOnWire,
  moveNodes,
  pasteClipping,
  removeNodes,
  renameDocument,
  renameNode,
  setParam,
  setPhase,
  setTraining,
} from './edit';
import { type Annotations, addGroup, addNote, removeAnnotations } from './edit/annotations';
import { inDrawing } from './edit/drawing';
import {
  createModule,
  detachInstance,
  expandInstance,
  placeModule,
  removeUnusedModules,
  renameModule,
} from './edit/modules';
import {
  addPhase,
  duplicatePhase,
  movePhase,
  removePhase,
  renamePhase,
  setPhaseLosses,
  setPhaseUpdates,
} from './edit/phases';
import type { NetDocument } from './schema';

export function emptyDocument(): NetDocument {
  return {
    format: 'netloom',
    version: 1,
    id: 'test',
    name: 'Test',
    nodes: [],
    edges: [],
    groups: [],
    notes: [],
    modules: [],
    training: {
      seed: 1,
      batchSize: 32,
      epochs: 1,
      validation: { fraction: 0.1, stratified: true },
      phases: [{ name: 'main', optimizer: { type: 'adam', params: {} } }],
    },
  };
}

type Edit = (document: NetDocument) => NetDocument;

const types = [...layers.keys()];
const ports = [
  ...new Set(
    [...layers.values()]
      .map(defaultPortsOf)
      .flatMap(({ inputs, outputs }) => [...inputs, ...outputs])
      .map(({ id }) => id),
  ),
];
const paramNames = [...new Set([...layers.values()].flatMap((layer) => Object.keys(layer.params)))];
const id = fc
  .tuple(fc.constantFrom(...types), fc.integer({ min: 1, max: 3 }))
  .map(([type, number]) => `${type}_${number}`);
const ids = fc.array(id, { maxLength: 4 });
const place = fc.record({ x: fc.double({ noNaN: false }), y: fc.integer({ min: -500, max: 500 }) });
const offset = fc.record({ x: fc.integer({ min: -50, max: 50 }), y: fc.integer({ min: -50, max: 50 }) });
const port = fc.record({ node: id, port: fc.constantFrom(...ports) });
/** Values of the right and of the wrong kind, in and out of bounds. */
const value = fc.oneof(
  fc.integer({ min: -5, max: 70_000 }),
  fc.double(),
  fc.boolean(),
  fc.string(),
  fc.constantFrom('same', 'relu', 'unit'),
  fc.array(fc.integer({ min: -1, max: 9 }), { maxLength: 3 }),
);
/** Index into whatever wires there are. */
const wireAt = fc.nat(20);
const wireId = (document: NetDocument, index: number) =>
  document.edges[index % Math.max(1, document.edges.length)]?.id ?? '';

const someIds = (document: NetDocument, places: readonly number[]) =>
  places.flatMap((at) => document.nodes[at % Math.max(1, document.nodes.length)]?.id ?? []);
const someModule = (document: NetDocument, at: number) =>
  document.modules[at % Math.max(1, document.modules.length)]?.id;

/** All frames and notes but the oldest of each; copies of four at most, so that they do not outgrow the rest. */
const allAnnotations = (document: NetDocument): Annotations => ({
  groups: document.groups.slice(1, 5).map((group) => group.id),
  notes: document.notes.slice(1, 5).map((note) => note.id),
});

/** Edits that make, place and take apart modules. */
const moduleEdit: fc.Arbitrary<Edit> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.array(fc.nat(30), { maxLength: 5 }).map(
      (places): Edit =>
        (d) =>
          createModule(d, someIds(d, places), 'Block', allAnnotations(d)).document,
    ),
  },
  fc.nat(9).map(
    (at): Edit =>
      (d) =>
        placeModule(d, someModule(d, at) ?? '', { x: 0, y: 0 }).document,
  ),
  fc.nat(30).map(
    (at): Edit =>
      (d) =>
        expandInstance(d, someIds(d, [at])[0] ?? '').document,
  ),
  fc.nat(30).map(
    (at): Edit =>
      (d) =>
        detachInstance(d, someIds(d, [at])[0] ?? '').document,
  ),
  fc.tuple(fc.nat(30), fc.integer({ min: 1, max: 4 })).map(
    ([at, times]): Edit =>
      (d) =>
        setParam(d, someIds(d, [at])[0] ?? '', 'repeat', times),
  ),
  fc.nat(9).map(
    (at): Edit =>
      (d) =>
        renameModule(d, someModule(d, at) ?? '', 'Other'),
  ),
  fc.constant(removeUnusedModules),
);

const plainEdit: fc.Arbitrary<Edit> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(...types).map(
      (type): Edit =>
        (d) =>
          addNode(d, type, { x: 0, y: 0 }).document,
    ),
  },
  {
    weight: 6,
    arbitrary: fc.tuple(port, port).map(
      ([from, to]): Edit =>
        (d) =>
          connect(d, from, to),
    ),
  },
  fc.tuple(id, id).map(
    ([from, to]): Edit =>
      (d) =>
        connect(d, { node: from, port: 'y' }, { node: to, port: 'x' }),
  ),
  wireAt.map(
    (index): Edit =>
      (d) =>
        disconnect(d, [wireId(d, index)]),
  ),
  ids.map(
    (list): Edit =>
      (d) =>
        removeNodes(d, list),
  ),
  fc.tuple(id, fc.constantFrom(...paramNames), value).map(
    ([node, name, to]): Edit =>
      (d) =>
        setParam(d, node, name, to),
  ),
  fc.tuple(id, fc.string({ maxLength: 130 })).map(
    ([node, name]): Edit =>
      (d) =>
        renameNode(d, node, name),
  ),
  fc.string({ maxLength: 130 }).map(
    (name): Edit =>
      (d) =>
        renameDocument(d, name),
  ),
  fc.array(fc.tuple(id, place)).map(
    (moves): Edit =>
      (d) =>
        moveNodes(d, new Map(moves)),
  ),
  fc.tuple(ids, offset).map(
    ([list, by]): Edit =>
      (d) =>
        duplicateNodes(d, list, by, allAnnotations(d)).document,
  ),
  fc.tuple(ids, offset).map(
    ([list, by]): Edit =>
      (d) =>
        pasteClipping(d, copyNodes(d, list, allAnnotations(d)), by).document,
  ),
  fc.tuple(offset, fc.boolean()).map(
    ([position, framed]): Edit =>
      (d) => {
        const size = { width: 100, height: 80 };
        return framed
          ? addGroup(d, { title: 'Part', color: 'blue', position, size }).drawing
          : addNote(d, { text: 'why', color: 'yellow', position, size }).drawing;
      },
  ),
  fc.nat(3).map(
    (at): Edit =>
      (d) =>
        removeAnnotations(d, { groups: d.groups.slice(at).map((group) => group.id), notes: [] }),
  ),
  fc.tuple(wireAt, id).map(
    ([index, node]): Edit =>
      (d) =>
        insertOnWire(d, wireId(d, index), node),
  ),
  fc.record({ batchSize: fc.integer({ min: -1, max: 70_000 }) }).map(
    (change): Edit =>
      (d) =>
        setTraining(d, change),
  ),
  fc.record({ seed: fc.double() }).map(
    (change): Edit =>
      (d) =>
        setTraining(d, change),
  ),
  fc.nat(9).chain(
    (at): fc.Arbitrary<Edit> =>
      fc.oneof(
        fc.constant<Edit>((d) =>
          addPhase(d, { name: '', losses: [], updates: [], optimizer: { type: 'sgd', params: {} } }, at),
        ),
        fc.constant<Edit>((d) => duplicatePhase(d, at, 'Copy')),
        fc.constant<Edit>((d) => removePhase(d, at)),
        fc.nat(9).map(
          (to): Edit =>
            (d) =>
              movePhase(d, at % 3, to % 3),
        ),
        fc.string({ maxLength: 130 }).map(
          (name): Edit =>
            (d) =>
              renamePhase(d, at % 3, name),
        ),
        ids.map(
          (list): Edit =>
            (d) =>
              setPhaseUpdates(d, at % 3, list),
        ),
        fc.tuple(id, fc.double()).map(
          ([node, weight]): Edit =>
            (d) =>
              setPhaseLosses(d, at % 3, [{ node, weight }]),
        ),
      ),
  ),
  fc.constantFrom('adam', 'sgd').map(
    (type): Edit =>
      (d) =>
        setPhase(d, 0, { optimizer: { type, params: {} } }),
  ),
);

const drawingEdit = fc.oneof({ weight: 3, arbitrary: plainEdit }, moduleEdit);

/** Any edit, with arguments that make sense about as often as not; of the document's own drawing or inside a module. */
export const anyEdit: fc.Arbitrary<Edit> = fc
  .tuple(drawingEdit, fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, fc.nat(9)))
  .map(
    ([edit, at]): Edit =>
      (d) =>
        inDrawing(d, at === undefined ? undefined : someModule(d, at), edit),
  );
