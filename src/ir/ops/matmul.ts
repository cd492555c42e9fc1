import { ShapeError } from '../../core/errors';
import { broadcastShapes, type Dim, sizeOf } from '../../core/shape';
import type { Builder } from '../builder';
import type { NoAttrs } from '../elementwise';
import { commonDtype, expectDim, inputAt } from '../expect';
import { elementsForOne } from '../flops';
import { unbroadcast } from '../gradients';
import { defineOp, type Value } from '../op';

declare module '../op' {
  interface OpAttrs {
    matmul: NoAttrs;
  }
}

/** z[..., i, j] = sum_k x[..., i, k] y[..., k, j]; leading axes broadcast; both of rank 2 or more. */
export const matmul = defineOp<'matmul'>({
  name: 'matmul',
  infer: (inputs) => {
    const [x, y] = [inputAt(inputs, 0), inputAt(inputs, 1)];
    for (const { shape } of [x, y])
      if (shape.length < 2) throw new ShapeError('rank', { expected: '>= 2', actual: shape.length });
    expectDim(y.shape.at(-2), x.shape.at(-1), 'K');
    const lead = broadcastShapes(x.shape.slice(0, -2), y.shape.slice(0, -2));
    return [{ dtype: commonDtype([x, y]), shape: [...lead, x.shape.at(-2) as Dim, y.shape.at(-1) as Dim] }];
  },
  onnx: ({ w, inputs, node }) => {
    const [x, z] = [node.inputs[0] as Value, node.outputs[0] as Value];
    // sums of nothing: no kernel on the GPU
    return x.type.shape.at(-1) === 0 && z.type.shape.every((size) => typeof size === 'number')
      ? w.node('Expand', [w.scalar(0, z.type.dtype), w.dims(z.type.shape)])
      : w.node('MatMul', inputs);
  },
  gradient: ({ b, inputs, dy, needs }) => {
    const [x, y] = inputs as [Value, Value];
    const flat = y.type.shape.length === 2 && x.type.shape.length > 2 ? [rows(b, x), rows(b, dy)] : [];
    if (flat[0] && flat[1])
      return [
        needs[0] ? b.reshape(b.op('gemm', [flat[1], y], { transB: true }), x.type.shape) : undefined,
        needs[1] ? b.op('gemm', [flat[0], flat[1]], { transA: true }) : undefined,
      ];
    return [
      needs[0] ? unbroadcast(b, b.op('matmul', [dy, transposeLast(b, y)]), x.type.shape) : undefined, // dx = dz y^T
      needs[1] ? unbroadcast(b, b.op('matmul', [transposeLast(b, x), dy]), y.type.shape) : undefined, // dy = x^T dz
    ];
  },
  flops: ({ inputs, outputs }) => {
    const depth = inputs[0]?.type.shape.at(-1);
    return 2 * elementsForOne(outputs[0]?.type.shape ?? []) * (typeof depth === 'number' ? depth : 1);
  },
});

/** [.., n] -> [rows, n] where all sizes are fixed: a matrix meets all examples in one product, not one for each and their sum. */
function rows(b: Builder, x: Value): Value | undefined {
  const { shape } = x.type;
  const last = shape.at(-1) ?? 1;
  const lead = shape.slice(0, -1);
  if (!lead.every((size) => typeof size === 'number' && size > 0)) return undefined;
  return b.reshape(x, [sizeOf(lead), last]);
}

/** Swaps the last two axes. */
function transposeLast(b: Builder, x: Value): Value {
  const rank = x.type.shape.length;
  const perm = Array.from({ length: rank }, (_, axis) => axis);
  perm[rank - 1] = rank - 2;
  perm[rank - 2] = rank - 1;
  return b.op('transpose', [x], { perm });
}
