import type { NoAttrs } from '../elementwise';
import { inputAt } from '../expect';
import { defineOp } from '../op';

declare module '../op' {
  interface OpAttrs {
    stopGradient: NoAttrs;
  }
}

/** y = x, of any type, as a constant to whoever differentiates: torch.Tensor.detach. Nothing of it is left in an ONNX file. */
export const stopGradient = defineOp<'stopGradient'>({
  name: 'stopGradient',
  infer: (inputs) => [inputAt(inputs, 0)],
  onnx: ({ inputs }) => inputs,
  gradient: 'zero',
  flops: () => 0,
});
