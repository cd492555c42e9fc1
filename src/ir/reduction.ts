import { type Dim, isEmpty, normalizeAxis, type Shape } from '../core/shape';
import { expectFloat, expectNumeric, expectSome, inputAt } from './expect';
import { elementsForOne } from './flops';
import { filledLike } from './gradients';
import { Maths } from './maths';
import {
  defineOp,
  type GradientRuleArgs,
  type OnnxWriter,
  type OpAttrs,
  type OpDef,
  type OpName,
  type Value,
} from './op';

export interface ReduceAttrs {
  /** Axes to reduce, from the front or (negative) the back; none named means all. */
  readonly axes: readonly number[];
  /** Keep reduced axes with size 1. */
  readonly keepDims: boolean;
}

type ReduceName = { [K in OpName]: OpAttrs[K] extends ReduceAttrs ? K : never }[OpName];

export interface ReduceGradientArgs<K extends OpName> extends Omit<GradientRuleArgs<K>, 'dy'> {
  readonly m: Maths;
  readonly x: Value;
  /** Gradient of the output with the reduced axes kept as size 1. */
  readonly dy: Value;
  /** The output itself in the same shape, for rules that read it. */
  y(): Value;
}

export interface ReduceOptions<K extends OpName> {
  /** What it makes of no elements at all; where there is no such number it refuses them. */
  readonly ofNothing?: number;
  /** Takes floats only; otherwise any numbers. */
  readonly floats?: true;
  /** Stands for the operator on WebGPU; its result has the reduced axes kept as size 1. */
  readonly webgpu?: (w: OnnxWriter, x: string, attrs: OpAttrs[K]) => string;
}

/** A reduction; `dx` gets dy and y with reduced axes of size 1, ready to broadcast. `axesInput`: the opset from which axes are an input. */
export function reduceOp<K extends ReduceName>(
  name: K,
  opType: string,
  axesInput: number,
  dx: (args: ReduceGradientArgs<K>) => Value,
  { floats, webgpu, ofNothing }: ReduceOptions<K> = {},
): OpDef<K> {
  return defineOp<K>({
    name,
    infer: (inputs, attrs) => {
      const x = inputAt(inputs, 0);
      (floats ? expectFloat : expectNumeric)(x);
      if (ofNothing === undefined)
        for (const axis of reducedAxes(attrs, x.shape.length)) expectSome(x.shape[axis], `axis ${axis}`);
      return [{ dtype: x.dtype, shape: reducedShape(x.shape, attrs) }];
    },
    onnx: ({ w, inputs, attrs, node }) => {
      const [x = ''] = inputs;
      const axes = reducedAxes(attrs, node.inputs[0]?.type.shape.length ?? 0);
      const { dtype, shape } = (node.outputs[0] as Value).type;
      if (axes.some((axis) => node.inputs[0]?.type.shape[axis] === 0))
        return w.node('Expand', [w.scalar(ofNothing ?? 0, dtype), w.dims(shape)]);
      if (w.target === 'cpu' || !webgpu) return writeReduce(w, opType, x, { ...attrs, axes }, axesInput);
      const kept = webgpu(w, x, { ...attrs, axes });
      return attrs.keepDims ? [kept] : w.node('Reshape', [kept, w.dims(node.outputs[0]?.type.shape ?? [])]);
    },
    gradient: (args) => {
      const x = args.inputs[0] as Value;
      if (isEmpty(x.type.shape)) return [filledLike(args.b, x, 0)];
      const kept = reducedShape(x.type.shape, { axes: args.attrs.axes, keepDims: true });
      const y = () => args.b.reshape(args.outputs[0] as Value, kept);
      const m = new Maths(args.b, x.type.dtype);
      return [dx({ ...args, m, x, y, dy: args.b.reshape(args.dy, kept) })];
    },
    flops: ({ inputs }) => elementsForOne(inputs[0]?.type.shape ?? []),
  });
}

/** Writes Reduce*: axes are an attribute before opset `axesInput`, an input from then on. */
export function writeReduce(
  w: OnnxWriter,
  opType: string,
  x: string,
  { axes, keepDims }: ReduceAttrs,
  axesInput: number,
): string[] {
  const keepdims = keepDims ? 1 : 0;
  return w.opset >= axesInput
    ? w.node(opType, [x, w.dims(axes)], { keepdims })
    : w.node(opType, [x], axes.length > 0 ? { axes, keepdims } : { keepdims });
}

/** The axes a reduction names, from the front; all of them where it names none. */
export function reducedAxes({ axes }: Pick<ReduceAttrs, 'axes'>, rank: number): number[] {
  if (axes.length === 0) return Array.from({ length: rank }, (_, axis) => axis);
  return axes.map((axis) => normalizeAxis(axis, rank));
}

function reducedShape(shape: Shape, attrs: ReduceAttrs): Dim[] {
  const reduced = new Set(reducedAxes(attrs, shape.length));
  return shape.flatMap((dim, axis) => (reduced.has(axis) ? (attrs.keepDims ? [1] : []) : [dim]));
}

/** Of an extreme value: dy where x reaches it, shared evenly among those that do. */
export function tiedGradient<K extends ReduceName>({ b, m, x, y, dy, attrs }: ReduceGradientArgs<K>): Value {
  const hit = m.where(m.equal(x, y()), 1, 0);
  const hits = b.op('reduceSum', [hit], { axes: attrs.axes, keepDims: true });
  return m.mul(hit, m.div(dy, hits));
}
