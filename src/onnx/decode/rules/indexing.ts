import type { Value } from '../../../ir/op';
import { type NodeContext, type RuleTable, since } from '../rule';

const reductions = ['none', 'add', 'mul', 'max', 'min'] as const;

function scatterElements(c: NodeContext): Value {
  const reduction = c.opset >= 16 ? c.attrs.choice('reduction', 'none', reductions) : 'none';
  return c.b.op('scatterElements', [c.x(0), c.x(1), c.x(2)], { axis: c.attrs.int('axis', 0), reduction });
}

export const indexingRules: RuleTable = {
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
