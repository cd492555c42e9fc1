import { normalizeAxis, type TensorType } from '../core/shape';
import { expectFloat, inputAt } from './expect';
import { elementsForOne } from './flops';
import type { OnnxWriter, Value } from './op';
import { writeReduce } from './reduction';

export interface AxisAttrs {
  readonly axis: number;
}

/** Float in, the same type out, `axis` must exist. */
export function inferAlongAxis(inputs: readonly TensorType[], { axis }: AxisAttrs): readonly TensorType[] {
  const x = inputAt(inputs, 0);
  expectFloat(x);
  normalizeAxis(axis, x.shape.length);
  return [x];
}

/** x - max(x): the same softmax, no overflow. */
export function writeShifted(w: OnnxWriter, x: string, axis: number): string {
  const [max] = writeReduce(w, 'ReduceMax', x, { axes: [axis], keepDims: true }, 18);
  return w.node('Sub', [x, max as string])[0] as string;
}

/** About five operations an element: max, subtract, exp, sum, divide. */
export function softmaxFlops(node: { readonly outputs: readonly Value[] }): number {
  return 5 * elementsForOne(node.outputs[0]?.type.shape ?? []);
}
