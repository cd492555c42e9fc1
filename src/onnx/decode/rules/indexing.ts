import { normalizeAxis } from '../../../core/shape';
import type { Value } from '../../../ir/op';
import { type NodeContext, type RuleTable, since } from '../rule';

const reductions = ['none', 'add', 'mul', 'max', 'min'] as const;

function scatterElements(c: NodeContext): Value {
  const reduction = c.opset >= 16 ? c.attrs.choice('reduction', 'none', reductions) : 'none';
  return c.b.op('scatterElements', [c.x(0), c.x(1), c.x(2)], { axis: c.attrs.int('axis', 0), reduction });
}

/** The k largest or smallest, always in order: the order without `sorted` is anybody's. */
function topK(c: NodeContext): readonly Value[] {
  const axis = normalizeAxis(c.attrs.int('axis', -1), c.rank(0));
  const k = c.opset < 10 ? (c.attrs.int('k') ?? c.attrs.missing('k')) : c.scalar(1, 'its number of elements');
  c.attrs.ignore('sorted');
  return c.b.ops('topK', [c.x(0)], { axis, k, largest: c.attrs.flag('largest', true) });
}

export const indexingRules: RuleTable = {
  TopK: since(1, topK),
  CumSum: since(11, (c) =>
    c.b.op('cumSum', [c.x(0)], {
      axis: normalizeAxis(c.scalar(1, 'its axis'), c.rank(0)),
      exclusive: c.attrs.flag('exclusive', false),
      reverse: c.attrs.flag('reverse', false),
    }),
  ),
  Gather: since(1, (c) => c.b.op('gather', [c.x(0), c.x(1)], { axis: c.attrs.int('axis', 0) })),
  GatherElements: since(11, (c) => c.b.op('gatherElements', [c.x(0), c.x(1)], { axis: c.attrs.int('axis', 0) })),
  GatherND: since(11, (c) => c.b.op('gatherND', [c.x(0), c.x(1)], { batchDims: c.attrs.int('batch_dims', 0) })),
  Scatter: since(9, scatterElements),
  ScatterElements: since(11, scatterElements),
  ScatterND: since(11, (c) => {
    const reduction = c.opset >= 16 ? c.attrs.choice('reduction', 'none', reductions) : 'none';
    return c.b.op('scatterND', [c.x(0), c.x(1), c.x(2)], { reduction });
  }),
};
