import type { Dim } from '../../core/shape';
import { expectDtype, expectRank, expectSome, inputAt } from '../expect';
import { elementsForOne } from '../flops';
import { defineOp, type Value } from '../op';
import { isTiling, onnxWindow, type WindowAttrs, windowedSizes } from '../window';

export interface PoolAttrs extends WindowAttrs {
  readonly kernel: readonly number[];
}

declare module '../op' {
  interface OpAttrs {
    maxPool: PoolAttrs;
  }
}

/** Largest element of each window: x [B, C, H, W] -> y [B, C, H', W'], and its flat index in x (int64; the first where several tie). */
export const maxPool = defineOp<'maxPool'>({
  name: 'maxPool',
  infer: (inputs, attrs) => {
    const { dtype, shape } = inputAt(inputs, 0);
    expectDtype({ dtype, shape }, 'float32', 'float64', 'uint8', 'int8');
    expectRank(shape, attrs.kernel.length + 2, '[B, C, H, W]');
    expectSome(shape[1], 'C');
    const pooled = [shape[0] as Dim, shape[1] as Dim, ...windowedSizes(shape.slice(2), attrs.kernel, attrs)];
    return [
      { dtype, shape: pooled },
      { dtype: 'int64', shape: pooled },
    ];
  },
  // MaxPool with indices fails on WebGPU; maxPoolGrad does without them there
  onnx: ({ w, inputs, attrs, used }) =>
    w.node(
      'MaxPool',
      inputs,
      { ...onnxWindow(attrs), kernel_shape: attrs.kernel },
      used[1] && w.target === 'cpu' ? 2 : 1,
    ),
  gradient: ({ b, inputs, outputs, attrs, dy }) => {
    const [x, [y, indices]] = [inputs[0] as Value, outputs as [Value, Value]];
    return [b.op('maxPoolGrad', isTiling(attrs) ? [x, y, dy] : [x, y, dy, indices], attrs)];
  },
  flops: ({ outputs, attrs }) =>
    elementsForOne(outputs[0]?.type.shape ?? []) * attrs.kernel.reduce((product, k) => product * k, 1),
});
