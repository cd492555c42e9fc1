import { ShapeError } from '../../core/errors';
import { formatShape, normalizeAxis, type Shape, sameShape, sizeOf, staticDims } from '../../core/shape';
import type { Builder } from '../builder';
import { commonDtype, expectFloat, inputAt } from '../expect';
import { elementsForOne } from '../flops';
import { unbroadcast } from '../gradients';
import { defineOp, type OnnxWriter, type Value } from '../op';
import { writeReduce } from '../reduction';
import { floatConstant } from '../separable';

interface LayerNormAttrs {
  /** First of the axes that are normalised together, up to the last one. */
  readonly axis: number;
  /** Added to the variance. */
  readonly epsilon: number;
}

declare module '../op' {
  interface OpAttrs {
    layerNorm: LayerNormAttrs;
  }
}

/**
 * y = (x - mean) / sqrt(variance + epsilon) (scale) (+ bias) over the last axes, mean, and 1 / sqrt(variance + epsilon); scale and
 * bias have the shape of those axes, the statistics keep them with size 1. Ba, Kiros & Hinton 2016, "Layer Normalization".
 */
export const layerNorm = defineOp<'layerNorm'>({
  name: 'layerNorm',
  infer: (inputs, { axis }) => {
    const x = inputAt(inputs, 0);
    expectFloat(x);
    const at = normalizeAxis(axis, x.shape.length);
    const normalized = staticDims(x.shape.slice(at));
    for (const { shape } of inputs.slice(1))
      if (!sameShape(shape, normalized))
        throw new ShapeError('broadcast', { expected: formatShape(normalized), actual: formatShape(shape) });
    const statistics = { dtype: commonDtype(inputs), shape: [...x.shape.slice(0, at), ...normalized.map(() => 1)] };
    return [x, statistics, statistics];
  },
  // the fused kernel is one dispatch instead of eight on the GPU; on WASM it is half as fast as its parts
  onnx: ({ w, inputs, attrs, node, used }) => {
    const isFused = w.target === 'webgpu' || !(used[1] || used[2]);
    return isFused ? writeFused(w, inputs, node.inputs[0] as Value, attrs) : writeParts(w, inputs, node.inputs, attrs);
  },
  gradient: ({ b, inputs, outputs, attrs, dys, needs }) => {
    const [x, scale, bias] = inputs as [Value, Value | undefined, Value | undefined];
    const [, mean, inverse] = outputs as [Value, Value, Value];
    const centred = b.op('sub', [x, mean]);
    const unit = b.op('mul', [centred, inverse]);
    const dy = dys[0];
    return [
      needs[0] ? inputGradient(b, { shape: x.type.shape, unit, inverse, scale, axis: attrs.axis, dys }) : undefined,
      needs[1] && scale && dy ? unbroadcast(b, b.op('mul', [dy, unit]), scale.type.shape) : undefined,
      needs[2] && bias && dy ? unbroadcast(b, dy, bias.type.shape) : undefined,
    ];
  },
  flops: ({ outputs }) => 8 * elementsForOne(outputs[0]?.type.shape ?? []),
});

interface InputGradient {
  readonly shape: Shape;
  /** (x - mean) / deviation */
  readonly unit: Value;
  readonly inverse: Value;
  readonly scale: Value | undefined;
  readonly axis: number;
  readonly dys: readonly (Value | undefined)[];
}

/** dx = inverse (g - mean(g) - unit mean(g unit)) with g = dy scale; + dmean / n - dinverse inverse^2 unit / n */
function inputGradient(b: Builder, { shape, unit, inverse, scale, axis, dys }: InputGradient): Value {
  const at = normalizeAxis(axis, shape.length);
  const axes = shape.slice(at).map((_, i) => at + i);
  const n = b.scalar(sizeOf(shape.slice(at)), unit.type.dtype);
  const [dy, dMean, dInverse] = dys;
  const mean = (value: Value) => b.op('reduceMean', [value], { axes, keepDims: true });
  const parts: Value[] = [];
  if (dy) {
    const g = scale ? b.op('mul', [dy, scale]) : dy;
    const along = b.op('mul', [unit, mean(b.op('mul', [g, unit]))]);
    parts.push(b.op('mul', [b.op('sub', [b.op('sub', [g, mean(g)]), along]), inverse]));
  }
  if (dMean) parts.push(b.op('expand', [b.op('div', [dMean, n])], { shape: staticDims(shape) }));
  if (dInverse) {
    const slope = b.op('div', [b.op('mul', [dInverse, b.op('mul', [inverse, inverse])]), n]);
    parts.push(b.op('neg', [b.op('mul', [unit, slope])]));
  }
  return parts.reduce((sum, part) => b.op('add', [sum, part]));
}

function writeFused(
  w: OnnxWriter,
  inputs: readonly string[],
  { type }: Value,
  { axis, epsilon }: LayerNormAttrs,
): string[] {
  const [x, scale, bias] = inputs as [string, string | undefined, string | undefined];
  const dims = staticDims(type.shape.slice(normalizeAxis(axis, type.shape.length)));
  const ones = () => w.constant(floatConstant(type.dtype, dims, new Array<number>(sizeOf(dims)).fill(1)));
  const given = [x, scale ?? ones(), ...(bias ? [bias] : [])];
  return w.node('LayerNormalization', given, { axis, epsilon: { float: epsilon } }, 3);
}

function writeParts(
  w: OnnxWriter,
  inputs: readonly string[],
  values: readonly Value[],
  { axis, epsilon }: LayerNormAttrs,
): string[] {
  const [x, scale, bias] = inputs as [string, string | undefined, string | undefined];
  const { dtype, shape } = (values[0] as Value).type;
  const at = normalizeAxis(axis, shape.length);
  const over = { axes: shape.slice(at).map((_, i) => at + i), keepDims: true };
  const one = (opType: string, ...names: string[]) => w.node(opType, names)[0] as string;
  const [mean] = writeReduce(w, 'ReduceMean', x, over, 18) as [string];
  const centred = one('Sub', x, mean);
  const [variance] = writeReduce(w, 'ReduceMean', one('Mul', centred, centred), over, 18) as [string];
  const inverse = one('Reciprocal', one('Sqrt', one('Add', variance, w.scalar(epsilon, dtype))));
  const unit = one('Mul', centred, inverse);
  const scaled = scale ? one('Mul', unit, scale) : unit;
  return [bias ? one('Add', scaled, bias) : scaled, mean, inverse];
}
