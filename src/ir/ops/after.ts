import type { NoAttrs } from '../elementwise';
import { inputAt } from '../expect';
import { defineOp } from '../op';

declare module '../op' {
  interface OpAttrs {
    after: NoAttrs;
  }
}

/**
 * y = x, but not before `gate` (not empty, of any type and shape) is there: what is computed from y is not taken for what is computed
 * from x, and is not computed early. To the bit: Where(whatever gate says, x, x).
 */
export const after = defineOp<'after'>({
  name: 'after',
  infer: (inputs) => {
    inputAt(inputs, 1);
    return [inputAt(inputs, 0)];
  },
  onnx: ({ w, node, inputs: [x = '', gate = ''] }) => {
    const flat =
      node.inputs[1]?.type.shape.length === 1 ? gate : (w.node('Reshape', [gate, w.dims([-1])])[0] as string);
    const [first = ''] = w.node('Slice', [flat, w.dims([0]), w.dims([1])]);
    const [condition = ''] = w.node('Cast', [first], { to: 9 });
    return w.node('Where', [condition, x, x]);
  },
  gradient: ({ dy }) => [dy, undefined],
  flops: () => 0,
});
