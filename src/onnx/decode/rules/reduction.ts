import { normalizeAxis } from '../../../core/shape';
import type { Maths } from '../../../ir/maths';
import type { Value } from '../../../ir/op';
import type { NodeContext, Rule, RuleTable, Versions } from '../rule';
import { allAxes, castTo, mathsOf, type Reduction, rangeAlong, reduce } from './math';

interface Args {
  readonly c: NodeContext;
  readonly m: Maths;
  readonly x: Value;
  readonly axes: readonly number[];
  readonly keepDims: boolean;
}

/** Axes to reduce, from the attribute before opset `axesInput` or from input 1; none given means all, or with `noop_with_empty_axes` none. */
function axesOf(c: NodeContext, axesInput: number): number[] {
  const given = c.intsFrom('axes', axesInput, 1);
  const noop = c.attrs.flag('noop_with_empty_axes', false);
  if (given && given.length > 0) return given.map((axis) => normalizeAxis(axis, c.rank(0)));
  return noop ? [] : allAxes(c.rank(0));
}

const reduction = (axesInput: number, write: (args: Args) => Value): Versions => [
  [
    1,
    (c) => {
      const keepDims = c.attrs.flag('keepdims', true);
      const x = c.x(0);
      return write({ c, m: mathsOf(c.b, x), x, axes: axesOf(c, axesInput), keepDims });
    },
  ],
];

/** Over no axes at all ONNX gives x itself, whatever the reduction does to one element: so do the first five; the others apply to each. */
const plain = (axesInput: number, op: Reduction): Versions =>
  reduction(axesInput, ({ c, x, axes, keepDims }) => reduce(c.b, op, x, { axes, keepDims }));

/** Index along one axis, int64 as ONNX has it. */
const argRule =
  (largest: boolean): Rule =>
  (c) => {
    const x = c.float(0);
    const axis = normalizeAxis(c.attrs.int('axis', 0), c.rank(0));
    const keepDims = c.attrs.flag('keepdims', true);
    const last = c.attrs.flag('select_last_index', false);
    const sought = largest ? x : c.b.op('neg', [x]);
    const found = last ? lastIndex(c, sought, axis) : c.b.op('argMax', [sought], { axis });
    const index = castTo(c.b, found, 'int64');
    return keepDims ? c.b.reshape(index, x.type.shape.with(axis, 1)) : index;
  };

/** The largest index whose element is the maximum. */
function lastIndex(c: NodeContext, x: Value, axis: number): Value {
  const hit = c.b.op('equal', [x, c.b.op('reduceMax', [x], { axes: [axis], keepDims: true })]);
  const range = rangeAlong(c, c.size(0, axis), axis, c.rank(0), 'int32');
  const marked = c.b.op('where', [hit, range, c.b.scalar(-1, 'int32')]);
  return c.b.op('reduceMax', [marked], { axes: [axis], keepDims: false });
}

export const reductionRules: RuleTable = {
  ReduceSum: plain(13, 'reduceSum'),
  ReduceMean: plain(18, 'reduceMean'),
  ReduceMax: plain(18, 'reduceMax'),
  ReduceMin: plain(18, 'reduceMin'),
  ReduceProd: plain(18, 'reduceProd'),
  ReduceL1: plain(18, 'reduceL1'),
  ReduceL2: plain(18, 'reduceL2'),
  ReduceSumSquare: plain(18, 'reduceSumSquare'),
  ReduceLogSum: plain(18, 'reduceLogSum'),
  ReduceLogSumExp: plain(18, 'reduceLogSumExp'),
  ArgMax: [[1, argRule(true)]],
  ArgMin: [[1, argRule(false)]],
};
