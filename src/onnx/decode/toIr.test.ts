import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HostTensor } from '../../core/tensor';
import type { Executor } from '../../runtime/executor';
import { createNodeExecutor } from '../../runtime/nodeExecutor';
import { encodeGraph } from '../encode';
import { TensorProto_DataLocation, TensorProto_DataType as Type } from '../onnx_pb';
import { floats, type Graph, info, ints, model, node } from './models.fixture';
import { type ImportedModel, type ImportOptions, importModel } from './toIr';

let executor: Executor;
beforeAll(async () => {
  executor = await createNodeExecutor({ provider: 'cpu', threads: 1 });
});
afterAll(() => executor.dispose());

const x = info('x', ['N', 3, 4]);
const y = info('y', []);

function imported(graph: Graph, opset?: number, options?: ImportOptions, functions?: readonly object[]): ImportedModel {
  const result = importModel(model(graph, opset, functions), options);
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

function refused(graph: Graph, opset?: number, functions?: readonly object[]) {
  const result = importModel(model(graph, opset, functions));
  if (result.ok) throw new Error('it was accepted');
  return result.error;
}

const opsOf = ({ graph }: ImportedModel): string[] => graph.nodes.map(({ op }) => op);

const float = (dims: readonly number[], ...values: number[]): HostTensor => ({
  dtype: 'float32',
  dims,
  data: Float32Array.from(values),
});
const int = (value: number): HostTensor => ({ dtype: 'int64', dims: [], data: BigInt64Array.of(BigInt(value)) });

async function run({ graph }: ImportedModel, feeds: Readonly<Record<string, HostTensor>>): Promise<HostTensor[]> {
  const session = await executor.createSession(encodeGraph(graph, { target: 'cpu' }));
  const results = await session.run(feeds);
  const read = await Promise.all(graph.outputs.map(({ name }) => results[name]!.read()));
  await session.dispose();
  return read;
}

/** One node between x and y. */
const single = (
  opType: string,
  attributes: Parameters<typeof node>[3] = {},
  more: Graph['initializer'] = [],
): Graph => ({
  name: 'g',
  node: [node(opType, ['x', ...more.map(({ name = '' }) => name)], ['y'], attributes)],
  input: [x],
  output: [y],
  initializer: more,
});

describe('shapes computed in the graph', () => {
  it('become attributes, the batch symbolic', () => {
    // x.view(x.size(0), -1), as PyTorch writes it
    const { graph } = imported({
      name: 'g',
      node: [
        node('Shape', ['x'], ['s']),
        node('Gather', ['s', 'zero'], ['n']),
        node('Unsqueeze', ['n', 'axes'], ['n1']),
        node('Concat', ['n1', 'rest'], ['shape'], { axis: 0 }),
        node('Reshape', ['x', 'shape'], ['y']),
      ],
      initializer: [ints('zero', [0], []), ints('axes', [0]), ints('rest', [-1])],
      input: [x],
      output: [y],
    });
    expect(graph.nodes.map(({ op }) => op)).toEqual(['input', 'reshape']);
    expect(graph.outputs[0]?.value.type.shape).toEqual(['N', 12]);
  });

  it('know that a size is never negative', () => {
    // where(shape == -1, 1, shape), as PyTorch writes expand
    const { graph } = imported({
      name: 'g',
      node: [
        node('Shape', ['x'], ['s']),
        node('Equal', ['s', 'minus'], ['is']),
        node('Where', ['is', 'one', 's'], ['shape']),
        node('Reshape', ['x', 'shape'], ['y']),
      ],
      initializer: [ints('minus', [-1]), ints('one', [1])],
      input: [x],
      output: [y],
    });
    expect(graph.outputs[0]?.value.type.shape).toEqual(['N', 3, 4]);
  });

  it('take the sizes they are told', () => {
    const { graph } = imported(single('Flatten'), 17, { sizes: new Map([['N', 5]]) });
    expect(graph.inputs[0]?.value.type.shape).toEqual([5, 3, 4]);
    expect(graph.outputs[0]?.value.type.shape).toEqual([5, 12]);
  });

  it('are refused where only a run could tell them', () => {
    const graph: Graph = {
      name: 'g',
      node: [node('Reshape', ['x', 'shape'], ['y'], {})],
      input: [x, info('shape', [2], Type.INT64)],
      output: [y],
    };
    const { code, message, details } = refused(graph);
    expect(code).toBe('onnx.dynamic');
    expect(message).toBe('Reshape: its shape must be known before the model runs (node y)');
    expect(details).toMatchObject({ op: 'Reshape', node: 'y' });
    const fixed = new Map([['shape', { dtype: 'int64', dims: [2], data: BigInt64Array.of(0n, 12n) } as const]]);
    const known = importModel(model(graph), { fixed });
    expect(known.ok && known.value.fixed).toEqual(['shape']);
    expect(known.ok && known.value.graph.inputs.map(({ name }) => name)).toEqual(['x']);
  });
});

describe('versions of an operator', () => {
  it('Squeeze takes its axes from an attribute, from opset 13 on from an input', () => {
    const narrow = { ...single('Squeeze', { axes: [1] }), input: [info('x', ['N', 1, 4])] };
    expect(imported(narrow, 11).graph.outputs[0]?.value.type.shape).toEqual(['N', 4]);
    expect(refused(narrow, 13).code).toBe('onnx.attribute');
    const later = { ...single('Squeeze', {}, [ints('axes', [-2])]), input: [info('x', ['N', 1, 4])] };
    expect(imported(later, 13).graph.outputs[0]?.value.type.shape).toEqual(['N', 4]);
  });

  it('Softmax is over all axes from its axis on, since opset 13 over one', async () => {
    const fixed = { ...single('Softmax', { axis: 1 }), input: [info('x', [1, 2, 2])] };
    const feeds = { x: float([1, 2, 2], 0, 0, 0, 0) };
    expect([...(await run(imported(fixed, 12), feeds))[0]!.data]).toEqual([0.25, 0.25, 0.25, 0.25]);
    expect([...(await run(imported(fixed, 13), feeds))[0]!.data]).toEqual([0.5, 0.5, 0.5, 0.5]);
  });

  it('an operator newer than the model, or a model newer than us, is refused', () => {
    const norm = single('LayerNormalization', {}, [floats('scale', [4], [1, 1, 1, 1])]);
    expect(imported(norm, 17).graph.outputs[0]?.value.type.shape).toEqual(['N', 3, 4]);
    expect(refused(norm, 16).message).toContain('opset 16 of LayerNormalization');
    expect(refused(single('Relu'), 27).code).toBe('onnx.opset');
    expect(imported(single('Relu'), 26).graph.outputs).toHaveLength(1);
    expect(imported(single('Relu'), 7).graph.outputs).toHaveLength(1);
  });
});

describe('nothing is dropped in silence', () => {
  it('an unknown attribute, input or output is an error that names it', () => {
    expect(refused(single('Relu', { slope: 1 }))).toMatchObject({
      code: 'onnx.attribute',
      details: { op: 'Relu', attribute: 'slope', node: 'y' },
    });
    expect(refused(single('Relu', {}, [floats('more', [1], [0])]))).toMatchObject({
      code: 'onnx.input',
      details: { op: 'Relu', index: 1 },
    });
    const two: Graph = { name: 'g', node: [node('Relu', ['x'], ['y', 'z'])], input: [x], output: [y] };
    expect(refused(two)).toMatchObject({ code: 'onnx.output', details: { op: 'Relu', index: 1 } });
  });

  it('an unknown operator, domain or element type is an error that names it', () => {
    expect(refused(single('Frobnicate')).message).toBe('Frobnicate is not supported (node y)');
    const other: Graph = { ...single('Relu'), node: [{ ...node('Gelu', ['x'], ['y']), domain: 'com.microsoft' }] };
    expect(refused(other).message).toBe('com.microsoft.Gelu is not supported (node y)');
    const strings: Graph = { ...single('Identity'), input: [info('x', [1], Type.STRING)] };
    expect(refused(strings).message).toBe('input x: string elements are not supported');
  });

  it('operators nothing depends on need not be known', () => {
    const graph = single('Relu');
    expect(opsOf(imported({ ...graph, node: [...graph.node, node('Frobnicate', ['x'], ['unread'])] }))).toEqual([
      'input',
      'relu',
    ]);
  });

  it('shapes that do not fit are an error of the model', () => {
    const { code, message } = refused(single('MatMul', {}, [floats('w', [3, 1], [1, 2, 3])]));
    expect(code).toBe('onnx.shape');
    expect(message).toBe('MatMul: expected K to be 4, got 3 (node y)');
  });

  it('weights in another file are an error that says so', () => {
    const outside = { ...floats('w', [4], []), dataLocation: TensorProto_DataLocation.EXTERNAL };
    expect(refused(single('Add', {}, [outside]))).toMatchObject({ code: 'onnx.externalData', details: { name: 'w' } });
  });
});

describe('graphs that contradict themselves', () => {
  const graphs: readonly (readonly [string, Graph])[] = [
    [
      'a cycle',
      { name: 'g', node: [node('Add', ['x', 'b'], ['y']), node('Relu', ['y'], ['b'])], input: [x], output: [y] },
    ],
    [
      'two definitions',
      { name: 'g', node: [node('Relu', ['x'], ['y']), node('Neg', ['x'], ['y'])], input: [x], output: [y] },
    ],
    ['an undefined name', { name: 'g', node: [node('Relu', ['nowhere'], ['y'])], input: [x], output: [y] }],
    ['two inputs of a name', { name: 'g', node: [node('Relu', ['x'], ['y'])], input: [x, x], output: [y] }],
    ['two outputs of a name', { name: 'g', node: [node('Relu', ['x'], ['y'])], input: [x], output: [y, y] }],
    ['no output', { name: 'g', node: [], input: [x], output: [] }],
    ['a missing input', { name: 'g', node: [node('Add', ['x'], ['y'])], input: [x], output: [y] }],
  ];
  it.each(graphs)('%s', (_, graph) => {
    expect(refused(graph).code).toBe('onnx.invalid');
  });

  it('but nodes may come in any order', () => {
    const graph: Graph = {
      name: 'g',
      node: [node('Neg', ['r'], ['y']), node('Relu', ['x'], ['r'])],
      input: [x],
      output: [y],
    };
    expect(opsOf(imported(graph))).toEqual(['input', 'relu', 'neg']);
  });
});

describe('initialisers', () => {
  const linear: Graph = {
    name: 'g',
    node: [node('Gemm', ['x', 'w', 'b'], ['h'], { transB: 1 }), node('Clip', ['h', 'low'], ['y'])],
    input: [info('x', ['N', 2]), info('w', [1, 2])],
    output: [y],
    initializer: [floats('w', [1, 2], [1, -1]), floats('b', [1], [0.5]), floats('low', [], [0])],
  };

  it('are constants, also where they are listed among the inputs', () => {
    const { graph, parameters } = imported(linear);
    expect(graph.inputs.map(({ name }) => name)).toEqual(['x']);
    expect(parameters).toEqual([]);
  });

  it('stay inputs where they are asked for', () => {
    const { graph, parameters } = imported(linear, 17, { parameters: (name) => name !== 'low' });
    expect(graph.inputs.map(({ name }) => name)).toEqual(['x', 'w', 'b']);
    expect(parameters.map(({ name, tensor }) => [name, ...tensor.data])).toEqual([
      ['w', 1, -1],
      ['b', 0.5],
    ]);
  });
});

describe('branches and loops', () => {
  const branch = (op: string): Graph => ({
    name: 'b',
    node: [node(op, ['x'], ['r'])],
    output: [info('r', ['N', 3, 4])],
  });
  const choice = (condition: string): Graph => ({
    name: 'g',
    node: [
      node('If', [condition], ['y'], { then_branch: { graph: branch('Neg') }, else_branch: { graph: branch('Abs') } }),
    ],
    input: [info('x', [2])],
    output: [y],
  });

  it('take the branch that is known', () => {
    const graph = choice('c');
    const known = { ...ints('c', [], []), dataType: Type.BOOL, int32Data: [0] };
    expect(opsOf(imported({ ...graph, initializer: [known] }))).toEqual(['input', 'abs']);
  });

  it('run the branch that is not, reading values of the graph around it', async () => {
    const graph = choice('c');
    const both = imported({ ...graph, input: [...(graph.input ?? []), info('c', [], Type.BOOL)] });
    expect(opsOf(both)).toEqual(['input', 'input', 'onnx']);
    const given = (c: number) => ({
      x: float([2], -1, 2),
      c: { dtype: 'bool', dims: [], data: Uint8Array.of(c) } satisfies HostTensor,
    });
    expect([...(await run(both, given(1)))[0]!.data]).toEqual([1, -2]);
    expect([...(await run(both, given(0)))[0]!.data]).toEqual([1, 2]);
  });

  /** v starts as x; each step adds w and gives v^2. */
  const body: Graph = {
    name: 'body',
    node: [
      node('Identity', ['go'], ['on']),
      node('Add', ['v', 'w'], ['next']),
      node('Mul', ['next', 'next'], ['seen']),
    ],
    input: [info('i', [], Type.INT64), info('go', [], Type.BOOL), info('v', [2])],
    output: [info('on', [], Type.BOOL), info('next', [2]), info('seen', [2])],
  };
  const loop: Graph = {
    name: 'g',
    node: [node('Neg', ['x'], ['w']), node('Loop', ['trips', '', 'x'], ['last', 'all'], { body: { graph: body } })],
    input: [info('x', [2])],
    output: [info('last', [2]), info('all', ['T', 2])],
  };

  it('run a loop whose length is known', async () => {
    const known = imported({ ...loop, initializer: [ints('trips', [3], [])] });
    expect(known.graph.outputs[1]?.value.type.shape).toEqual([3, 2]);
    const [last, all] = await run(known, { x: float([2], 1, 2) });
    expect([...last!.data]).toEqual([-2, -4]);
    expect([...all!.data]).toEqual([0, 0, 1, 4, 4, 16]);
  });

  it('run a loop whose length comes with the inputs', async () => {
    const open = imported({ ...loop, input: [info('x', [2]), info('trips', [], Type.INT64)] });
    expect(open.graph.outputs[1]?.value.type.shape).toEqual(['all_0', 2]);
    const [, all] = await run(open, { x: float([2], 1, 2), trips: int(2) });
    expect(all!.dims).toEqual([2, 2]);
  });

  it('refuse a state that changes its shape', () => {
    const growing: Graph = {
      ...body,
      node: [
        node('Identity', ['go'], ['on']),
        node('Concat', ['v', 'v'], ['next'], { axis: 0 }),
        node('Neg', ['v'], ['seen']),
      ],
    };
    const graph: Graph = {
      ...loop,
      node: [node('Loop', ['trips', '', 'x'], ['last', 'all'], { body: { graph: growing } })],
      initializer: [ints('trips', [3], [])],
    };
    expect(refused(graph).message).toBe('Loop: a state of [2] that becomes [4] is not supported (node last)');
  });

  it('run a scan along another axis', async () => {
    const step: Graph = {
      name: 'body',
      node: [node('Add', ['sum', 'slice'], ['next']), node('Identity', ['next'], ['seen'])],
      input: [info('sum', [2]), info('slice', [2])],
      output: [info('next', [2]), info('seen', [2])],
    };
    const scan = imported({
      name: 'g',
      node: [
        node('Scan', ['zero', 'x'], ['last', 'y'], { body: { graph: step }, num_scan_inputs: 1, scan_input_axes: [1] }),
      ],
      input: [info('x', [2, 3])],
      output: [info('last', [2]), y],
      initializer: [floats('zero', [2], [0, 0])],
    });
    const [last, all] = await run(scan, { x: float([2, 3], 1, 2, 3, 4, 5, 6) });
    expect([...last!.data]).toEqual([6, 15]);
    expect([...all!.data]).toEqual([1, 4, 3, 9, 6, 15]);
  });
});

describe('functions of the model', () => {
  const leaky = {
    name: 'Leaky',
    domain: 'local',
    input: ['v'],
    output: ['r'],
    node: [
      {
        ...node('LeakyRelu', ['v'], ['r']),
        attribute: [{ name: 'alpha', type: 1, refAttrName: 'slope' }],
      },
    ],
  };
  const call: Graph = {
    name: 'g',
    node: [{ ...node('Leaky', ['x'], ['y'], { slope: { float: 0.5 } }), domain: 'local' }],
    input: [x],
    output: [y],
  };

  it('stand in place of their calls, with their arguments', () => {
    const { graph } = imported(call, 17, {}, [leaky]);
    const [, made] = graph.nodes;
    expect(made?.op === 'leakyRelu' && made.attrs.alpha).toBe(0.5);
  });

  it('may not call themselves', () => {
    const endless = { ...leaky, node: [{ ...node('Leaky', ['v'], ['r']), domain: 'local' }] };
    expect(refused(call, 17, [endless]).message).toContain('Leaky calls itself');
  });

  it('may not call each other for ever', () => {
    // each calls the next twice: 2^30 nodes
    const chain = Array.from({ length: 30 }, (_, i) => ({
      name: `f${i}`,
      domain: 'local',
      input: ['v'],
      output: ['r'],
      node:
        i === 29
          ? [node('Relu', ['v'], ['r'])]
          : [
              { ...node(`f${i + 1}`, ['v'], ['m']), domain: 'local' },
              { ...node(`f${i + 1}`, ['m'], ['r']), domain: 'local' },
            ],
    }));
    const first: Graph = { ...call, node: [{ ...node('f0', ['x'], ['y']), domain: 'local' }] };
    expect(refused(first, 17, chain).code).toBe('onnx.tooLarge');
  });
});

describe('numbers of a file that would make thousands of nodes', () => {
  it.each([
    ['LRN', { size: 2 ** 31 }, info('x', [1, 2 ** 31, 2, 2])],
    ['Split', { num_outputs: 2 ** 24 }, info('x', [2 ** 24])],
  ])('of %s are refused', (opType, attributes, input) => {
    const graph = { ...single(opType, attributes), input: [input] };
    expect(refused(graph, 18)).toMatchObject({ code: 'onnx.form', details: { op: opType, node: 'y' } });
  });
});

it.each(['Sum', 'Max', 'Min', 'Mean'])('%s of nothing contradicts itself', (opType) => {
  expect(refused({ name: 'g', node: [node(opType, [], ['y'])], input: [], output: [y] }).code).toBe('onnx.invalid');
});
