import { expect, it } from 'vitest';
import { Builder } from '../ir/builder';
import { interpret } from '../testing/reference/interpret';
import { tensor } from '../testing/reference/tensor';
import { cutVector, joinVectors } from './pieces';

it.each([1, 2, 64, 65, 200, 5000])('%i pieces, cut and joined again, none wider than 64', (count) => {
  const sizes = Array.from({ length: count }, (_, i) => 1 + (i % 3));
  const length = sizes.reduce((sum, size) => sum + size, 0);
  const b = new Builder();
  const vector = b.input('x', { dtype: 'float32', shape: [length] });
  const pieces = cutVector(b, vector, sizes);
  expect(pieces.map(({ type }) => type.shape)).toEqual(sizes.map((size) => [size]));
  const graph = b.graph({ y: joinVectors(b, pieces), last: pieces.at(-1)! });
  for (const { inputs, outputs } of graph.nodes)
    expect(Math.max(inputs.length, outputs.length)).toBeLessThanOrEqual(64);
  const values = Array.from({ length }, (_, i) => i);
  const { y, last } = interpret(graph, { x: tensor('float32', [length], values) });
  expect([...(y?.data ?? [])]).toEqual(values);
  expect([...(last?.data ?? [])]).toEqual(values.slice(-(sizes.at(-1) ?? 0)));
});
