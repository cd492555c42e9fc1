import { describe, expect, it } from 'vitest';
import { portsOf } from '../layers/registry';
import { analyzeDocument } from './analyze';
import { addNode, connect, nodeOf, setParam } from './edit';
import { inDrawing } from './edit/drawing';
import { emptyDocument } from './edit.fixture';
import { applyFix, causeOf, fixesFor, fixScope } from './fixes';
import { blockModule, instanceOf, withModules } from './modules.fixture';
import type { NetDocument, ParamValue } from './schema';
import { place } from './templates/template';

const build = (...types: string[]): NetDocument =>
  types.reduce((document, type) => addNode(document, type, { x: 0, y: 0 }).document, emptyDocument());
const wire = (document: NetDocument, from: string, to: string): NetDocument => {
  const end = (text: string) => {
    const [node = '', port = ''] = text.split('.');
    return { node, port };
  };
  return connect(document, end(from), end(to));
};
const problemAt = (document: NetDocument, nodeId: string, portId?: string) => {
  const analysis = analyzeDocument(document);
  const found = analysis.diagnostics.find(
    (item) => item.nodeId === nodeId && (portId === undefined || item.portId === portId),
  );
  if (!found) throw new Error(`nothing wrong with ${nodeId}`);
  return { analysis, found };
};

describe('fixes', () => {
  it('offers a Flatten before a loss that wants a vector, and it mends the wire', () => {
    let document = build('dataset', 'conv2d', 'crossEntropy');
    document = wire(document, 'dataset_1.x', 'conv2d_1.x');
    document = wire(document, 'conv2d_1.y', 'crossEntropy_1.logits');
    document = wire(document, 'dataset_1.y', 'crossEntropy_1.target');
    const { analysis, found } = problemAt(document, 'crossEntropy_1');
    const [fix] = fixesFor(document, analysis, found);
    expect(fix).toEqual({ kind: 'insert', layer: 'flatten', wire: 'conv2d_1.y-crossEntropy_1.logits' });
    const mended = analyzeDocument(applyFix(document, fix!));
    expect(mended.diagnostics.filter((item) => item.severity === 'error')).toEqual([]);
    expect(mended.nodes.get('crossEntropy_1')?.inputs.logits?.shape).toEqual(['B', 32 * 26 * 26]);
  });

  it('offers no layer where none helps, only to take the wire away', () => {
    let document = build('dataset', 'conv2d', 'output');
    document = wire(document, 'dataset_1.y', 'conv2d_1.x');
    document = wire(document, 'conv2d_1.y', 'output_1.x');
    const { analysis, found } = problemAt(document, 'conv2d_1');
    const fixes = fixesFor(document, analysis, found);
    expect(fixes).toEqual([{ kind: 'disconnect', wire: 'dataset_1.y-conv2d_1.x' }]);
    expect(applyFix(document, fixes[0]!).edges).toHaveLength(1);
  });

  it('offers the only loose end that fits a missing wire', () => {
    let document = build('dataset', 'flatten', 'dense', 'crossEntropy');
    document = wire(document, 'dataset_1.x', 'flatten_1.x');
    document = wire(document, 'flatten_1.y', 'dense_1.x');
    document = wire(document, 'dense_1.y', 'crossEntropy_1.logits');
    const { analysis, found } = problemAt(document, 'crossEntropy_1', 'target');
    const [fix] = fixesFor(document, analysis, found);
    expect(fix).toMatchObject({ kind: 'connect', from: { node: 'dataset_1', port: 'y' } });
    expect(left(applyFix(document, fix!))).toEqual([]);
  });

  it('offers nothing where several loose ends fit', () => {
    const document = build('dataset', 'dataset', 'relu', 'output');
    const { analysis, found } = problemAt(wire(document, 'relu_1.y', 'output_1.x'), 'relu_1');
    expect(fixesFor(document, analysis, found)).toEqual([]);
  });

  const set = (document: NetDocument, id: string, param: string, value: ParamValue) =>
    setParam(document, id, param, value);
  /** Errors after a fix. */
  const left = (document: NetDocument) =>
    analyzeDocument(document).diagnostics.filter(({ severity }) => severity === 'error');

  it('gives the size that a published network got wrong: 64*7*7 after unpadded 3x3 convolutions on 28x28', () => {
    let document = build('dataset', 'conv2d', 'maxPool2d', 'conv2d', 'maxPool2d', 'reshape', 'dense', 'output');
    document = set(set(document, 'conv2d_1', 'filters', 32), 'conv2d_2', 'filters', 64);
    document = set(document, 'reshape_1', 'shape', String(64 * 7 * 7));
    for (const [from, to] of [
      ['dataset_1.x', 'conv2d_1.x'],
      ['conv2d_1.y', 'maxPool2d_1.x'],
      ['maxPool2d_1.y', 'conv2d_2.x'],
      ['conv2d_2.y', 'maxPool2d_2.x'],
      ['maxPool2d_2.y', 'reshape_1.x'],
      ['reshape_1.y', 'dense_1.x'],
      ['dense_1.y', 'output_1.x'],
    ] as const)
      document = wire(document, from, to);
    const { analysis, found } = problemAt(document, 'reshape_1');
    expect(found.message).toContain('1600');
    expect(found.message).toContain('3136');
    const [fix] = fixesFor(document, analysis, found);
    expect(fix).toEqual({ kind: 'param', node: 'reshape_1', param: 'shape', value: '1600', parameters: 0 });
    expect(left(applyFix(document, fix!))).toEqual([]);
  });

  it.each([
    { onto: '32x32', border: 2, kernel: 5, declared: '64*6*6', product: 2304, said: '64*6*6 = 2,304' },
    { onto: '28x28', border: 0, kernel: 3, declared: '64*7*7', product: 3136, said: '64*7*7 = 3,136' },
  ])('says what arrives where $declared was declared on $onto, and sets it right', (famous) => {
    const { border, kernel, declared, product, said } = famous;
    const chain = ['zeroPad2d', 'conv2d', 'maxPool2d', 'conv2d', 'maxPool2d', 'flatten', 'dense', 'output'];
    let document = build('dataset', ...chain);
    for (const [index, { id }] of document.nodes.slice(1).entries())
      document = wire(document, index === 0 ? 'dataset_1.x' : `${document.nodes[index]?.id}.y`, `${id}.x`);
    for (const side of ['top', 'bottom', 'left', 'right']) document = set(document, 'zeroPad2d_1', side, border);
    for (const id of ['conv2d_1', 'conv2d_2']) document = set(document, id, 'kernel', [kernel, kernel]);
    document = set(set(document, 'conv2d_2', 'filters', 64), 'dense_1', 'units', 10);
    expect(left(document)).toEqual([]);
    document = set(document, 'dense_1', 'inFeatures', declared);
    const { analysis, found } = problemAt(document, 'dense_1');
    expect(found).toMatchObject({ code: 'shape.declared', details: { expected: product, actual: 1600 } });
    expect(found.message).toBe(`Dense: ${said} input features declared, 1,600 arrive`);
    const fixes = fixesFor(document, analysis, found);
    expect(fixes).toEqual([
      { kind: 'param', node: 'dense_1', param: 'inFeatures', value: '1600', parameters: 16_010 },
      { kind: 'disconnect', wire: 'flatten_1.y-dense_1.x' },
    ]);
    expect(left(applyFix(document, fixes[0]!))).toEqual([]);
  });

  it.each([
    ['lstm', 'inputSize', '28, 28', 'features'],
    ['gru', 'inputSize', '28, 28', 'features'],
    ['simpleRnn', 'inputSize', '28, 28', 'features'],
    ['depthwiseConv1d', 'inChannels', '28, 28', 'channels'],
    ['separableConv1d', 'inChannels', '28, 28', 'channels'],
    ['convTranspose1d', 'inChannels', '28, 28', 'channels'],
    ['depthwiseConv2d', 'inChannels', '28, 7, 4', 'channels'],
    ['separableConv2d', 'inChannels', '28, 7, 4', 'channels'],
  ])('checks what %s declares as %s, and sets it right', (type, param, shape, axis) => {
    const id = `${type}_1`;
    let document = set(build('dataset', 'reshape', type, 'output'), 'reshape_1', 'shape', shape);
    document = wire(wire(document, 'dataset_1.x', 'reshape_1.x'), 'reshape_1.y', `${id}.x`);
    document = set(wire(document, `${id}.y`, 'output_1.x'), id, param, '28');
    expect(left(document)).toEqual([]);
    document = set(document, id, param, '4*8');
    const { analysis, found } = problemAt(document, id);
    expect(found).toMatchObject({ code: 'shape.declared', details: { value: axis, expected: 32, actual: 28 } });
    const [fix] = fixesFor(document, analysis, found);
    expect(fix).toMatchObject({ kind: 'param', node: id, param, value: '28' });
    expect(left(applyFix(document, fix!))).toEqual([]);
  });

  it('mends at an instance what is wrong inside of it', () => {
    const inner = blockModule();
    const nodes = inner.nodes.map((node) =>
      node.id === 'dense_1' ? { ...node, params: { ...node.params, inFeatures: '9' } } : node,
    );
    const document = withModules(
      [place('data', 'dataset', [0, 0]), place('flat', 'flatten', [1, 0]), instanceOf('a', 'block', { repeat: 1 })],
      ['data.x -> flat.x', 'flat.y -> a.in'],
      [{ ...inner, nodes }],
    );
    const { analysis, found } = problemAt(document, 'a');
    expect(found.code).toBe('module.inside');
    expect(fixesFor(document, analysis, found)).toEqual([]);
    const cause = causeOf(analysis, found);
    expect(cause).toMatchObject({ nodeId: 'a/dense_1', code: 'shape.declared' });
    const [fix] = fixesFor(document, analysis, cause);
    expect(fix).toMatchObject({ kind: 'param', node: 'dense_1', param: 'inFeatures', value: '784' });
    const { moduleId } = fixScope(document, analysis, cause);
    expect(left(inDrawing(document, moduleId, (view) => applyFix(view, fix!)))).toEqual([]);
  });

  it('offers a Flatten, or the width of the layer before, where the declared size is the right one', () => {
    let document = build('dataset', 'dense', 'output');
    document = wire(wire(document, 'dataset_1.x', 'dense_1.x'), 'dense_1.y', 'output_1.x');
    document = set(document, 'dense_1', 'inFeatures', '784');
    const flat = problemAt(document, 'dense_1');
    const [first] = fixesFor(document, flat.analysis, flat.found);
    expect(first).toMatchObject({ kind: 'insert', layer: 'flatten' });
    expect(left(applyFix(document, first!))).toEqual([]);

    document = build('dataset', 'flatten', 'dense', 'dense', 'output');
    for (const [from, to] of [
      ['dataset_1.x', 'flatten_1.x'],
      ['flatten_1.y', 'dense_1.x'],
      ['dense_1.y', 'dense_2.x'],
      ['dense_2.y', 'output_1.x'],
    ] as const)
      document = wire(document, from, to);
    document = set(document, 'dense_2', 'inFeatures', '64');
    const wide = problemAt(document, 'dense_2');
    const units = fixesFor(document, wide.analysis, wide.found).find(
      (fix) => fix.kind === 'param' && fix.node === 'dense_1',
    );
    expect(units).toMatchObject({ param: 'units', value: 64, parameters: 784 * 64 + 64 });
    expect(left(applyFix(document, units!))).toEqual([]);
  });

  it('sets the units of the layer before a loss to what the loss compares with, with its cost', () => {
    let document = build('dataset', 'flatten', 'dense', 'dense', 'mse');
    document = set(set(document, 'dense_1', 'units', 128), 'dense_2', 'units', 12);
    document = wire(wire(document, 'dataset_1.x', 'flatten_1.x'), 'flatten_1.y', 'dense_1.x');
    document = wire(wire(document, 'dense_1.y', 'dense_2.x'), 'dense_2.y', 'mse_1.prediction');
    document = wire(document, 'dense_1.y', 'mse_1.target');
    const { analysis, found } = problemAt(document, 'mse_1');
    const fixes = fixesFor(document, analysis, found);
    const units = fixes.find((fix) => fix.kind === 'param' && fix.node === 'dense_2');
    expect(units).toMatchObject({ param: 'units', value: 128, parameters: 128 * 128 + 128 });
    expect(left(applyFix(document, units!))).toEqual([]);
  });

  it('adds a 1x1 projection with the stride that a residual connection needs', () => {
    let document = build('dataset', 'conv2d', 'conv2d', 'add', 'output');
    document = set(set(document, 'conv2d_1', 'filters', 16), 'conv2d_2', 'filters', 32);
    document = set(set(document, 'conv2d_1', 'padding', 'same'), 'conv2d_2', 'padding', 'same');
    document = set(document, 'conv2d_2', 'stride', [2, 2]);
    document = wire(wire(document, 'dataset_1.x', 'conv2d_1.x'), 'conv2d_1.y', 'conv2d_2.x');
    const [first, second] = portsOf(nodeOf(document, 'add_1')!).inputs;
    document = wire(wire(document, 'conv2d_1.y', `add_1.${first!.id}`), 'conv2d_2.y', `add_1.${second!.id}`);
    document = wire(document, 'add_1.y', 'output_1.x');
    const { analysis, found } = problemAt(document, 'add_1');
    const projection = fixesFor(document, analysis, found).find((fix) => fix.kind === 'insert');
    expect(projection).toMatchObject({ layer: 'conv2d', params: { filters: 32, kernel: [1, 1], stride: [2, 2] } });
    expect(projection).toMatchObject({ parameters: 16 * 32 + 32 });
    expect(left(applyFix(document, projection!))).toEqual([]);
  });

  it('matches the heads of attention to the width', () => {
    let document = build('dataset', 'reshape', 'multiHeadAttention', 'output');
    document = set(set(document, 'reshape_1', 'shape', '28, 28'), 'multiHeadAttention_1', 'heads', 5);
    document = wire(wire(document, 'dataset_1.x', 'reshape_1.x'), 'reshape_1.y', 'multiHeadAttention_1.x');
    document = wire(document, 'multiHeadAttention_1.y', 'output_1.x');
    const { analysis, found } = problemAt(document, 'multiHeadAttention_1');
    const heads = fixesFor(document, analysis, found).find((fix) => fix.kind === 'param' && fix.param === 'heads');
    expect(heads).toMatchObject({ value: 4, parameters: 4 * 28 * 28 + 4 * 28 });
    expect(left(applyFix(document, heads!))).toEqual([]);
  });

  it('makes a window fit that is larger than the picture', () => {
    let document = build('dataset', 'conv2d', 'output');
    document = set(document, 'conv2d_1', 'kernel', [40, 40]);
    document = wire(wire(document, 'dataset_1.x', 'conv2d_1.x'), 'conv2d_1.y', 'output_1.x');
    const { analysis, found } = problemAt(document, 'conv2d_1');
    const fixes = fixesFor(document, analysis, found);
    expect(fixes.length).toBeGreaterThan(0);
    for (const fix of fixes.filter(({ kind }) => kind === 'param')) expect(left(applyFix(document, fix))).toEqual([]);
  });
});
