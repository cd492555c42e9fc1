import { isFloat } from '../../core/dtype';
import { binaryOp, type FormArgs, form } from '../elementwise';

interface ModAttrs {
  readonly fmod: boolean;
}

declare module '../op' {
  interface OpAttrs {
    mod: ModAttrs;
  }
}

/** z = x - n y, broadcasting: n = trunc(x / y) with `fmod` (z has the sign of x, as torch.fmod), floor(x / y) without (that of y, as torch.remainder). Mod has no WebGPU kernel, and takes floats only with fmod. */
export const mod = binaryOp('mod', form(writeMod), {
  dx: ({ dz }) => dz,
  dy: ({ m, x, y, z, dz }) => m.mul(dz, m.div(m.sub(z, x), y)), // -n
});

function writeMod(args: FormArgs<'mod'>): string {
  const { w, attrs, dtype, x, y, emit, scalar } = args;
  const float = isFloat(dtype);
  if (w.target === 'cpu' && (attrs.fmod || !float)) return emit('Mod', [x, y], { fmod: attrs.fmod ? 1 : 0 });
  const remainder = w.target === 'cpu' ? emit('Mod', [x, y], { fmod: 1 }) : writeRemainder(args);
  if (attrs.fmod) return remainder;
  const moved = emit('Add', [remainder, y]);
  const other = emit('Less', [emit('Mul', [sign(args, remainder), sign(args, y)]), scalar(0)]);
  return emit('Where', [other, moved, remainder]);
}

/** x - y trunc(x / y); where the quotient of floats was rounded up to a whole number, one y is given back. */
function writeRemainder(args: FormArgs<'mod'>): string {
  const { dtype, x, y, emit, scalar } = args;
  const quotient = emit('Div', [x, y]);
  if (!isFloat(dtype)) return emit('Sub', [x, emit('Mul', [quotient, y])]);
  const below = emit('Less', [quotient, scalar(0)]);
  const whole = emit('Where', [below, emit('Ceil', [quotient]), emit('Floor', [quotient])]);
  const rest = emit('Sub', [x, emit('Mul', [whole, y])]);
  const size = emit('Abs', [y]);
  const back = emit('Where', [emit('Less', [x, scalar(0)]), emit('Neg', [size]), size]);
  const passed = emit('Less', [emit('Mul', [sign(args, rest), sign(args, x)]), scalar(0)]);
  return emit('Where', [passed, emit('Add', [rest, back]), rest]);
}

/** -1, 0 or 1. */
function sign({ emit, scalar }: FormArgs<'mod'>, x: string): string {
  const below = emit('Where', [emit('Less', [x, scalar(0)]), scalar(-1), scalar(0)]);
  return emit('Where', [emit('Greater', [x, scalar(0)]), scalar(1), below]);
}
