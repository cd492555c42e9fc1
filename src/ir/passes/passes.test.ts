import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rng } from '../../core/rng';
import { given } from '../../testing/cases/case';
import { furthest } from '../../testing/compare';
import { cotangents, forwardGraph, gradientGraph, named, unnamed } from '../../testing/differentiate';
import { follow, inputsOf, type Recipe, recipes } from '../../testing/randomGraph';
import { interpret } from '../../testing/reference/interpret';
import { Builder } from '../builder';
import type { Graph, Value } from '../op';
import { verify } from '../verify';
import { shareCommonSubexpressions } from './commonSubexpressions';
import { eliminateDeadCode } from './deadCode';
import { foldConstants } from './foldConstants';
import { optimize } from './optimize';
import { simplify } from './simplify';

const passes = { foldConstants, simplify, shareCommonSubexpressions, optimize };

function differentiated(recipe: Recipe) {
  const types = recipe.inputs.map((shape) => ({ dtype: 'float32' as const, shape }));
  const inputs = inputsOf(recipe);
  const outputs = unnamed('y', interpret(forwardGraph(types, follow(recipe)), named('x', inputs)));
  const graph = gradientGraph(
    types,
    follow(recipe),
    inputs.map((_, i) => i),
  );
  return { graph, feeds: { ...named('x', inputs), ...cotangents(new Rng(recipe.seed), outputs) } };
}

describe('passes over random graphs and their gradients', () => {
  it.each(Object.entries(passes))('%s keeps every result and what verify wants', (_, pass) => {
    fc.assert(
      fc.property(recipes, (recipe) => {
        const { graph, feeds } = differentiated(recipe);
        const passed = pass(graph);
        verify(passed);
        expect(passed.inputs.map(({ name }) => name)).toEqual(graph.inputs.map(({ name }) => name));
        expect(furthest(interpret(passed, feeds), interpret(graph, feeds), 1e-30).largest).toBeLessThan(1e-6); // float32 constants
        expect(passed.nodes.length).toBeLessThanOrEqual(graph.nodes.length);
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  it('optimize has nothing left to do the second time', () => {
    fc.assert(
      fc.property(recipes, (recipe) => {
        const once = optimize(differentiated(recipe).graph);
        expect(opsOf(optimize(once))).toEqual(opsOf(once));
      }),
      { seed: 8, numRuns: 200 },
    );
  });
});

const opsOf = (graph: Graph) => graph.nodes.map(({ op }) => op);

/** Operators that are left of f(x), x [2, 3]; inputs and constants not counted. */
function left(pass: (graph: Graph) => Graph, f: (b: Builder, x: Value) => Value): string[] {
  const b = new Builder();
  const x = b.input('x', { dtype: 'float32', shape: [2, 3] });
  const passed = eliminateDeadCode(pass(b.graph({ y: f(b, x) })));
  verify(passed);
  return opsOf(passed).filter((op) => op !== 'input' && op !== 'constant');
}

const back = { perm: [1, 0] };

describe('simplify', () => {
  it.each<[string, (b: Builder, x: Value) => Value, string[]]>([
    ['x + 0', (b, x) => b.op('add', [x, b.scalar(0)]), []],
    ['0 + x', (b, x) => b.op('add', [b.scalar(0), x]), []],
    ['0 + 1 where it stretches', (b, x) => b.op('add', [b.scalar(1), b.op('mul', [x, b.scalar(0)])]), ['mul', 'add']],
    ['1 x', (b, x) => b.op('mul', [x, b.scalar(1)]), []],
    ['x / 1', (b, x) => b.op('div', [x, b.scalar(1)]), []],
    ['1 / x', (b, x) => b.op('div', [b.scalar(1), x]), ['div']],
    ['0 - x', (b, x) => b.op('sub', [b.scalar(0), x]), ['sub']],
    ['-(-x)', (b, x) => b.op('neg', [b.op('neg', [x])]), []],
    ['there and back', (b, x) => b.op('transpose', [b.op('transpose', [x], back)], back), []],
    ['two reshapes', (b, x) => b.reshape(b.reshape(x, [6]), [3, 2]), ['reshape']],
    ['reshape back', (b, x) => b.reshape(b.reshape(x, [6]), [2, 3]), []],
    ['a cast to its own type', (b, x) => b.op('cast', [x], { to: 'float32' }), []],
    [
      'a stretch before an operator that stretches',
      (b, x) =>
        b.op('mul', [
          x,
          b.op('expand', [b.op('slice', [x], { axes: [0], starts: [0], lengths: [1], steps: [1] })], { shape: [2, 3] }),
        ]),
      ['slice', 'mul'],
    ],
    [
      'a stretch that decides the shape',
      (b, x) => b.op('mul', [b.scalar(2), b.op('expand', [x], { shape: [4, 2, 3] })]),
      ['expand', 'mul'],
    ],
    [
      'a sum over an axis of 1',
      (b, x) => b.op('reduceSum', [b.op('tanh', [b.reshape(x, [2, 1, 3])])], { axes: [1], keepDims: false }),
      ['reshape', 'tanh', 'reshape'],
    ],
  ])('%s', (_, f, expected) => {
    const ops = left(simplify, f);
    expect(ops).toEqual(expected);
  });
});

describe('common subexpressions', () => {
  it('are computed once, and what follows from them too', () => {
    const ops = left(shareCommonSubexpressions, (b, x) => {
      const half = () =>
        b.op('tanh', [b.op('mul', [x, b.constant({ dtype: 'float32', dims: [], data: Float32Array.of(0.5) })])]);
      return b.op('add', [half(), half()]);
    });
    expect(ops).toEqual(['mul', 'tanh', 'add']);
  });

  it('differ where an attribute, its type or the sign of zero differs', () => {
    const reduce = (keepDims: boolean) => (b: Builder, x: Value) => b.op('reduceSum', [x], { axes: [1], keepDims });
    const both = (f: (b: Builder, x: Value) => Value, g: (b: Builder, x: Value) => Value) => (b: Builder, x: Value) =>
      b.op('concat', [b.reshape(f(b, x), [2]), b.reshape(g(b, x), [2])], { axis: 0 });
    expect(
      left(shareCommonSubexpressions, both(reduce(true), reduce(false))).filter((op) => op === 'reduceSum'),
    ).toHaveLength(2);
    expect(
      left(shareCommonSubexpressions, both(reduce(true), reduce(true))).filter((op) => op === 'reduceSum'),
    ).toHaveLength(1);
    const b = new Builder();
    const graph = b.graph({ plus: b.scalar(0), minus: b.scalar(-0), whole: b.scalar(0, 'int32') });
    expect(shareCommonSubexpressions(graph).nodes).toHaveLength(3);
  });

  it('are not inputs', () => {
    const b = new Builder();
    const type = { dtype: 'float32', shape: [2] } as const;
    const graph = b.graph({ y: b.op('add', [b.input('a', type), b.input('b', type)]) });
    expect(shareCommonSubexpressions(graph).nodes).toHaveLength(3);
  });
});

describe('constant folding', () => {
  const folded = (f: (b: Builder) => Value) => {
    const b = new Builder();
    const graph = foldConstants(b.graph({ y: f(b) }));
    verify(graph);
    const node = graph.outputs[0]?.value.node;
    return node?.op === 'constant' ? [...node.attrs.tensor.data].map(Number) : node?.op;
  };

  it('rounds once, to float32', () => {
    expect(folded((b) => b.op('div', [b.scalar(1), b.scalar(3)]))).toEqual([Math.fround(1 / 3)]);
    expect(folded((b) => b.op('add', [b.scalar(2 ** 24), b.scalar(1)]))).toEqual([2 ** 24]);
    expect(folded((b) => b.op('sqrt', [b.scalar(2)]))).toEqual([Math.fround(Math.SQRT2)]);
  });

  it('stretches, compares and moves', () => {
    const row = (b: Builder) => b.constant({ dtype: 'float32', dims: [3], data: Float32Array.of(1, 2, 3) });
    const column = (b: Builder) => b.constant({ dtype: 'float32', dims: [2, 1], data: Float32Array.of(10, 20) });
    expect(folded((b) => b.op('add', [row(b), column(b)]))).toEqual([11, 12, 13, 21, 22, 23]);
    expect(folded((b) => b.op('expand', [column(b)], { shape: [2, 2] }))).toEqual([10, 10, 20, 20]);
    expect(folded((b) => b.op('greater', [row(b), b.scalar(1.5)]))).toEqual([0, 1, 1]);
    expect(folded((b) => b.op('where', [b.op('greater', [row(b), b.scalar(1.5)]), b.scalar(7), row(b)]))).toEqual([
      1, 7, 7,
    ]);
  });

  it('leaves alone what is large, inexact, whole and divided, or too large for its type', () => {
    expect(folded((b) => b.op('expand', [b.scalar(1)], { shape: [65] }))).toBe('expand');
    expect(folded((b) => b.op('exp', [b.scalar(1)]))).toBe('exp');
    expect(folded((b) => b.op('div', [b.scalar(7, 'int32'), b.scalar(2, 'int32')]))).toBe('div');
    expect(folded((b) => b.op('mul', [b.scalar(2 ** 20, 'int32'), b.scalar(2 ** 20, 'int32')]))).toBe('mul');
  });
});

it('passes over 20,000 nodes take no time to speak of', () => {
  const b = new Builder();
  let x = b.input('x', { dtype: 'float32', shape: [2] });
  for (let i = 0; i < 10_000; i++) x = b.op('mul', [b.op('add', [x, b.scalar(i)]), b.scalar(1)]);
  const graph = b.graph({ x });
  const start = performance.now();
  const { nodes } = optimize(graph);
  expect(performance.now() - start).toBeLessThan(10_000); // a pass that looked at every pair would take minutes
  expect(nodes.filter(({ op }) => op === 'mul')).toEqual([]);
  expect(interpret(b.graph({ x: b.op('neg', [x]) }), { x: given([2], 0, 1) }).x?.dims).toEqual([2]);
});
