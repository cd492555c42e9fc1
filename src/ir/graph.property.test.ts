import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rng } from '../core/rng';
import { furthest } from '../testing/compare';
import { cotangents, forwardGraph, gradientGraph, named, unnamed } from '../testing/differentiate';
import { gradcheck } from '../testing/gradcheck';
import { follow, inputsOf, type Recipe, recipes } from '../testing/randomGraph';
import { interpret } from '../testing/reference/interpret';
import type { Graph } from './op';
import { eliminateDeadCode } from './passes/deadCode';
import { verify } from './verify';

const typesOf = (recipe: Recipe) => recipe.inputs.map((shape) => ({ dtype: 'float32' as const, shape }));

/** Gradients of everything, with the dead ends autodiff's seed leaves. */
function differentiated(recipe: Recipe): { graph: Graph; feeds: ReturnType<typeof cotangents> } {
  const [types, inputs] = [typesOf(recipe), inputsOf(recipe)];
  const outputs = unnamed('y', interpret(forwardGraph(types, follow(recipe)), named('x', inputs)));
  const graph = gradientGraph(
    types,
    follow(recipe),
    inputs.map((_, i) => i),
  );
  return { graph, feeds: { ...named('x', inputs), ...cotangents(new Rng(recipe.seed), outputs) } };
}

describe('random graphs', () => {
  it('are valid, forward and backward', () => {
    fc.assert(
      fc.property(recipes, (recipe) => {
        verify(forwardGraph(typesOf(recipe), follow(recipe)));
        verify(differentiated(recipe).graph);
      }),
    );
  });

  it('have the gradients of finite differences', () => {
    fc.assert(
      fc.property(recipes, (recipe) => {
        const { deviation, alone, worst } = gradcheck(inputsOf(recipe), follow(recipe));
        expect(deviation, worst).toBeLessThan(1e-6);
        expect(alone).toBeLessThan(1e-12); // sums are taken in another order
      }),
      { seed: 1, numRuns: 150 },
    );
  });

  it('mean the same without dead code, and have none left', () => {
    fc.assert(
      fc.property(recipes, fc.nat(99), (recipe, pick) => {
        const { graph, feeds } = differentiated(recipe);
        const kept = { ...graph, outputs: graph.outputs.filter((_, i) => (pick >> (i % 7)) & 1) };
        const lean = eliminateDeadCode(kept);
        verify(lean);
        expect(furthest(interpret(lean, feeds), interpret(kept, feeds)).largest).toBe(0);
        const read = new Set([
          ...lean.nodes.flatMap(({ inputs }) => inputs),
          ...lean.outputs.map(({ value }) => value),
        ]);
        for (const node of lean.nodes)
          expect(node.op === 'input' || node.outputs.some((value) => read.has(value))).toBe(true);
        expect(eliminateDeadCode(lean)).toEqual(lean);
        expect(lean.inputs).toEqual(graph.inputs);
      }),
    );
  });
});
