import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { staticDims } from '../../core/shape';
import type { Executor } from '../../runtime/executor';
import { createNodeExecutor } from '../../runtime/nodeExecutor';
import { Numbers } from '../../testing/cases/case';
import { interpret } from '../../testing/reference/interpret';
import type { RefTensor } from '../../testing/reference/tensor';
import { runOnnx } from '../../testing/runOnnx';
import { gradients } from '../autodiff';
import { Builder } from '../builder';
import { bytesOf, peakMemory } from '../liveness';
import type { Graph, Value } from '../op';
import { verify } from '../verify';
import { optimize } from './optimize';
import { type RecomputePolicy, recompute, recomputePolicies } from './recompute';

let executor: Executor;
beforeAll(async () => {
  executor = await createNodeExecutor({ provider: 'cpu', threads: 1 });
});
afterAll(() => executor.dispose());

const window = { strides: [1, 1], dilations: [1, 1], padBegin: [1, 1], padEnd: [1, 1] };

/** What a layer of a model does to x with its weight. */
type Layer = (b: Builder, x: Value, weight: Value) => Value;

const dense: Layer = (b, x, w) => b.op('tanh', [b.op('gemm', [x, w], { transB: true })]);
/** gelu(layer norm(x w^T)) + x */
const residual: Layer = (b, x, w) => {
  const size = w.type.shape[0] as number;
  const y = b.op('gemm', [x, w], { transB: true });
  const [normal] = b.ops('layerNorm', [y, b.op('expand', [b.scalar(1.5)], { shape: [size] })], {
    axis: -1,
    epsilon: 1e-5,
  });
  return b.op('add', [b.op('gelu', [normal!], { approximate: 'none' }), x]);
};
const convolution: Layer = (b, x, w) => {
  const y = b.op('conv', [x, w], { ...window, group: 1 });
  return b.op('mul', [b.op('sigmoid', [y]), b.op('relu', [y])]);
};

interface Model {
  readonly x: readonly number[];
  readonly weight: readonly number[];
  readonly layers: number;
  readonly layer: Layer;
  readonly dropped?: true;
  /** Share of the memory that recomputing what is cheap leaves at most. */
  readonly cheap: number;
}

const models: Readonly<Record<string, Model>> = {
  'a chain of dense layers': { x: [32, 16], weight: [16, 16], layers: 24, layer: dense, cheap: 1 },
  'residual blocks': { x: [32, 16], weight: [16, 16], layers: 12, layer: residual, cheap: 0.75 },
  convolutions: { x: [2, 3, 8, 8], weight: [3, 3, 3, 3], layers: 9, layer: convolution, cheap: 0.8 },
  'dropped out': { x: [32, 16], weight: [16, 16], layers: 12, layer: dense, dropped: true, cheap: 0.75 },
};

/** Loss and gradients of the mean square of the last layer. */
function training({ x, weight, layers, layer, dropped }: Model): Graph {
  const b = new Builder();
  const float = (shape: readonly number[]) => ({ dtype: 'float32' as const, shape });
  let y = b.input('x', float(x));
  const weights = Array.from({ length: layers }, (_, i) => b.input(`w${i}`, float(weight)));
  for (const [i, w] of weights.entries()) {
    b.origin = `layer_${i}`;
    y = layer(b, y, w);
    if (dropped) y = b.op('where', [b.op('less', [b.input(`r${i}`, float(x)), b.scalar(0.8)]), y, b.scalar(0)]);
  }
  b.origin = undefined;
  const loss = b.op('reduceMean', [b.op('mul', [y, y])], { axes: x.map((_, i) => i), keepDims: false });
  const found = gradients(b, loss, weights).map((g, i) => [`g${i}`, g as Value] as const);
  return optimize(b.graph({ loss, ...Object.fromEntries(found) }));
}

const feedsOf = (graph: Graph): Record<string, RefTensor> =>
  Object.fromEntries(
    graph.inputs.map(({ name, value }) => {
      const numbers = new Numbers('recompute', name);
      const dims = staticDims(value.type.shape);
      return [name, name.startsWith('r') ? numbers.uniform(...dims) : numbers.gentle(...dims)];
    }),
  );

/** Peak memory beyond the inputs. */
function workBytes(graph: Graph): number {
  const lasting = graph.inputs.reduce((sum, { value }) => sum + bytesOf(value), 0);
  return peakMemory(graph).bytes - lasting;
}

const varyingOf = (graph: Graph) => graph.inputs.flatMap(({ name }) => (name.startsWith('w') ? [] : [name]));
const again = (graph: Graph, policy: RecomputePolicy) =>
  recompute(graph, { policy, forward: ['loss'], varying: varyingOf(graph) });

describe.each(Object.entries(models))('%s', (_, model) => {
  const plain = training(model);

  it.each(recomputePolicies)('%s: the same to the bit', async (policy) => {
    const graph = again(plain, policy);
    verify(graph);
    expect(graph.inputs.map(({ name }) => name)).toEqual(plain.inputs.map(({ name }) => name));
    const feeds = feedsOf(plain);
    expect(await runOnnx(executor, graph, feeds, 'cpu')).toEqual(await runOnnx(executor, plain, feeds, 'cpu'));
    expect(await runOnnx(executor, graph, feeds, 'webgpu')).toEqual(await runOnnx(executor, plain, feeds, 'webgpu'));
    expect(interpret(graph, feeds)).toEqual(interpret(plain, feeds));
  });

  it('needs less memory', () => {
    const bytes = (policy: RecomputePolicy) => workBytes(again(plain, policy));
    expect(bytes('cheap')).toBeLessThanOrEqual(bytes('none') * model.cheap);
    expect(bytes('sqrt')).toBeLessThan(bytes('none') * 0.65);
  });
});

it('recomputing stretches needs memory as the root of the depth', () => {
  const bytes = (layers: number, policy: RecomputePolicy) =>
    workBytes(again(training({ x: [512, 8], weight: [8, 8], layers, layer: dense, cheap: 1 }), policy));
  expect(bytes(64, 'none') / bytes(16, 'none')).toBeGreaterThan(3.3);
  expect(bytes(64, 'sqrt') / bytes(16, 'sqrt')).toBeLessThan(2.3);
});

it('an operator of more results is written as it was', () => {
  const plain = training({ x: [4, 8], weight: [8, 8], layers: 3, layer: residual, cheap: 1 });
  // a gelu keeps a factor for its gradient, and rounds otherwise where it need not
  const count = (graph: Graph) => graph.nodes.filter(({ op }) => op === 'gelu').length;
  const graph = again(plain, 'cheap');
  expect(count(graph)).toBeGreaterThan(count(plain));
  const read = new Set(graph.nodes.flatMap(({ inputs }) => inputs));
  for (const { op, outputs } of graph.nodes)
    if (op === 'gelu') expect(outputs.slice(1).every((value) => read.has(value))).toBe(true);
});

it('of nothing there is to recompute changes nothing', () => {
  const b = new Builder();
  const x = b.input('x', { dtype: 'float32', shape: [3] });
  const graph = b.graph({ loss: b.op('reduceSum', [b.op('exp', [x])], { axes: [0], keepDims: false }) });
  for (const policy of recomputePolicies)
    expect(again(graph, policy).nodes.map(({ op }) => op)).toEqual(['input', 'exp', 'reduceSum']);
});
