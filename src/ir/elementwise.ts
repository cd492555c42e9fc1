import { broadcastShapes, type TensorType } from '../core/shape';
import type { Builder } from './builder';
import { commonDtype, expectFloat, inputAt } from './expect';
import { sizeForOne } from './flops';
import { unbroadcast } from './gradients';
import { defineOp, type GradientRule, type OpAttrs, type OpDef, type OpName, type Value } from './op';

/** Operators without attributes. */
export type NoAttrs = Record<string, never>;
type PlainName = { [K in OpName]: OpAttrs[K] extends NoAttrs ? K : never }[OpName];

export interface BinaryGradientArgs {
  readonly b: Builder;
  readonly x: Value;
  readonly y: Value;
  readonly z: Value;
  readonly dz: Value;
}

/** z = f(x, y) with broadcasting; `dx` and `dy` give the gradients before the stretched axes are summed again. */
export function binaryOp<K extends PlainName>(
  name: K,
  opType: string,
  rule: { dx(args: BinaryGradientArgs): Value; dy(args: BinaryGradientArgs): Value },
): OpDef<K> {
  const gradient: GradientRule<K> = ({ b, inputs, outputs, dy: dz, needs }) => {
    const [x, y] = inputs as [Value, Value];
    const args = { b, x, y, z: outputs[0] as Value, dz };
    return [
      needs[0] ? unbroadcast(b, rule.dx(args), x.type.shape) : undefined,
      needs[1] ? unbroadcast(b, rule.dy(args), y.type.shape) : undefined,
    ];
  };
  return defineOp<K>({
    name,
    infer: inferBinary,
    onnx: ({ w, inputs }) => w.node(opType, inputs),
    gradient,
    flops: sizeForOne,
  });
}

/** Comparison with broadcasting: bool, no gradient. */
export function comparisonOp<K extends PlainName>(name: K, opType: string): OpDef<K> {
  return defineOp<K>({
    name,
    infer: (inputs) => inferBinary(inputs).map(({ shape }) => ({ dtype: 'bool' as const, shape })),
    onnx: ({ w, inputs }) => w.node(opType, inputs),
    gradient: 'zero',
    flops: sizeForOne,
  });
}

/** y = f(x), float in, the same float out. */
export function unaryOp<K extends PlainName>(
  name: K,
  opType: string,
  dx: (args: { b: Builder; x: Value; y: Value; dy: Value }) => Value,
): OpDef<K> {
  return defineOp<K>({
    name,
    infer: (inputs) => {
      const x = inputAt(inputs, 0);
      expectFloat(x);
      return [x];
    },
    onnx: ({ w, inputs }) => w.node(opType, inputs),
    gradient: ({ b, inputs, outputs, dy }) => [dx({ b, x: inputs[0] as Value, y: outputs[0] as Value, dy })],
    flops: sizeForOne,
  });
}

function inferBinary(inputs: readonly TensorType[]): readonly TensorType[] {
  const dtype = commonDtype(inputs);
  return [{ dtype, shape: broadcastShapes(inputAt(inputs, 0).shape, inputAt(inputs, 1).shape) }];
}
