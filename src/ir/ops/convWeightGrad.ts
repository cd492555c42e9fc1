import type { Dim } from '../../core/shape';
import { commonDtype, inputAt } from '../expect';
import { elementsForOne } from '../flops';
import { defineOp, type Value } from '../op';
import { writeWeightGradient } from '../weightGradient';
import { reach } from '../window';
import type { ConvAttrs } from './conv';

interface ConvWeightGradAttrs extends ConvAttrs {
  readonly kernel: readonly number[];
}

declare module '../op' {
  interface OpAttrs {
    convWeightGrad: ConvWeightGradAttrs;
  }
}

/** Gradient of conv's weight: x [B, C, ...], dy [B, F, ...] -> dw [F, C/group, ...k], dw[f, c, k] = sum over b, o of dy[b, f, o] x[b, c, s o + d k - pad]. */
export const convWeightGrad = defineOp<'convWeightGrad'>({
  name: 'convWeightGrad',
  infer: (inputs, { group, kernel }) => {
    const [x, dy] = [inputAt(inputs, 0), inputAt(inputs, 1)];
    return [{ dtype: commonDtype(inputs), shape: [dy.shape[1] as Dim, (x.shape[1] as number) / group, ...kernel] }];
  },
  onnx: ({ w, inputs, attrs, node }) => {
    const [x, dy] = inputs as [string, string];
    return [writeWeightGradient(w, { x, dy }, node.inputs as [Value, Value], attrs)];
  },
  gradient: ({ b, inputs, attrs: { kernel, ...attrs }, dy: dw, needs }) => {
    // bilinear in x and dy: each gradient is the other convolution with dw as its weight
    const [x, dy] = inputs as [Value, Value];
    const outputPadding = kernel.map(
      (k, i) =>
        ((x.type.shape[i + 2] as number) +
          (attrs.padBegin[i] ?? 0) +
          (attrs.padEnd[i] ?? 0) -
          reach(k, attrs.dilations[i] ?? 1)) %
        (attrs.strides[i] ?? 1),
    );
    return [
      needs[0] ? b.op('convTranspose', [dy, dw], { ...attrs, outputPadding }) : undefined,
      needs[1] ? b.op('conv', [x, dw], attrs) : undefined,
    ];
  },
  flops: ({ outputs, inputs }) => {
    const [batch = 1, , ...out] = inputs[1]?.type.shape ?? [];
    return 2 * elementsForOne(outputs[0]?.type.shape ?? []) * elementsForOne([batch, ...out]);
  },
});
