import type { DocEdge, DocNode, NetDocument } from './schema';
import { lstmSentiment } from './templates/lstmSentiment';
import { placeData } from './templates/parts';
import { penguins } from './templates/penguins';
import { place } from './templates/template';

function wired(document: NetDocument, nodes: readonly DocNode[], wires: readonly string[]): NetDocument {
  const edges = wires.map((text): DocEdge => {
    const [from = ['', ''], to = ['', '']] = text.split(' -> ').map((end) => end.split('.'));
    const [[node = '', port = ''], [toNode = '', toPort = '']] = [from, to];
    return { id: text, from: { node, port }, to: { node: toNode, port: toPort } };
  });
  const taken = new Set(edges.map(({ to }) => `${to.node}.${to.port}`));
  const kept = document.edges.filter(({ to }) => !taken.has(`${to.node}.${to.port}`));
  const placed = new Set(nodes.map(({ id }) => id));
  const others = document.nodes.filter(({ id }) => !placed.has(id));
  return { ...document, id: 'two', name: 'Two sources', nodes: [...others, ...nodes], edges: [...kept, ...edges] };
}

/** Penguins whose numbers come scaled from one data node, and as they are, with the island, from another. */
export const twoTables = (): NetDocument => {
  const steps = [
    { column: 'features', type: 'missing', params: { method: 'mean' } },
    { column: 'island', type: 'oneHot', params: {} },
  ];
  return wired(
    penguins.create(),
    [
      placeData('dataset_2', 'penguins', [0, 2], { steps, inputName: 'more' }),
      place('concat_1', 'concat', [1, 0], { inputs: 4 }),
    ],
    ['dataset_2.island -> concat_1.b', 'dataset_2.features -> concat_1.d'],
  );
};

/** Reviews read as words from one data node and as characters from another. */
export const twoTexts = (): NetDocument => {
  const steps = [{ column: 'text', type: 'tokenise', params: { unit: 'characters', length: 60 } }];
  return wired(
    lstmSentiment.create(),
    [
      placeData('dataset_2', 'sentiment', [0, 2], { steps, inputName: 'letters' }),
      place('embedding_2', 'embedding', [1, 2], { vocabulary: 200, features: 8 }),
      place('flatten_2', 'flatten', [2, 2]),
      place('concat_2', 'concat', [3, 2], { inputs: 2 }),
    ],
    [
      'dataset_2.text -> embedding_2.tokens',
      'embedding_2.y -> flatten_2.x',
      'dropout_2.y -> concat_2.a',
      'flatten_2.y -> concat_2.b',
      'concat_2.y -> dense_1.x',
    ],
  );
};
