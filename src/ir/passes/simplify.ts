import { toNumbers } from '../../core/dtype';
import { broadcastShapes, type Shape, sameShape } from '../../core/shape';
import type { Builder } from '../builder';
import type { Graph, Node, NodeOf, OpAttrs, OpName, Value } from '../op';
import { reducedAxes } from '../reduction';
import { constantOf } from './foldConstants';
import { rewrite } from './rewrite';

/** Leaves out what changes nothing: x + 0, 1 x, moves that cancel, stretching before an operator that stretches by itself. Results stay the same to the bit (but for the sign of zero). */
export function simplify(graph: Graph): Graph {
  return rewrite(graph, ({ b, node, inputs }) => {
    const found = simpler(b, node, inputs);
    return found && [found];
  });
}

function simpler(b: Builder, node: Node, inputs: readonly Value[]): Value | undefined {
  const [x, y] = inputs as readonly [Value, Value];
  const type = node.outputs[0]?.type;
  switch (node.op) {
    case 'add':
      return whenNeutral(x, y, 0, node) ?? whenNeutral(y, x, 0, node) ?? unstretched(b, node, inputs);
    case 'mul':
      return whenNeutral(x, y, 1, node) ?? whenNeutral(y, x, 1, node) ?? unstretched(b, node, inputs);
    case 'sub':
      return whenNeutral(x, y, 0, node) ?? unstretched(b, node, inputs);
    case 'div':
      return whenNeutral(x, y, 1, node) ?? unstretched(b, node, inputs);
    case 'where':
    case 'equal':
    case 'greater':
    case 'less':
    case 'greaterOrEqual':
    case 'lessOrEqual':
    case 'max':
    case 'min':
      return unstretched(b, node, inputs);
    case 'neg':
      return x.node.op === 'neg' ? x.node.inputs[0] : undefined;
    case 'stopGradient':
      return x;
    case 'cast':
      return x.type.dtype === node.attrs.to ? x : undefined;
    case 'reshape':
      return reshaped(b, x, node.attrs.shape);
    case 'expand':
      return type && sameShape(x.type.shape, type.shape) ? x : undefined;
    case 'transpose':
      return transposed(b, x, node.attrs.perm);
    case 'reduceSum':
      return summed(b, x, node);
    case 'pad':
      return type && sameShape(x.type.shape, type.shape) ? x : undefined;
    default:
      return undefined;
  }
}

/** x, where y is a constant of nothing but `neutral` that does not stretch it. */
function whenNeutral(x: Value, y: Value, neutral: number, node: Node): Value | undefined {
  const tensor = constantOf(y);
  const shape = node.outputs[0]?.type.shape ?? [];
  if (!tensor || !sameShape(x.type.shape, shape)) return undefined;
  return toNumbers(tensor).every((value) => value === neutral) ? x : undefined;
}

/** The operator on what was stretched beforehand, where it stretches to the same shape by itself. */
function unstretched(b: Builder, node: Node, inputs: readonly Value[]): Value | undefined {
  const shape = node.outputs[0]?.type.shape ?? [];
  const lean = [...inputs];
  for (const [i, value] of inputs.entries()) {
    const [source] = value.node.op === 'expand' ? value.node.inputs : [];
    if (source && sameShape(stretch(lean.with(i, source)), shape)) lean[i] = source;
  }
  if (lean.every((value, i) => value === inputs[i])) return undefined;
  const types = node.outputs.map(({ type }) => type);
  return b.append(node.op as OpName, lean, node.attrs as OpAttrs[OpName], types, node.origin)[0];
}

function stretch(values: readonly Value[]): Shape {
  return values.map(({ type }) => type.shape).reduce((a, b) => broadcastShapes(a, b));
}

/** x in another shape, by one reshape at most. */
function reshaped(b: Builder, x: Value, shape: Shape): Value {
  const [source = x] = x.node.op === 'reshape' ? x.node.inputs : [];
  return sameShape(source.type.shape, shape) ? source : b.reshape(source, shape);
}

/** Axis i of the result is axis inner[perm[i]] of the source. */
function transposed(b: Builder, x: Value, perm: readonly number[]): Value | undefined {
  const inner = x.node.op === 'transpose' ? x.node.attrs.perm : perm.map((_, i) => i);
  const [source = x] = x.node.op === 'transpose' ? x.node.inputs : [];
  const joined = perm.map((axis) => inner[axis] as number);
  if (joined.every((axis, i) => axis === i)) return source;
  return source === x ? undefined : b.op('transpose', [source], { perm: joined });
}

/** A sum over axes of size 1 is its input in another shape. */
function summed(b: Builder, x: Value, node: NodeOf<'reduceSum'>): Value | undefined {
  const { shape } = x.type;
  if (!reducedAxes(node.attrs, shape.length).every((axis) => shape[axis] === 1)) return undefined;
  return reshaped(b, x, node.outputs[0]?.type.shape ?? []);
}
