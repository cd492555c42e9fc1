import { internal } from '../../core/errors';
import type { TensorType } from '../../core/shape';
import { defineOp } from '../op';

declare module '../op' {
  interface OpAttrs {
    input: { readonly name: string; readonly type: TensorType };
  }
}

/** A value fed from outside. */
export const input = defineOp<'input'>({
  name: 'input',
  infer: (_, { type }) => [type],
  onnx: () => internal('inputs are declared by the encoder'),
  gradient: () => [],
});
