import type { OnnxWriter } from '../op';
import { type ReduceAttrs, reduceOp, writeReduce } from '../reduction';

declare module '../op' {
  interface OpAttrs {
    reduceLogSumExp: ReduceAttrs;
  }
}

/** y = ln of the sum of e^x over the axes; dx = dy e^(x - y). */
export const reduceLogSumExp = reduceOp(
  'reduceLogSumExp',
  'ReduceLogSumExp',
  18,
  ({ m, x, y, dy }) => m.mul(dy, m.exp(m.sub(x, y()))),
  { ofNothing: Number.NEGATIVE_INFINITY, floats: true, webgpu: writeStable },
);

/** max + ln sum e^(x - max): the WebGPU kernel overflows. The maximum is held finite, so that nothing but infinities is well too. */
function writeStable(w: OnnxWriter, x: string, { axes }: ReduceAttrs): string {
  const kept = { axes, keepDims: true };
  const [most] = writeReduce(w, 'ReduceMax', x, kept, 18);
  const [finite] = w.node('Clip', [most as string, w.scalar(-3.4e38), w.scalar(3.4e38)]);
  const [shifted] = w.node('Sub', [x, finite as string]);
  const [exp] = w.node('Exp', [shifted as string]);
  const [sum] = writeReduce(w, 'ReduceSum', exp as string, kept, 13);
  const [log] = w.node('Log', [sum as string]);
  return w.node('Add', [log as string, finite as string])[0] as string;
}
