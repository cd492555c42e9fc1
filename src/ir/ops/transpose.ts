import { ShapeError } from '../../core/errors';
import type { Dim } from '../../core/shape';
import { inputAt } from '../expect';
import { defineOp } from '../op';

declare module '../op' {
  interface OpAttrs {
    transpose: { readonly perm: readonly number[] };
  }
}

/** y's axis i is x's axis perm[i]. */
export const transpose = defineOp<'transpose'>({
  name: 'transpose',
  infer: (inputs, { perm }) => {
    const { dtype, shape } = inputAt(inputs, 0);
    const sorted = [...perm].sort((a, b) => a - b);
    if (perm.length !== shape.length || sorted.some((axis, i) => axis !== i))
      throw new ShapeError('axis', { expected: `a permutation of ${shape.length} axes`, actual: perm.join(' ') });
    return [{ dtype, shape: perm.map((axis) => shape[axis] as Dim) }];
  },
  onnx: ({ w, inputs, attrs }) => w.node('Transpose', inputs, { perm: attrs.perm }),
  gradient: ({ b, attrs, dy }) => {
    const inverse = new Array<number>(attrs.perm.length);
    for (const [i, axis] of attrs.perm.entries()) inverse[axis] = i;
    return [b.op('transpose', [dy], { perm: inverse })];
  },
});
