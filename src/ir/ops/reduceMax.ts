import { type ReduceAttrs, reduceOp } from '../reduction';

declare module '../op' {
  interface OpAttrs {
    reduceMax: ReduceAttrs;
  }
}

/** y = largest x over the axes; ties share the gradient evenly, as torch.amax does. */
export const reduceMax = reduceOp('reduceMax', 'ReduceMax', 18, ({ b, x, y, dy, attrs }) => {
  const { dtype } = x.type;
  const hit = b.op('where', [b.op('equal', [x, y()]), b.scalar(1, dtype), b.scalar(0, dtype)]);
  const hits = b.op('reduceSum', [hit], { axes: attrs.axes, keepDims: true });
  return b.op('mul', [hit, b.op('div', [dy, hits])]);
});
