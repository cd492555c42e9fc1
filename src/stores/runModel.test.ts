import { expect, it } from 'vitest';
import { renameNode, setParam, setTraining } from '../document/edit';
import { moveItems, setDisabled } from '../document/edit/annotations';
import { inDrawing } from '../document/edit/drawing';
import { movePhase, renamePhase, setPhaseUpdates } from '../document/edit/phases';
import type { NetDocument } from '../document/schema';
import { dcgan } from '../document/templates/dcgan';
import { sameRun } from './runModel';

const document = dcgan.create();

it.each<[string, (d: NetDocument) => NetDocument]>([
  ['names of nodes', (d) => renameNode(d, 'judgeReal', 'Judge')],
  ['names of phases', (d) => renamePhase(d, 0, 'Critic')],
  ['the number of epochs', (d) => setTraining(d, { epochs: 99 })],
  [
    'places',
    (d) => moveItems(d, { nodes: new Map([['judgeReal', { x: 7, y: 7 }]]), groups: new Map(), notes: new Map() }),
  ],
])('a run stays the same after a change of %s', (_, edit) => {
  const after = edit(document);
  expect(after).not.toBe(document);
  expect(sameRun(document, after)).toBe(true);
});

it.each<[string, (d: NetDocument) => NetDocument]>([
  ['a parameter', (d) => setParam(d, 'noise_1', 'shape', [32])],
  ['a parameter inside a module', (d) => inDrawing(d, 'generator', (view) => setParam(view, 'dense_1', 'bias', true))],
  ['a wire inside a module', (d) => inDrawing(d, 'generator', (view) => ({ ...view, edges: view.edges.slice(1) }))],
  ['a node that is bypassed', (d) => setDisabled(d, ['real'], true)],
  ['what a phase updates', (d) => setPhaseUpdates(d, 0, ['generator'])],
  ['the order of the phases', (d) => movePhase(d, 0, 1)],
  ['the seed', (d) => setTraining(d, { seed: 9 })],
])('a run is another one after a change of %s', (_, edit) => {
  const after = edit(document);
  expect(after).not.toBe(document);
  expect(sameRun(document, after)).toBe(false);
});
