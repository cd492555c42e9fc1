import { internal } from '../core/errors';
import { normalizeAxis } from '../core/shape';
import { expectNumeric, expectSome, inputAt } from './expect';
import { sizeForOne } from './flops';
import { defineOp, type OnnxRuleArgs, type OnnxWriter, type OpDef } from './op';
import { writeReduce } from './reduction';
import type { AxisAttrs } from './softmaxParts';

export interface ArgAttrs extends AxisAttrs {
  /** Keep the axis with size 1. */
  readonly keepDims?: boolean;
  /** Of several equal elements the last; otherwise the first. */
  readonly selectLast?: boolean;
}

/** Index of an extreme element along one axis, int32. Int64 has no WebGPU kernels, so there it is the index that reaches the extreme value. */
export function argOp<K extends 'argMax' | 'argMin'>(name: K, opType: string, reduce: string): OpDef<K> {
  return defineOp<K>({
    name,
    infer: (inputs, { axis, keepDims }) => {
      const x = inputAt(inputs, 0);
      expectNumeric(x);
      const at = normalizeAxis(axis, x.shape.length);
      expectSome(x.shape[at], `axis ${at}`);
      return [{ dtype: 'int32', shape: keepDims ? x.shape.with(at, 1) : x.shape.toSpliced(at, 1) }];
    },
    onnx: (args) => {
      const { w, inputs, attrs } = args;
      const [keepdims, last] = [attrs.keepDims ? 1 : 0, attrs.selectLast ? 1 : 0];
      const index =
        w.target === 'cpu'
          ? w.node(opType, [inputs[0] as string], { axis: attrs.axis, keepdims, select_last_index: last })
          : writeIndex(args, reduce);
      return w.node('Cast', index, { to: INT32 });
    },
    gradient: 'zero',
    flops: sizeForOne,
  });
}

/** TensorProto.DataType. */
const INT32 = 6;

/** The least (or largest) index at which x is its extreme value, float32. */
function writeIndex<K extends 'argMax' | 'argMin'>(
  { w, inputs, attrs, node }: OnnxRuleArgs<K>,
  reduce: string,
): string[] {
  const [x = ''] = inputs;
  const shape = node.inputs[0]?.type.shape ?? internal(`${node.op} without input`);
  const at = normalizeAxis(attrs.axis, shape.length);
  const size = shape[at] as number;
  const [extreme] = writeReduce(w, reduce, x, { axes: [at], keepDims: true }, 18);
  const [hit] = w.node('Equal', [x, extreme as string]);
  const range = writeRange(w, size, at, shape.length);
  const [index] = w.node('Where', [hit as string, range, w.scalar(attrs.selectLast ? -1 : size)]);
  const pick = attrs.selectLast ? 'ReduceMax' : 'ReduceMin';
  return writeReduce(w, pick, index as string, { axes: [at], keepDims: attrs.keepDims ?? false }, 18);
}

/** 0, 1, ... along one of `rank` axes, float32. */
export function writeRange(w: OnnxWriter, size: number, axis: number, rank: number): string {
  const dims = Array.from({ length: rank }, (_, i) => (i === axis ? size : 1));
  return w.constant({ dtype: 'float32', dims, data: Float32Array.from({ length: size }, (_, i) => i) });
}
