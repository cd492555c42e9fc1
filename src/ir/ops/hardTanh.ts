import { unaryOp, writeClip } from '../elementwise';

declare module '../op' {
  interface OpAttrs {
    hardTanh: { readonly min: number; readonly max: number };
  }
}

/** y = x held in [min, max]; dx = dy strictly between, as torch.nn.Hardtanh and ReLU6 (clip keeps it at the ends). */
export const hardTanh = unaryOp<'hardTanh'>('hardTanh', writeClip, ({ m, attrs: { min, max }, x, dy }) =>
  m.where(m.greater(x, min), m.where(m.less(x, max), dy, 0), 0),
);
