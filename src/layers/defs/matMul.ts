import { atPort, ShapeError } from '../../core/errors';
import { formatShape } from '../../core/shape';
import type { Builder } from '../../ir/builder';
import { expectFloat } from '../../ir/expect';
import type { Value } from '../../ir/op';
import { bool } from '../fields';
import { defineLayer } from '../layer';
import { letterPorts, letterValues } from '../mergeLayer';

const params = {
  transposeA: bool({ en: 'Transpose A', 'zh-CN': '转置 A' }, false),
  transposeB: bool({ en: 'Transpose B', 'zh-CN': '转置 B' }, false),
};

/** A product for every example: [B, ..., M, K] [B, ..., K, N] -> [B, ..., M, N]. */
export const matMul = defineLayer({
  type: 'matMul',
  version: 1,
  migrations: {},
  group: 'merge',
  params,
  ports: letterPorts(2),
  brief: ({ transposeA, transposeB }) =>
    transposeA || transposeB ? `A${transposeA ? 'ᵀ' : ''} B${transposeB ? 'ᵀ' : ''}` : '',
  lower: ({ b }, inputs, { transposeA, transposeB }) => {
    const [x, y] = letterValues(inputs, 2) as [Value, Value];
    const { shape } = x.type;
    if (shape.length < 3)
      throw new ShapeError('rank', { expected: '>= 3 [B, M, K]', actual: `${shape.length} ${formatShape(shape)}` });
    atPort('a', () => expectFloat(x.type));
    return atPort('b', () => ({
      y: b.op('matmul', [transposeA ? transposed(b, x) : x, transposeB ? transposed(b, y) : y]),
    }));
  },
  docs: {
    name: { en: 'MatMul', 'zh-CN': '矩阵乘' },
    summary: {
      en: 'Multiplies the matrices of two inputs, example by example: attention scores, Gram matrices.',
      'zh-CN': '对每个样本做两个输入的矩阵乘法：注意力得分、Gram 矩阵。',
    },
    formula: 'y_{ij} = \\sum_k a_{ik} b_{kj}',
    references: ['torch.matmul', 'torch.bmm', 'tf.linalg.matmul', 'ONNX MatMul'],
    aliases: ['bmm', 'matrix product', 'gemm', 'einsum', '矩阵乘法'],
  },
});

/** The last two axes swapped. */
function transposed(b: Builder, x: Value): Value {
  const rank = x.type.shape.length;
  const perm = Array.from({ length: rank }, (_, axis) => (axis < rank - 2 ? axis : 2 * rank - 3 - axis));
  return b.op('transpose', [x], { perm });
}
