import { type DType, toNumbers } from '../../core/dtype';
import { broadcastShapes, type Shape, staticDims } from '../../core/shape';
import type { Builder } from '../builder';
import { type BinaryGradientArgs, binaryOp, type NoAttrs } from '../elementwise';
import { expectNumeric, inputAt } from '../expect';
import type { OnnxRuleArgs, Value } from '../op';

declare module '../op' {
  interface OpAttrs {
    pow: NoAttrs;
  }
}

/** z = x^y, broadcasting, of the type of x; y may have another numeric type. */
export const pow = binaryOp('pow', writePow, {
  infer: (inputs) => {
    const [x, y] = [inputAt(inputs, 0), inputAt(inputs, 1)];
    expectNumeric(x);
    expectNumeric(y);
    return [{ dtype: x.dtype, shape: broadcastShapes(x.shape, y.shape) }];
  },
  dx: ({ b, m, x, y, dz, ...rest }) => {
    const known = scalarOf(y);
    if (known !== undefined) return m.mul(dz, slopeOf({ b, m, x, y, dz, ...rest }, known));
    // y x^(y - 1), and 0 where y is 0 whatever x is
    const exponent = castTo(b, y, x.type.dtype);
    const slope = m.mul(exponent, b.op('pow', [x, m.sub(exponent, 1)]));
    return m.where(m.equal(exponent, 0), 0, m.mul(dz, slope));
  },
  dy: ({ b, m, x, y, z, dz }) => {
    // z ln x, and 0 where x is 0 and y is not negative (torch: pow_backward_exponent)
    const flat = b.op('and', [m.equal(x, 0), b.op('greaterOrEqual', [y, b.scalar(0, y.type.dtype)])]);
    return castTo(b, m.where(flat, 0, m.mul(dz, m.mul(z, m.log(x)))), y.type.dtype);
  },
});

/** c x^(c - 1) for a known exponent, without a power where multiplication does it. */
function slopeOf({ b, m, x, z }: BinaryGradientArgs<'pow'>, c: number): Value {
  if (c === 0) return m.mul(x, 0);
  if (c === 1) return m.value(1);
  if (c === 2) return m.mul(x, 2);
  if (c === 3) return m.mul(m.square(x), 3);
  if (c === 0.5) return m.div(0.5, z);
  return m.mul(b.op('pow', [x, m.value(c - 1)]), c);
}

/** The number a rank-0 constant holds. */
function scalarOf({ node, type }: Value): number | undefined {
  return node.op === 'constant' && type.shape.length === 0 ? toNumbers(node.attrs.tensor)[0] : undefined;
}

function castTo(b: Builder, x: Value, dtype: DType): Value {
  return x.type.dtype === dtype ? x : b.op('cast', [x], { to: dtype });
}

/** The WebGPU kernel does not compile where one side repeats along the last axis and the other does not: that side is stretched first. */
function writePow({ w, inputs, node }: OnnxRuleArgs<'pow'>): string[] {
  const shape = node.outputs[0]?.type.shape ?? [];
  if (w.target === 'cpu' || shape.some((dim) => typeof dim !== 'number')) return w.node('Pow', inputs);
  const repeats = (own: Shape) => own.at(-1) === 1 && own.some((dim) => dim !== 1);
  const stretched = inputs.map((name, i) =>
    repeats(node.inputs[i]?.type.shape ?? []) && shape.at(-1) !== 1
      ? (w.node('Expand', [name, w.dims(staticDims(shape))])[0] as string)
      : name,
  );
  return w.node('Pow', stretched);
}
