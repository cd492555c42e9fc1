import { describe, expect, it } from 'vitest';
import { templateOf } from '../document/templates/registry';
import type { Builder } from '../ir/builder';
import type { OpAttrs, Value } from '../ir/op';
import { gradientGraph, named } from '../testing/differentiate';
import { interpret } from '../testing/reference/interpret';
import { tensor } from '../testing/reference/tensor';
import { compileEvaluate, compileInspect, compileTrain } from './compile';
import { countReaders, poolBeforeRelu } from './poolFirst';

const still = { dilations: [1, 1], padBegin: [0, 0], padEnd: [0, 0] };
const windows: Readonly<Record<string, OpAttrs['maxPool']>> = {
  'windows that tile': { ...still, kernel: [2, 2], strides: [2, 2] },
  'windows that overlap': { ...still, kernel: [2, 2], strides: [1, 1] },
  'windows over padding': { ...still, kernel: [3, 3], strides: [2, 2], padBegin: [1, 1], padEnd: [1, 1] },
};

/** Pools of relu(x), each value as it is or with the pool first. */
const pools = (attrs: OpAttrs['maxPool'], first: boolean) => (b: Builder, inputs: readonly Value[]) => {
  const [x] = inputs as [Value];
  const y = b.op('maxPool', [b.op('relu', [x])], attrs);
  if (!first) return [y];
  const { nodes } = b.graph({});
  return [poolBeforeRelu(b, y.node, countReaders(nodes, [y]), (value) => value) as Value];
};

describe('a pool before the relu instead of after it', () => {
  // ties above 0, at 0 and below it, within windows and across them
  const values = Array.from(
    { length: 2 * 6 * 6 },
    (_, i) => ((i * 7 + Math.floor(i / 5)) % 6) - 3 + (i % 11 === 0 ? 0.5 : 0),
  );
  const x = tensor('float32', [1, 2, 6, 6], values);

  it.each(Object.entries(windows))('has the same values and gradients to the bit, ties too: %s', (_, attrs) => {
    const results = [false, true].map((first) => {
      const graph = gradientGraph([{ dtype: 'float32', shape: x.dims }], pools(attrs, first), [0]);
      const [y] = graph.outputs.map(({ value }) => value.type.shape as number[]);
      const c0 = tensor(
        'float32',
        y ?? [],
        Array.from({ length: (y ?? []).reduce((n, size) => n * size, 1) }, (_, i) => i + 1),
      );
      return interpret(graph, { ...named('x', [x]), c0 });
    });
    expect(results[1]).toEqual(results[0]);
    expect(results[0]?.dx0?.data.some((value) => value !== 0)).toBe(true);
    expect(results[0]?.dx0?.data.some((value) => value === 0)).toBe(true);
  });
});

it('stays behind where a window may hold nothing but padding', () => {
  const attrs = { kernel: [2, 2], strides: [1, 1], dilations: [3, 3], padBegin: [1, 1], padEnd: [2, 2] };
  const swapped: (Value | undefined)[] = [];
  const build = (b: Builder, [x]: readonly Value[]) => {
    const y = b.op('maxPool', [b.op('relu', [x as Value])], attrs);
    swapped.push(poolBeforeRelu(b, y.node, countReaders(b.graph({}).nodes, [y]), (value) => value));
    return [y];
  };
  gradientGraph([{ dtype: 'float32', shape: [1, 1, 1, 1] }], build, [0]);
  expect(swapped).toEqual([undefined]);
});

describe('programs of a convolutional net', () => {
  const doc = templateOf('mnist-cnn')?.create();
  if (!doc) throw new Error('no template mnist-cnn');

  it('pool before they cut off what is below 0', () => {
    for (const program of [compileTrain(doc, { batch: 8 }), compileEvaluate(doc)]) {
      if (!program.ok) throw new Error('it does not compile');
      const { nodes } = program.value.graph;
      const pooled = nodes.filter(({ op }) => op === 'maxPool');
      expect(pooled.length).toBeGreaterThan(0);
      expect(pooled.map(({ inputs }) => inputs[0]?.node.op)).toEqual(pooled.map(() => 'conv'));
    }
  });

  it('keep the order where both are looked at', () => {
    const program = compileInspect(doc);
    if (!program.ok) throw new Error('it does not compile');
    const pooled = program.value.graph.nodes.filter(({ op }) => op === 'maxPool');
    expect(pooled.map(({ inputs }) => inputs[0]?.node.op)).toEqual(pooled.map(() => 'relu'));
  });
});
