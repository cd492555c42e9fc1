import { ShapeError } from '../../core/errors';
import { type Dim, formatShape, staticDims } from '../../core/shape';
import { commonDtype, expectDim, expectSome, inputAt } from '../expect';
import { elementsForOne } from '../flops';
import { defineOp, type Value } from '../op';
import { writeAsConv } from '../transposedConv';
import { onnxWindow, reach } from '../window';
import type { ConvAttrs } from './conv';

export interface ConvTransposeAttrs extends ConvAttrs {
  /** Rows added at the end of each spatial axis, less than the stride or the dilation. */
  readonly outputPadding: readonly number[];
}

declare module '../op' {
  interface OpAttrs {
    convTranspose: ConvTransposeAttrs;
  }
}

/** The transpose of conv as a linear map: x [B, C, ...], w [C, F/group, ...k], b [F] -> y [B, F, ...] of size s (n - 1) + reach - pads + outputPadding. */
export const convTranspose = defineOp<'convTranspose'>({
  name: 'convTranspose',
  infer: (inputs, attrs) => {
    const [x, w, bias] = [inputAt(inputs, 0), inputAt(inputs, 1), inputs[2]];
    if (w.shape.length !== x.shape.length)
      throw new ShapeError('rank', { expected: w.shape.length, actual: `${x.shape.length} ${formatShape(x.shape)}` });
    const [channels, perGroup, ...kernel] = staticDims(w.shape) as [number, number, ...number[]];
    expectDim(x.shape[1], channels, 'C');
    expectDim(channels % attrs.group, 0, 'C mod group');
    expectSome(channels, 'C');
    expectSome(perGroup, 'F');
    if (bias) expectDim(bias.shape[0], perGroup * attrs.group, 'bias');
    const sizes = staticDims(x.shape.slice(2)).map((size, i) => {
      const full = (attrs.strides[i] ?? 1) * (size - 1) + reach(kernel[i] ?? 1, attrs.dilations[i] ?? 1);
      const out = full - (attrs.padBegin[i] ?? 0) - (attrs.padEnd[i] ?? 0) + (attrs.outputPadding[i] ?? 0);
      if (out < 1 || size < 1)
        throw new ShapeError('window', { expected: formatShape(kernel), actual: formatShape(x.shape.slice(2)) });
      return out;
    });
    return [{ dtype: commonDtype(inputs), shape: [x.shape[0] as Dim, perGroup * attrs.group, ...sizes] }];
  },
  onnx: ({ w, inputs, attrs, node }) => {
    const values = node.inputs as [Value, Value];
    if (w.target === 'webgpu' ? !isSafeOnGpu(values[1], attrs) : isFasterAsConv(attrs)) {
      const [x, weight, bias] = inputs as [string, string, string | undefined];
      return [writeAsConv(w, { x, weight, bias }, values, attrs)];
    }
    const kernel = staticDims(values[1].type.shape.slice(2));
    return w.node('ConvTranspose', inputs, {
      ...onnxWindow(attrs),
      kernel_shape: kernel,
      group: attrs.group,
      output_padding: attrs.outputPadding,
    });
  },
  gradient: ({ b, inputs, attrs: { outputPadding: _, ...attrs }, dy, needs }) => {
    const [x, w] = inputs as [Value, Value];
    const kernel = staticDims(w.type.shape.slice(2));
    const axes = [0, ...kernel.map((_, i) => i + 2)];
    return [
      needs[0] ? b.op('conv', [dy, w], attrs) : undefined, // dx = conv(dy, w)
      needs[1] ? b.op('convWeightGrad', [dy, x], { ...attrs, kernel }) : undefined, // the roles of input and output are swapped
      needs[2] ? b.op('reduceSum', [dy], { axes, keepDims: false }) : undefined,
    ];
  },
  flops: ({ inputs }) => {
    const [, perGroup = 1, ...kernel] = staticDims(inputs[1]?.type.shape ?? []);
    return 2 * elementsForOne(inputs[0]?.type.shape ?? []) * perGroup * kernel.reduce((product, k) => product * k, 1);
  },
});

/** ONNX Runtime 1.30 on WebGPU has no 3-D ConvTranspose, and takes groups with one output and several inputs for depthwise ones. */
function isSafeOnGpu({ type }: Value, { group }: ConvTransposeAttrs): boolean {
  const [channels, perGroup] = type.shape as [number, number];
  return type.shape.length < 5 && (group === 1 || perGroup > 1 || channels === group);
}

/** [32, 32, 28, 28] depthwise 3x3: 2.2 ms as a convolution, 4.2 as ConvTranspose (WASM, one thread); in 4 groups 2.1 and 2.3. */
function isFasterAsConv({ group, strides }: ConvTransposeAttrs): boolean {
  return group > 1 && strides.every((stride) => stride === 1);
}
