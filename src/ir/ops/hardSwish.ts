import { type NoAttrs, unaryOp } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    hardSwish: NoAttrs;
  }
}

/** y = x min(max(x / 6 + 1/2, 0), 1); dx = dy (x / 3 + 1/2) for x in [-3, 3], 0 below, dy above. */
export const hardSwish = unaryOp('hardSwish', 'HardSwish', ({ m, x, dy }) => {
  const middle = m.mul(dy, m.add(m.mul(x, 1 / 3), 0.5));
  return m.where(m.less(x, -3), 0, m.where(m.greater(x, 3), dy, middle));
});
