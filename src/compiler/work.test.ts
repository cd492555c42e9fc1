import { afterEach, expect, it, vi } from 'vitest';
import { edgeId } from '../document/edit';
import type { DocEdge, DocNode, NetDocument } from '../document/schema';
import { place } from '../document/templates/template';
import { Builder } from '../ir/builder';
import type { Value } from '../ir/op';
import { labelled } from '../layers/columns';
import { encodeProgram } from '../onnx/encode';
import { documentOf } from '../testing/models/models';
import { compileEvaluate, compileTrain } from './compile';

const at = [0, 0] as const;
type Wire = readonly [from: string, to: string];

/** A document of `links` parts, each of one layer or more; `link(i, last)` gives part i behind the node `last`. */
function documentOfLinks(
  links: number,
  link: (i: number, last: string) => { nodes: readonly DocNode[]; wires: readonly Wire[]; last: string },
): NetDocument {
  const nodes = [place('data', 'dataset', at, { columns: labelled([8], ['a', 'b', 'c']) } as never)];
  const wires: Wire[] = [];
  let last = 'data.x';
  for (let i = 0; i < links; i++) {
    const part = link(i, last);
    nodes.push(...part.nodes);
    wires.push(...part.wires);
    last = part.last;
  }
  nodes.push(place('head', 'dense', at, { units: 3 }), place('loss', 'crossEntropy', at));
  wires.push([last, 'head.x'], ['head.y', 'loss.logits'], ['data.y', 'loss.target']);
  return { ...documentOf('mlp', 'adam'), nodes, edges: wires.map(edge) };
}

function edge([source, target]: Wire): DocEdge {
  const [from, to] = [source, target].map((end) => {
    const [node = '', port = ''] = end.split('.');
    return { node, port };
  }) as [DocEdge['from'], DocEdge['to']];
  return { id: edgeId(from, to), from, to };
}

const dense = (id: string) => place(id, 'dense', at, { units: 8, activation: 'tanh' });

const shapes: Readonly<Record<string, (links: number) => NetDocument>> = {
  'a deep chain': (links) =>
    documentOfLinks(links, (i, last) => ({ nodes: [dense(`d${i}`)], wires: [[last, `d${i}.x`]], last: `d${i}.y` })),
  'many layers that read one value': (links) =>
    documentOfLinks(links, (i) => ({ nodes: [dense(`d${i}`)], wires: [['data.x', `d${i}.x`]], last: `d${i}.y` })),
  'many losses': (links) =>
    documentOfLinks(links, (i, last) => ({
      nodes: [place(`d${i}`, 'dense', at, { units: 3 }), place(`l${i}`, 'crossEntropy', at)],
      wires: [
        ['data.x', `d${i}.x`],
        [`d${i}.y`, `l${i}.logits`],
        ['data.y', `l${i}.target`],
      ],
      last,
    })),
  'many random tensors': (links) =>
    documentOfLinks(links, (i, last) => ({
      nodes: [place(`d${i}`, 'dropout', at)],
      wires: [[last, `d${i}.x`]],
      last: `d${i}.y`,
    })),
};

afterEach(() => vi.restoreAllMocks());

/** How often compiling and encoding look at a node of the document, at a wire or at a node of a graph. */
function looks(doc: NetDocument): number {
  let count = 0;
  const watched = <T extends object>(item: T): T =>
    new Proxy(item, {
      get(target, key, receiver) {
        count++;
        return Reflect.get(target, key, receiver);
      },
    });
  const append = Builder.prototype.append;
  vi.spyOn(Builder.prototype, 'append').mockImplementation(function (this: Builder, ...args) {
    const values: readonly Value[] = append.apply(this, args);
    const node = values[0]?.node;
    const inputs = node?.inputs;
    if (node)
      Object.defineProperty(node, 'inputs', {
        get() {
          count++;
          return inputs;
        },
      });
    return values;
  });
  const seen = { ...doc, nodes: doc.nodes.map(watched), edges: doc.edges.map(watched) };
  for (const program of [compileTrain(seen, { batch: 4 }), compileEvaluate(seen)]) {
    if (!program.ok) throw new Error(program.error.map(({ message }) => message).join('; '));
    encodeProgram(program.value, { target: 'cpu' });
  }
  vi.restoreAllMocks();
  return count;
}

it.each(Object.entries(shapes))('%s: work grows as the document does', (_, documentOfSize) => {
  const [some, twice, fourfold] = [30, 60, 120].map((links) => looks(documentOfSize(links))) as [
    number,
    number,
    number,
  ];
  expect(some).toBeGreaterThan(1000);
  // what grows linearly adds twice as much from 60 to 120 links as from 30 to 60
  expect((fourfold - twice) / (twice - some)).toBeLessThan(2.02);
});
