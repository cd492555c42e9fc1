import { expect, test } from 'vitest';
import type { NetDocument } from '../../document/schema';
import { mnistMlp } from '../../document/templates/mnistMlp';
import { catalogueEntry } from '../../layers/catalogue';
import { chooseData, chooseOwn, dataNodes, setSteps, withDataOf } from './editData';

/** Two data nodes of the same pictures; the second one does nothing to them. */
function twoNodes(): NetDocument {
  const document = mnistMlp.create();
  const [node] = dataNodes(document);
  if (!node) throw new Error('no data node');
  const second = { ...node, id: 'dataset_2', params: { ...node.params, steps: [], inputName: 'plain' } };
  return { ...document, nodes: [...document.nodes, second] };
}

const paramsOf = (document: NetDocument, name: string) => dataNodes(document).map(({ params }) => params[name]);

function entryOf(id: string) {
  const entry = catalogueEntry(id);
  if (!entry) throw new Error(`no ${id}`);
  return entry;
}

test('another data set goes to all data nodes, whose inputs keep different names', () => {
  const entry = entryOf('penguins');
  const changed = chooseData(twoNodes(), entry);
  expect(paramsOf(changed, 'dataset')).toEqual(['penguins', 'penguins']);
  expect(paramsOf(changed, 'steps')).toEqual([entry.steps, entry.steps]);
  expect(paramsOf(changed, 'inputName')).toEqual([entry.inputName, 'plain']);
  const lost = changed.edges.filter(({ from }) => from.node === 'dataset_1' && from.port === 'x');
  expect(lost.every(({ from }) => entry.columns.some(({ name }) => name === from.port))).toBe(true);
});

test('nodes that read the data set already keep their steps; another one joins them', () => {
  const document = twoNodes();
  const known = entryOf('mnist');
  expect(chooseData(document, known)).toBe(document);
  const [first, second] = dataNodes(document);
  const strayed = {
    ...document,
    nodes: document.nodes.map((node) =>
      node.id === 'dataset_2' ? { ...node, params: { ...node.params, dataset: 'penguins' } } : node,
    ),
  };
  const joined = dataNodes(chooseData(strayed, known));
  expect(joined[0]).toEqual(first);
  expect(joined[1]?.params).toMatchObject({
    dataset: 'mnist',
    steps: known.steps,
    inputName: second?.params.inputName,
  });
});

test('columns of an own data set that was imported anew reach all nodes, their steps stay', () => {
  const document = chooseData(twoNodes(), { ...entryOf('mnist'), id: 'my-digits' });
  const stepped = setSteps(document, 'dataset_2', []);
  const [x, ...others] = entryOf('mnist').columns;
  if (!x) throw new Error('no column');
  const columns = [{ ...x, shape: [1, 14, 14] }, ...others];
  const counts = { train: 2, default: 2, test: 1 };
  const card = {
    id: 'my-digits',
    name: 'x',
    version: '1',
    columns,
    counts,
    licence: '',
    licenceUrl: '',
    source: '',
    citation: '',
  };
  const renewed = chooseOwn(stepped, card, false);
  expect(paramsOf(renewed, 'columns')).toEqual([columns, columns]);
  expect(paramsOf(renewed, 'steps')).toEqual(paramsOf(stepped, 'steps'));
});

test('a document without data gets a node; one node is looked at alone', () => {
  const document = twoNodes();
  const bare = { ...document, nodes: document.nodes.filter(({ type }) => type !== 'dataset'), edges: [] };
  expect(paramsOf(chooseData(bare, entryOf('penguins')), 'dataset')).toEqual(['penguins']);
  expect(dataNodes(withDataOf(document, 'dataset_2')).map(({ id }) => id)).toEqual(['dataset_2']);
});
