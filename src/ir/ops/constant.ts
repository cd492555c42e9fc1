import type { HostTensor } from '../../core/tensor';
import { defineOp } from '../op';

declare module '../op' {
  interface OpAttrs {
    constant: { readonly tensor: HostTensor };
  }
}

/** A value known when the graph is built. */
export const constant = defineOp<'constant'>({
  name: 'constant',
  infer: (_, { tensor }) => [{ dtype: tensor.dtype, shape: tensor.dims }],
  onnx: ({ w, attrs }) => [w.constant(attrs.tensor)],
  gradient: () => [],
});
