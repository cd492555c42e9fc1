import { ShapeError } from '../core/errors';
import { type Dim, normalizeAxis, type Shape } from '../core/shape';
import { inputAt } from './expect';
import { elementsForOne } from './flops';
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
  /** Axes to reduce, from the front or (negative) the back. */
  readonly axes: readonly number[];
  /** Keep reduced axes with size 1. */
  readonly keepDims: boolean;
}

type ReduceName = { [K in OpName]: OpAttrs[K] extends ReduceAttrs ? K : never }[OpName];

export interface ReduceGradientArgs<K extends OpName> extends Omit<GradientRuleArgs<K>, 'dy'> {
  readonly x: Value;
  /** Gradient of the output with the reduced axes kept as size 1. */
  readonly dy: Value;
  /** The output itself in the same shape, for rules that read it. */
  y(): Value;
}

/** A reduction; `dx` gets dy and y with reduced axes of size 1, ready to broadcast. `axesInput`: the opset from which axes are an input. */
export function reduceOp<K extends ReduceName>(
  name: K,
  opType: string,
  axesInput: number,
  dx: (args: ReduceGradientArgs<K>) => Value,
): OpDef<K> {
  return defineOp<K>({
    name,
    infer: (inputs, attrs) => {
      const { dtype, shape } = inputAt(inputs, 0);
      return [{ dtype, shape: reducedShape(shape, attrs) }];
    },
    onnx: ({ w, inputs, attrs }) => writeReduce(w, opType, inputs[0] as string, attrs, axesInput),
    gradient: (args) => {
      const x = args.inputs[0] as Value;
      const kept = reducedShape(x.type.shape, { axes: args.attrs.axes, keepDims: true });
      const y = () => args.b.reshape(args.outputs[0] as Value, kept);
      return [dx({ ...args, x, y, dy: args.b.reshape(args.dy, kept) })];
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
    : w.node(opType, [x], { axes, keepdims });
}

function reducedShape(shape: Shape, { axes, keepDims }: ReduceAttrs): Dim[] {
  if (axes.length === 0) throw new ShapeError('arity', { expected: '>= 1', actual: 0 });
  const reduced = new Set(axes.map((axis) => normalizeAxis(axis, shape.length)));
  return shape.flatMap((dim, axis) => (reduced.has(axis) ? (keepDims ? [1] : []) : [dim]));
}
