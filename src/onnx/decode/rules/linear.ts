import { ShapeError } from '../../../core/errors';
import { einsum } from '../../../ir/composites/einsum';
import type { Value } from '../../../ir/op';
import { type NodeContext, type RuleTable, since } from '../rule';
import { mathsOf } from './math';

/** As numpy.matmul: a vector on the left is a row, on the right a column, and its axis is gone from the result. */
function matMul(c: NodeContext): Value {
  const [x, y] = [c.float(0), c.x(1)];
  const [row, column] = [x.type.shape.length === 1, y.type.shape.length === 1];
  if (x.type.shape.length === 0 || y.type.shape.length === 0)
    throw new ShapeError('rank', { expected: '>= 1', actual: 0 });
  const left = row ? c.b.reshape(x, [1, ...x.type.shape]) : x;
  const right = column ? c.b.reshape(y, [...y.type.shape, 1]) : y;
  const product = c.b.op('matmul', [left, right]);
  const rank = product.type.shape.length;
  const shape = product.type.shape.filter((_, axis) => !(row && axis === rank - 2) && !(column && axis === rank - 1));
  return row || column ? c.b.reshape(product, shape) : product;
}

/** alpha A' B' + beta C. */
function gemm(c: NodeContext): Value {
  const [alpha, beta] = [c.attrs.float('alpha', 1), c.attrs.float('beta', 1)];
  const attrs = { transA: c.attrs.flag('transA', false), transB: c.attrs.flag('transB', false) };
  if (c.opset < 7) c.attrs.ignore('broadcast');
  const [x, y, bias] = [c.float(0), c.x(1), c.maybe(2)];
  const m = mathsOf(c.b, x);
  const scaled = bias && beta !== 1 ? m.mul(bias, beta) : bias;
  if (alpha === 1) return c.b.op('gemm', scaled ? [x, y, scaled] : [x, y], attrs);
  const product = m.mul(c.b.op('gemm', [x, y], attrs), alpha);
  return scaled ? m.add(product, scaled) : product;
}

export const linearRules: RuleTable = {
  MatMul: since(1, matMul),
  Einsum: since(12, (c) =>
    einsum(
      c.b,
      c.attrs.string('equation') ?? c.attrs.missing('equation'),
      Array.from({ length: c.arity }, (_, i) => c.x(i)),
    ),
  ),
  Gemm: since(6, gemm),
};
