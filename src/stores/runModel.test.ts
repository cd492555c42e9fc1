import { describe, expect, it } from 'vitest';
import { moveNodes, renameNode, setParam } from '../document/edit';
import { setDisabled } from '../document/edit/annotations';
import { inDrawing } from '../document/edit/drawing';
import { createModule } from '../document/edit/modules';
import { mnistCnn } from '../document/templates/mnistCnn';
import { sameRun } from './runModel';

const plain = mnistCnn.create();
const made = createModule(plain, ['conv2d_2', 'maxPool2d_2'], 'Features');
const document = made.document;
const inside = (change: Parameters<typeof inDrawing>[2]) => inDrawing(document, made.module, change);

describe('a run goes on', () => {
  it.each([
    [
      'with other names and places',
      renameNode(moveNodes(document, new Map([['dense_1', { x: 1, y: 2 }]])), 'dense_1', 'Head'),
    ],
    ['with other places inside a module', inside((view) => moveNodes(view, new Map([['conv2d_2', { x: 1, y: 2 }]])))],
    ['with the same modules in another order', { ...document, modules: [...document.modules] }],
    ['with more epochs', { ...document, training: { ...document.training, epochs: 99 } }],
  ])('%s', (_, changed) => expect(sameRun(document, changed)).toBe(true));

  it.each([
    ['another parameter', setParam(document, 'dense_1', 'units', 7)],
    ['another parameter inside a module', inside((view) => setParam(view, 'conv2d_2', 'filters', 7))],
    ['a node bypassed', setDisabled(document, ['dense_1'], true)],
    ['a node bypassed inside a module', inside((view) => setDisabled(view, ['maxPool2d_2'], true))],
    ['fewer wires', { ...document, edges: document.edges.slice(1) }],
    ['another batch size', { ...document, training: { ...document.training, batchSize: 7 } }],
  ])('not with %s', (_, changed) => expect(sameRun(document, changed)).toBe(false));
});
