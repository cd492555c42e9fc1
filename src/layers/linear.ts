import type { Builder } from '../ir/builder';
import type { Value } from '../ir/op';

/**
 * x W^T (+ b) over the last axis: x [.., D], weight [U, D], bias [U] -> [.., U]. Where all sizes are known it is one product over
 * all rows, so that the weight's gradient is one too, and not one an example.
 */
export function linear(b: Builder, x: Value, weight: Value, bias?: Value): Value {
  const { shape } = x.type;
  const gemm = (rows: Value) => b.op('gemm', bias ? [rows, weight, bias] : [rows, weight], { transB: true });
  if (shape.length === 2) return gemm(x);
  const sizes = shape.filter((size) => typeof size === 'number');
  if (sizes.length === shape.length) {
    const features = sizes.at(-1) as number;
    const rows = sizes.slice(0, -1).reduce((product, size) => product * size, 1);
    return b.reshape(gemm(b.reshape(x, [rows, features])), [...sizes.slice(0, -1), weight.type.shape[0] ?? 1]);
  }
  const y = b.op('matmul', [x, b.op('transpose', [weight], { perm: [1, 0] })]);
  return bias ? b.op('add', [y, bias]) : y;
}
