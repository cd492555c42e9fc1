import { type ClipAttrs, unaryOp, writeClip } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    clip: ClipAttrs;
  }
}

/** y = x held in [min, max], either end left open if not given; dx = dy inside and at the ends, as torch.clamp. */
export const clip = unaryOp<'clip'>(
  'clip',
  writeClip,
  ({ m, attrs: { min, max }, x, dy }) => {
    const above = max === undefined ? dy : m.where(m.greater(x, max), 0, dy);
    return min === undefined ? above : m.where(m.less(x, min), 0, above);
  },
  'numeric',
);
