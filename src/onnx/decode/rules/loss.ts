import type { Value } from '../../../ir/op';
import { type NodeContext, type RuleTable, since } from '../rule';
import { allAxes, along, castTo, expandTo, mathsOf, rangeAlong, reduce } from './math';

const reductions = ['mean', 'sum', 'none'] as const;

/** -weight[target] x[target], classes along axis 1; an ignored target weighs nothing. The mean is that of the weights. */
function negativeLogLikelihood(c: NodeContext, x: Value): Value {
  const m = mathsOf(c.b, x);
  const reduction = c.attrs.choice('reduction', 'mean', reductions);
  const ignored = c.attrs.int('ignore_index');
  const dims = c.dims(0);
  const classes = dims[1] ?? c.refuse('logits without a class axis');
  const target = castTo(c.b, c.x(1), 'int32');
  const hit = c.b.op('equal', [c.b.reshape(target, dims.with(1, 1)), rangeAlong(c, classes, 1, dims.length, 'int32')]);
  const pick = (values: Value) => reduce(c.b, 'reduceSum', m.where(hit, values, 0), { axes: [1], keepDims: false });
  const picked = pick(x);
  let weight = c.has(2) ? pick(along(c.b, c.x(2), 1, dims.length)) : undefined;
  if (ignored !== undefined) {
    const skip = c.b.op('equal', [target, c.b.scalar(ignored, 'int32')]);
    weight = m.where(skip, 0, weight ?? 1);
  }
  const loss = m.neg(weight ? m.mul(picked, weight) : picked);
  const all = { axes: allAxes(dims.length - 1), keepDims: false };
  if (reduction === 'none') return loss;
  if (reduction === 'sum') return reduce(c.b, 'reduceSum', loss, all);
  if (!weight) return reduce(c.b, 'reduceMean', loss, all);
  const total = reduce(c.b, 'reduceSum', expandTo(c.b, weight, loss.type.shape), all);
  return m.div(reduce(c.b, 'reduceSum', loss, all), total);
}

export const lossRules: RuleTable = {
  NegativeLogLikelihoodLoss: since(12, (c) => negativeLogLikelihood(c, c.float(0))),
  SoftmaxCrossEntropyLoss: since(12, (c) => {
    const logProbabilities = c.b.op('logSoftmax', [c.x(0)], { axis: 1 });
    return [negativeLogLikelihood(c, logProbabilities), logProbabilities];
  }),
};
