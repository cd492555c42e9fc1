import { broadcastShapes } from '../../core/shape';
import type { NoAttrs } from '../elementwise';
import { commonDtype, expectDtype, inputAt } from '../expect';
import { sizeForOne } from '../flops';
import { unbroadcast } from '../gradients';
import { defineOp, type Value } from '../op';

declare module '../op' {
  interface OpAttrs {
    where: NoAttrs;
  }
}

/** z = condition ? x : y, broadcasting all three. */
export const where = defineOp<'where'>({
  name: 'where',
  infer: (inputs) => {
    const [condition, x, y] = [inputAt(inputs, 0), inputAt(inputs, 1), inputAt(inputs, 2)];
    expectDtype(condition, 'bool');
    return [{ dtype: commonDtype([x, y]), shape: broadcastShapes(condition.shape, broadcastShapes(x.shape, y.shape)) }];
  },
  onnx: ({ w, inputs }) => w.node('Where', inputs),
  gradient: ({ b, inputs, dy, needs }) => {
    const [condition, x, y] = inputs as [Value, Value, Value];
    const zero = b.scalar(0, dy.type.dtype);
    return [
      undefined,
      needs[1] ? unbroadcast(b, b.op('where', [condition, dy, zero]), x.type.shape) : undefined,
      needs[2] ? unbroadcast(b, b.op('where', [condition, zero, dy]), y.type.shape) : undefined,
    ];
  },
  flops: sizeForOne,
});
