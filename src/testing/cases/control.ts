import type { TensorType } from '../../core/shape';
import { Builder } from '../../ir/builder';
import type { Graph, Value } from '../../ir/op';
import { tensor, toHost } from '../reference/tensor';
import { given, type OpCase, type OpCases } from './case';

const float = (...shape: number[]): TensorType => ({ dtype: 'float32', shape });

export const input: OpCases<'input'> = {
  gradient: 'rule',
  cases: [
    { name: 'float32', inputs: (n) => [n.normal(2, 3)], attrs: { name: 'x0', type: float(2, 3) } },
    {
      name: 'int64',
      inputs: (n) => [n.whole('int64', -9, 9, 3)],
      attrs: { name: 'x0', type: { dtype: 'int64', shape: [3] } },
    },
    {
      name: 'symbolic batch',
      inputs: (n) => [n.normal(3, 2)],
      attrs: { name: 'x0', type: float(3, 2) },
      declared: [['B', 2]],
    },
  ],
};

export const after: OpCases<'after'> = {
  gradient: 'rule',
  cases: [
    { name: 'a matrix', inputs: (n) => [n.normal(2, 3), n.normal(4, 1)], attrs: {} },
    { name: 'of a number', inputs: () => [given([4], 0, -0, 0.5, -30), given([], 0)], attrs: {} },
    { name: 'behind a vector', inputs: (n) => [n.normal(2, 1, 2), given([2], Number.NaN, 1)], attrs: {} },
    { name: 'integers', inputs: (n) => [n.whole('int32', -9, 9, 5), n.normal(3)], attrs: {} },
    { name: 'empty', inputs: (n) => [n.normal(0, 3), n.normal(2, 2)], attrs: {} },
    {
      name: 'symbolic batch',
      inputs: (n) => [n.normal(3, 2), n.normal(2, 2)],
      attrs: {},
      declared: [
        ['B', 2],
        [2, 2],
      ],
    },
  ],
};

const fixed = (name: string, value: ReturnType<typeof tensor>): OpCase<'constant'> => ({
  name,
  inputs: () => [],
  attrs: { tensor: toHost(value) },
});

export const constant: OpCases<'constant'> = {
  gradient: 'rule',
  cases: [
    fixed('matrix', given([2, 2], 1.5, -2, 0, 0.25)),
    fixed('scalar', given([], 3)),
    fixed('empty', given([0, 2])),
    fixed('float64', tensor('float64', [2], [1.5, -2])),
    fixed('int32', tensor('int32', [3], [-5, 0, 2_000_000_000])),
    fixed('int64', tensor('int64', [3], [-5, 0, 2 ** 40])),
    fixed('uint8', tensor('uint8', [3], [0, 128, 255])),
    fixed('bool', tensor('bool', [2], [1, 0])),
  ],
};

/** A loop body: the values of `inputs` in order, outputs in order. */
function body(inputs: readonly TensorType[], step: (b: Builder, values: readonly Value[]) => readonly Value[]): Graph {
  const b = new Builder();
  const values = inputs.map((type, i) => b.input(`in${i}`, type));
  return b.graph(Object.fromEntries(step(b, values).map((value, i) => [`out${i}`, value])));
}

export const scan: OpCases<'scan'> = {
  gradient: 'undefined',
  cases: [
    {
      name: 'running sum',
      inputs: (n) => [n.normal(2), n.normal(4, 2)],
      attrs: {
        states: 1,
        body: body([float(2), float(2)], (b, [sum, x]) => {
          const next = b.op('add', [sum!, x!]);
          return [next, b.op('mul', [next, b.scalar(2)])];
        }),
      },
    },
    {
      name: 'two states, two inputs, last states only',
      inputs: (n) => [n.normal(2), n.normal(), n.normal(3, 2), n.normal(3)],
      attrs: {
        states: 2,
        body: body([float(2), float(), float(2), float()], (b, [p, q, x, y]) => [
          b.op('add', [b.op('mul', [p!, y!]), x!]),
          b.op('sub', [q!, y!]),
        ]),
      },
    },
    {
      name: 'no state',
      inputs: (n) => [n.normal(3, 2)],
      attrs: { states: 0, body: body([float(2)], (b, [x]) => [b.op('relu', [x!]), b.op('neg', [x!])]) },
    },
    {
      name: 'recurrent cell',
      inputs: (n) => [n.normal(2, 3), n.normal(4, 2, 2)],
      attrs: {
        states: 1,
        body: body([float(2, 3), float(2, 2)], (b, [h, x]) => {
          const w = b.constant(
            toHost(given([5, 3], ...Array.from({ length: 15 }, (_, i) => ((i * 7) % 15) / 16 - 0.5))),
          );
          const next = b.op('tanh', [b.op('matmul', [b.op('concat', [h!, x!], { axis: 1 }), w])]);
          return [next, next];
        }),
      },
    },
    {
      name: 'reversed, with a captured matrix',
      inputs: (n) => [n.normal(2, 3), n.normal(4, 2, 3), n.normal(3, 3)],
      attrs: {
        states: 1,
        captured: 1,
        reverse: true,
        body: body([float(2, 3), float(2, 3), float(3, 3)], (b, [h, x, w]) => {
          const next = b.op('tanh', [b.op('add', [b.op('matmul', [h!, w!]), x!])]);
          return [next, next];
        }),
      },
    },
    {
      name: 'one step',
      inputs: (n) => [n.normal(2), n.normal(1, 2)],
      attrs: { states: 1, body: body([float(2), float(2)], (b, [s, x]) => [b.op('mul', [s!, x!]), s!]) },
    },
  ],
};

const bool: TensorType = { dtype: 'bool', shape: [] };
const index: TensorType = { dtype: 'int64', shape: [] };

/** The condition is fed; x is captured by both branches. */
const branching = (name: string, condition: number): OpCase<'onnx'> => ({
  name,
  inputs: (n) => {
    const x = n.normal(2, 3);
    return [tensor('bool', [], [condition]), x, x];
  },
  attrs: {
    opType: 'If',
    since: 16,
    attributes: {},
    places: [0],
    bodies: {
      then_branch: { graph: body([float(2, 3)], (b, [x]) => [b.op('mul', [x!, b.scalar(2)])]), captured: 1 },
      else_branch: { graph: body([float(2, 3)], (b, [x]) => [b.op('neg', [x!])]), captured: 1 },
    },
    types: [float(2, 3)],
  },
});

export const onnx: OpCases<'onnx'> = {
  gradient: 'undefined',
  cases: [
    {
      name: 'Det, a batch',
      inputs: (n) => [n.normal(2, 3, 3)],
      attrs: { opType: 'Det', since: 11, attributes: {}, places: [0], bodies: {}, types: [float(2)] },
    },
    branching('If, taken', 1),
    branching('If, not taken', 0),
    {
      name: 'Loop without a condition, with a captured vector',
      inputs: (n) => [tensor('int64', [], [3]), n.normal(2), n.normal(2)],
      attrs: {
        opType: 'Loop',
        since: 16,
        attributes: {},
        places: [0, 2],
        bodies: {
          body: {
            graph: body([index, bool, float(2), float(2)], (b, [, go, v, w]) => {
              const next = b.op('add', [v!, w!]);
              return [go!, next, b.op('mul', [next, next])];
            }),
            captured: 1,
          },
        },
        types: [float(2), float(3, 2)],
      },
    },
  ],
};
