import { ShapeError } from '../../core/errors';
import { broadcastShapes, formatShape, sameShape } from '../../core/shape';
import type { NoAttrs } from '../elementwise';
import { commonDtype, expectFloat, inputAt } from '../expect';
import { sizeForOne } from '../flops';
import { unbroadcast } from '../gradients';
import { Maths } from '../maths';
import { defineOp, type Value } from '../op';

declare module '../op' {
  interface OpAttrs {
    prelu: NoAttrs;
  }
}

/** y = x where x > 0, slope x elsewhere: x and slope, which stretches to x. dx = dy or slope dy; dslope = 0 or x dy. */
export const prelu = defineOp<'prelu'>({
  name: 'prelu',
  infer: (inputs) => {
    const [x, slope] = [inputAt(inputs, 0), inputAt(inputs, 1)];
    expectFloat(x);
    if (!sameShape(broadcastShapes(x.shape, slope.shape), x.shape))
      throw new ShapeError('broadcast', { expected: formatShape(x.shape), actual: formatShape(slope.shape) });
    return [{ dtype: commonDtype(inputs), shape: x.shape }];
  },
  onnx: ({ w, inputs }) => w.node('PRelu', inputs),
  gradient: ({ b, inputs, dy, needs }) => {
    const [x, slope] = inputs as [Value, Value];
    const m = new Maths(b, dy.type.dtype);
    const positive = m.greater(x, 0);
    return [
      needs[0] ? m.where(positive, dy, m.mul(dy, slope)) : undefined,
      needs[1] ? unbroadcast(b, m.where(positive, 0, m.mul(dy, x)), slope.type.shape) : undefined,
    ];
  },
  flops: sizeForOne,
});
