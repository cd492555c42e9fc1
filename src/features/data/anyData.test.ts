import { describe, expect, it, test } from 'vitest';
import { analyzeDocument } from '../../document/analyze';
import { applyFix, causeOf, type Fix, fixedIn, fixesFor, fixScope } from '../../document/fixes';
import type { NetDocument } from '../../document/schema';
import { penguins } from '../../document/templates/penguins';
import { templates } from '../../document/templates/registry';
import { type ColumnSpec, labelled } from '../../layers/columns';
import type { DatasetCard } from '../../stores/dataRoom';
import { chooseOwn } from './editData';

const names = (count: number) => Array.from({ length: count }, (_, i) => `class ${i}`);
const y = (count: number): ColumnSpec => ({
  name: 'y',
  kind: 'class',
  dtype: 'int32',
  shape: [],
  target: true,
  classes: names(count),
});
const features = (count: number): ColumnSpec => ({
  name: 'features',
  kind: 'features',
  dtype: 'float32',
  shape: [count],
  features: names(count),
});
const island: ColumnSpec = { name: 'island', kind: 'class', dtype: 'int32', shape: [], classes: ['north', 'south'] };

const kinds: Readonly<Record<string, readonly ColumnSpec[]>> = {
  pictures: labelled([3, 32, 32], names(3)),
  digits: labelled([1, 28, 28], names(12)),
  table: [features(5), y(3)],
  numbers: [features(5), { name: 'y', kind: 'number', dtype: 'float32', shape: [], target: true }],
  mixed: [features(5), island, y(2)],
  pixels: [features(784), y(10)],
  texts: [{ name: 'text', kind: 'text', dtype: 'text', shape: [] }, y(4)],
};

function own(columns: readonly ColumnSpec[]): DatasetCard {
  const none = { licence: '', licenceUrl: '', source: '', citation: '' };
  const counts = { train: 80, default: 80, test: 20 };
  return { id: 'my-data', name: 'data', version: '1', columns: [...columns], ...none, counts };
}

const errorsIn = (document: NetDocument) =>
  analyzeDocument(document).diagnostics.filter(({ severity }) => severity === 'error');

/** The first fix that is offered for the first error, as it would be clicked; undefined where nothing is wrong. */
function firstFix(document: NetDocument): { readonly fix: Fix | undefined; readonly after: NetDocument } | undefined {
  const [wrong] = errorsIn(document);
  if (!wrong) return undefined;
  const analysis = analyzeDocument(document);
  const cause = causeOf(analysis, wrong);
  const [fix] = fixesFor(document, analysis, cause);
  const { moduleId } = fixScope(document, analysis, cause);
  return { fix, after: fix ? fixedIn(document, moduleId, fix) : document };
}

/** Fixes that were clicked until nothing is wrong. */
function mended(document: NetDocument): { readonly clicks: readonly (string | undefined)[]; readonly left: number } {
  const clicks: (string | undefined)[] = [];
  let now = document;
  for (let found = firstFix(now); found && clicks.length < 4; found = firstFix(now)) {
    clicks.push(found.fix?.kind);
    now = found.after;
  }
  return { clicks, left: errorsIn(now).length };
}

const template = (id: string): NetDocument => {
  const found = templates.find((item) => item.id === id);
  if (!found) throw new Error(`no ${id}`);
  return found.create();
};

describe.each(Object.entries(kinds))('%s of one’s own', (_, columns) => {
  it.each(templates.map(({ id }) => id))('go into %s, with a click for what does not fit', (id) => {
    const { clicks, left } = mended(chooseOwn(template(id), own(columns), false));
    expect(left).toBe(0);
    expect(clicks).not.toContain('disconnect');
    expect(clicks.length).toBeLessThan(4);
  });
});

test('what has the shape of what was there before is wired in its place, with as many scores as there are classes', () => {
  const mlp = chooseOwn(template('mnist-mlp'), own(kinds.table ?? []), false);
  expect(analyzeDocument(mlp).diagnostics).toEqual([]);
  expect(mlp.nodes.find(({ id }) => id === 'dense_3')?.params.units).toBe(3);
  const cnn = chooseOwn(template('mnist-cnn'), own(kinds.digits ?? []), false);
  expect(analyzeDocument(cnn).diagnostics).toEqual([]);
  expect(analyzeDocument(cnn).nodes.get('dense_2')?.outputs.y?.shape).toEqual(['B', 12]);
});

test('a row of pixels gets the shape of a picture before a convolution; a picture is flattened behind the data', () => {
  const pixels = firstFix(chooseOwn(template('mnist-cnn'), own(kinds.pixels ?? []), false));
  expect(pixels?.fix).toMatchObject({ kind: 'insert', layer: 'reshape', params: { shape: '1, 28, 28' } });
  const flat = firstFix(chooseOwn(template('toy-2d'), own(kinds.pictures ?? []), false));
  expect(flat?.fix).toMatchObject({ kind: 'insert', layer: 'flatten' });
  const into = flat?.after.edges.find(({ from }) => from.node === 'dataset_1' && from.port === 'x')?.to.node;
  expect(flat?.after.nodes.find(({ id }) => id === into)?.type).toBe('flatten');
});

test('a plain model takes every column, answers with the target, and keeps the data and the seed', () => {
  const before = chooseOwn(template('dcgan'), own(kinds.mixed ?? []), false);
  const found = firstFix(before);
  expect(found?.fix).toMatchObject({ kind: 'rebuild', parameters: (5 + 2) * 64 + 64 + 64 * 2 + 2 });
  const after = found?.after ?? before;
  expect(analyzeDocument(after).diagnostics).toEqual([]);
  expect(after.nodes.map(({ type }) => type)).toEqual([
    'dataset',
    'concat',
    'dense',
    'dense',
    'crossEntropy',
    'softmax',
    'output',
  ]);
  expect(after.nodes[0]?.params).toEqual(before.nodes.find(({ type }) => type === 'dataset')?.params);
  expect(after.training).toMatchObject({ seed: before.training.seed, phases: [{ optimizer: { type: 'adam' } }] });
  expect(after.modules).toEqual([]);
});

test('a loss that chooses among too few classes is an error, among too many a warning, and both are mended', () => {
  const document = penguins.create();
  const withUnits = (units: number): NetDocument => ({
    ...document,
    nodes: document.nodes.map((node) =>
      node.id === 'dense_2' ? { ...node, params: { ...node.params, units } } : node,
    ),
  });
  for (const [units, code, severity] of [
    [2, 'data.classes', 'error'],
    [5, 'data.spareClasses', 'warning'],
  ] as const) {
    const wrong = withUnits(units);
    const analysis = analyzeDocument(wrong);
    const [diagnostic] = analysis.diagnostics;
    expect(diagnostic).toMatchObject({ code, severity, details: { expected: 3, actual: units } });
    const [fix] = diagnostic ? fixesFor(wrong, analysis, diagnostic) : [];
    expect(fix).toMatchObject({ kind: 'param', node: 'dense_2', param: 'units', value: 3 });
    expect(fix && analyzeDocument(applyFix(wrong, fix)).diagnostics).toEqual([]);
  }
});
