import { type FormArgs, gatedOp } from '../elementwise';

/** tanh(k (x + q x^3)). */
const SCALE = Math.sqrt(2 / Math.PI);
const CUBIC = 0.044715;

declare module '../op' {
  interface OpAttrs {
    gelu: { readonly approximate: 'none' | 'tanh' };
  }
}

/** y = x c and c, the normal distribution function of x, or its tanh approximation (Hendrycks & Gimpel 2016, torch.nn.GELU); dx = dy (c + x c'). */
export const gelu = gatedOp(
  'gelu',
  (args) => {
    const { attrs, emit, x, scalar } = args;
    const inner =
      attrs.approximate === 'none'
        ? emit('Erf', [emit('Mul', [x, scalar(Math.SQRT1_2)])])
        : emit('Tanh', [writeInner(args)]);
    return emit('Mul', [emit('Add', [inner, scalar(1)]), scalar(0.5)]);
  },
  ({ m, attrs, x, gate, dy }) => {
    const slope =
      attrs.approximate === 'none'
        ? m.mul(m.exp(m.mul(m.square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI))
        : // c' = 2 c (1 - c) k (1 + 3 q x^2)
          m.mul(m.mul(m.mul(gate, m.sub(1, gate)), 2 * SCALE), m.add(1, m.mul(m.square(x), 3 * CUBIC)));
    return m.mul(dy, m.add(gate, m.mul(x, slope)));
  },
  writeAlone,
);

/** In the order runtimes know: they make one kernel of it. */
function writeAlone(args: FormArgs<'gelu'>): string {
  const { w, attrs, emit, x, scalar } = args;
  if (w.opset >= 20) return emit('Gelu', [x], { approximate: attrs.approximate });
  const inner =
    attrs.approximate === 'none'
      ? emit('Erf', [emit('Div', [x, scalar(Math.SQRT2)])])
      : emit('Tanh', [writeInner(args)]);
  return emit('Mul', [emit('Mul', [x, emit('Add', [inner, scalar(1)])]), scalar(0.5)]);
}

function writeInner({ emit, x, scalar }: FormArgs<'gelu'>): string {
  const cube = emit('Mul', [emit('Mul', [emit('Mul', [x, x]), x]), scalar(CUBIC)]);
  return emit('Mul', [emit('Add', [x, cube]), scalar(SCALE)]);
}
