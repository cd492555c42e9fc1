import { isFloat } from '../core/dtype';
import type { Builder } from './builder';
import type { GradientRule, Node, OpName, Value } from './op';
import { opOf } from './registry';

/** The loss depends on a wanted value through an operator that has no gradient. */
export class GradientError extends Error {
  override readonly name = 'GradientError';
  constructor(
    readonly op: string,
    readonly origin: string | undefined,
  ) {
    super(`no gradient exists for ${op}${origin ? ` in ${origin}` : ''}`);
  }
}

/**
 * Reverse-mode gradients of a scalar with respect to each value of `wrt`, emitted into the same builder.
 * `undefined` where the scalar does not depend on the value. Nothing that nobody needs is emitted.
 * Throws GradientError where the path goes through an operator without one.
 * Source: Griewank & Walther 2008, "Evaluating Derivatives", ch. 3.
 */
export function gradients(b: Builder, loss: Value, wrt: readonly Value[]): (Value | undefined)[] {
  const order = ancestors(loss);
  const wanted = dependents(order, wrt);
  const total = new Map<Value, Value>([
    [loss, b.op('expand', [b.scalar(1, loss.type.dtype)], { shape: loss.type.shape })],
  ]);
  const held = b.origin;
  for (const node of order.toReversed()) {
    if (!node.outputs.some((value) => wanted.has(value) && total.has(value))) continue;
    b.origin = node.origin;
    const needs = node.inputs.map((value) => wanted.has(value));
    for (const [i, dx] of applyRule(b, node, total, needs).entries()) {
      const x = node.inputs[i];
      if (!dx || !x || !needs[i]) continue;
      const before = total.get(x);
      total.set(x, before ? b.op('add', [before, dx]) : dx);
    }
  }
  b.origin = held;
  return wrt.map((value) => total.get(value));
}

function applyRule(
  b: Builder,
  node: Node,
  total: ReadonlyMap<Value, Value>,
  needs: readonly boolean[],
): readonly (Value | undefined)[] {
  // the rule and the node's attributes belong to the same operator
  const rule = opOf(node.op).gradient as GradientRule<OpName>;
  if (rule === 'zero' || !needs.some(Boolean)) return [];
  if (rule === 'undefined') throw new GradientError(node.op === 'onnx' ? node.attrs.opType : node.op, node.origin);
  const dys = node.outputs.map((value) => total.get(value));
  const dy = dys.find((value) => value !== undefined) as Value;
  return rule({ b, node, attrs: node.attrs, inputs: node.inputs, outputs: node.outputs, dy, dys, needs });
}

/** Nodes the value is computed from, inputs before users. */
function ancestors(value: Value): Node[] {
  const seen = new Set<Node>();
  const order: Node[] = [];
  const stack: { node: Node; next: number }[] = [];
  const visit = (node: Node) => {
    if (seen.has(node)) return;
    seen.add(node);
    stack.push({ node, next: 0 });
  };
  visit(value.node);
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    const input = top.node.inputs[top.next++];
    if (input) visit(input.node);
    else {
      order.push(top.node);
      stack.pop();
    }
  }
  return order;
}

/** Float values of `order` that depend on one of `roots`, the roots included. */
function dependents(order: readonly Node[], roots: readonly Value[]): ReadonlySet<Value> {
  const reached = new Set<Value>(roots);
  for (const node of order) {
    if (opOf(node.op).gradient === 'zero' || !node.inputs.some((value) => reached.has(value))) continue;
    for (const value of node.outputs) if (isFloat(value.type.dtype)) reached.add(value);
  }
  return reached;
}
