import { expect, it } from 'vitest';
import { Builder } from '../ir/builder';
import { optimize } from '../ir/passes/optimize';
import { zeros } from '../layers/initializers';
import { interpret } from '../testing/reference/interpret';
import { tensor } from '../testing/reference/tensor';
import type { Trainable } from './trainable';
import { buildTrainStep } from './trainStep';

const type = { dtype: 'float32' as const, shape: [2] };

/** Two phases of SGD with rate 1 on a tanh(g x): the first moves a against a target of 0, the second g. */
function twoPhases(): Trainable {
  const b = new Builder();
  const [a, g, x] = ['a', 'g', 'x'].map((name) => b.input(name, type)) as [never, never, never];
  const loss = () => b.op('mul', [a, b.op('tanh', [b.op('mul', [g, x])])]);
  return {
    b,
    parameters: [
      { name: 'a', shape: [2], init: zeros, value: a },
      { name: 'g', shape: [2], init: zeros, value: g },
    ],
    data: [{ column: 'x', use: 'input', name: 'x', value: x }],
    random: [],
    losses: [
      { nodeId: 'first', value: loss() },
      { nodeId: 'second', value: loss() },
    ],
    metrics: [],
    outputs: [],
  };
}

const phase = (name: string, loss: string, updated: string) => ({
  name,
  optimizer: { type: 'sgd', params: { learningRate: 1, momentum: 0 } },
  losses: [{ node: loss, weight: 1 }],
  updates: [updated],
});

it('a later phase takes over what the earlier one computed from parameters it left alone, and not its update’s slope', () => {
  const built = buildTrainStep(twoPhases(), { phases: [phase('one', 'first', 'a'), phase('two', 'second', 'g')] });
  if (!built.ok) throw new Error(built.error.map(({ message }) => message).join('; '));
  const graph = optimize(built.value.graph);
  expect(graph.nodes.filter(({ op }) => op === 'tanh')).toHaveLength(1);

  const [a, g, x] = [
    [0.5, -1],
    [2, 0.25],
    [0.75, 3],
  ] as const;
  const rate = tensor('float32', [], [1]);
  const feeds = Object.fromEntries(
    built.value.inputs.map((input) => {
      if (input.role === 'parameters') return [input.name, tensor('float32', [4], [...a, ...g])];
      return [input.name, input.role === 'data' ? tensor('float32', [2], [...x]) : rate];
    }),
  );
  const next = interpret(graph, feeds)[built.value.outputs.find(({ role }) => role === 'parameters')?.name ?? ''];
  // the mean over two: d/da = tanh(g x) / 2, then d/dg = a' x (1 - tanh^2(g x)) / 2 with a' as it is now
  const t = g.map((value, i) => Math.tanh(value * (x[i] ?? 0)));
  const nextA = a.map((value, i) => value - (t[i] ?? 0) / 2);
  const nextG = g.map((value, i) => value - ((nextA[i] ?? 0) * (x[i] ?? 0) * (1 - (t[i] ?? 0) ** 2)) / 2);
  for (const [i, value] of [...nextA, ...nextG].entries()) expect(next?.data[i]).toBeCloseTo(value, 12);
});
