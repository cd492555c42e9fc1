import { ShapeError } from '../../core/errors';
import { broadcastShapes, type Dim, formatShape, sameShape } from '../../core/shape';
import { commonDtype, expectDim, expectRank, inputAt } from '../expect';
import { elementsForOne } from '../flops';
import { unbroadcast } from '../gradients';
import { defineOp, type Value } from '../op';

declare module '../op' {
  interface OpAttrs {
    gemm: { readonly transA?: boolean; readonly transB?: boolean };
  }
}

/** y = A' B' (+ c): A' [M, K], B' [K, N], c stretches to [M, N]; `transA`/`transB` read A, B transposed. */
export const gemm = defineOp<'gemm'>({
  name: 'gemm',
  infer: (inputs, { transA, transB }) => {
    const [a, b] = [inputAt(inputs, 0), inputAt(inputs, 1)];
    expectRank(a.shape, 2, '[M, K]');
    expectRank(b.shape, 2, '[K, N]');
    const [m, k] = transA ? [a.shape[1], a.shape[0]] : a.shape;
    const [k2, n] = transB ? [b.shape[1], b.shape[0]] : b.shape;
    expectDim(k2, k, 'K');
    const shape = [m as Dim, n as Dim];
    const c = inputs[2];
    if (c && !sameShape(broadcastShapes(c.shape, shape), shape))
      throw new ShapeError('broadcast', { expected: formatShape(shape), actual: formatShape(c.shape) });
    return [{ dtype: commonDtype(inputs), shape }];
  },
  onnx: ({ w, inputs, attrs }) =>
    w.node('Gemm', inputs, { transA: attrs.transA ? 1 : 0, transB: attrs.transB ? 1 : 0 }),
  gradient: ({ b, inputs, attrs, dy, needs }) => {
    const [a, bb, c] = inputs as [Value, Value, Value | undefined];
    const { transA = false, transB = false } = attrs;
    // dA' = dY B'^T, dB' = A'^T dY, each written so that no transpose is materialised
    const da = () =>
      transA ? b.op('gemm', [bb, dy], { transA: transB, transB: true }) : b.op('gemm', [dy, bb], { transB: !transB });
    const db = () =>
      transB ? b.op('gemm', [dy, a], { transA: true, transB: transA }) : b.op('gemm', [a, dy], { transA: !transA });
    return [
      needs[0] ? da() : undefined,
      needs[1] ? db() : undefined,
      c && needs[2] ? unbroadcast(b, dy, c.type.shape) : undefined,
    ];
  },
  flops: ({ inputs, outputs, attrs }) => {
    const depth = inputs[0]?.type.shape[attrs.transA ? 0 : 1];
    return 2 * elementsForOne(outputs[0]?.type.shape ?? []) * (typeof depth === 'number' ? depth : 1);
  },
});
