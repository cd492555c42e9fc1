import { ShapeError } from '../../core/errors';
import { type Dim, formatShape, staticDims } from '../../core/shape';
import { writeGroups } from '../denseWeight';
import { commonDtype, expectDim, expectSome, inputAt } from '../expect';
import { elementsForOne } from '../flops';
import { defineOp, type Value } from '../op';
import { onnxWindow, reach, type WindowAttrs, windowedSizes } from '../window';

export interface ConvAttrs extends WindowAttrs {
  readonly group: number;
}

declare module '../op' {
  interface OpAttrs {
    conv: ConvAttrs;
  }
}

/** y = w * x (+ b), cross-correlation: x [B, C, ...], w [F, C/group, ...k], b [F] -> y [B, F, ...]. */
export const conv = defineOp<'conv'>({
  name: 'conv',
  infer: (inputs, attrs) => {
    const [x, w, bias] = [inputAt(inputs, 0), inputAt(inputs, 1), inputs[2]];
    if (x.shape.length < 3)
      throw new ShapeError('rank', { expected: '>= 3 [B, C, …]', actual: `${x.shape.length} ${formatShape(x.shape)}` });
    if (w.shape.length !== x.shape.length)
      throw new ShapeError('rank', { expected: w.shape.length, actual: `${x.shape.length} ${formatShape(x.shape)}` });
    const [filters, perGroup, ...kernel] = staticDims(w.shape) as [number, number, ...number[]];
    expectDim(x.shape[1], perGroup * attrs.group, 'C');
    expectDim(filters % attrs.group, 0, 'F mod group');
    expectSome(perGroup, 'C');
    expectSome(filters, 'F');
    if (bias) expectDim(bias.shape[0], filters, 'bias');
    return [
      {
        dtype: commonDtype(inputs),
        shape: [x.shape[0] as Dim, filters, ...windowedSizes(x.shape.slice(2), kernel, attrs)],
      },
    ];
  },
  onnx: ({ w, inputs, attrs, node }) => {
    const { dtype, shape } = (node.inputs[1] as Value).type;
    const dims = staticDims(shape);
    const [x, given, ...bias] = inputs as [string, string, ...string[]];
    const { weight, group } = writeGroups(w, given, dims, { group: attrs.group, dtype });
    return w.node('Conv', [x, weight, ...bias], { ...onnxWindow(attrs), kernel_shape: dims.slice(2), group });
  },
  gradient: ({ b, inputs, attrs, dy, needs }) => {
    const [x, w] = inputs as [Value, Value];
    const kernel = staticDims(w.type.shape.slice(2));
    // dx = convTranspose(dy, w), with the rows the stride skipped given back as output padding
    const dx = () =>
      b.op('convTranspose', [dy, w], { ...attrs, outputPadding: skipped(x.type.shape.slice(2), kernel, attrs) });
    const db = () => b.op('reduceSum', [dy], { axes: [0, ...kernel.map((_, i) => i + 2)], keepDims: false });
    return [
      needs[0] ? dx() : undefined,
      needs[1] ? b.op('convWeightGrad', [x, dy], { ...attrs, kernel }) : undefined,
      needs[2] ? db() : undefined,
    ];
  },
  flops: ({ inputs, outputs }) => {
    const [, perGroup = 1, ...kernel] = staticDims(inputs[1]?.type.shape ?? []);
    return 2 * elementsForOne(outputs[0]?.type.shape ?? []) * perGroup * kernel.reduce((product, k) => product * k, 1);
  },
});

/** Input elements after the last window: (size + pads - reach) mod stride. */
function skipped(spatial: readonly Dim[], kernel: readonly number[], a: WindowAttrs): number[] {
  return spatial.map(
    (size, i) =>
      ((size as number) + (a.padBegin[i] ?? 0) + (a.padEnd[i] ?? 0) - reach(kernel[i] ?? 1, a.dilations[i] ?? 1)) %
      (a.strides[i] ?? 1),
  );
}
