import { internal } from '../core/errors';
import type { Builder } from './builder';
import type { Node, OpAttrs, OpName, Value } from './op';

/**
 * Copies nodes into another builder. `bindings` says what stands for values made elsewhere (inputs first of all) and gains every copied value.
 * Types are kept as they are.
 */
export function inline(nodes: readonly Node[], b: Builder, bindings: Map<Value, Value>): void {
  for (const node of nodes) {
    if (node.outputs.every((value) => bindings.has(value))) continue;
    if (node.op === 'input') internal(`input ${node.attrs.name} is not bound`);
    const inputs = node.inputs.map(
      (value) => bindings.get(value) ?? internal(`${node.op} reads a value that is not bound`),
    );
    const types = node.outputs.map((value) => value.type);
    const copies = b.append(node.op as OpName, inputs, node.attrs as OpAttrs[OpName], types, node.origin);
    for (const [i, value] of node.outputs.entries()) bindings.set(value, copies[i] as Value);
  }
}
