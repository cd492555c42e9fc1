import { internal } from '../core/errors';
import { formatShape, sameShape } from '../core/shape';
import type { Graph, Node, OpAttrs, OpDef, OpName, Value } from './op';
import { opOf } from './registry';

/** Checks what every pass must keep: values are defined once and before use, names are unique, types follow from the shape rules. Throws `internal: ...`. */
export function verify(graph: Graph): void {
  const defined = new Set<Value>();
  for (const node of graph.nodes) {
    for (const value of node.inputs)
      if (!defined.has(value)) internal(`${place(node)} reads a value that is not defined yet`);
    for (const value of node.outputs) {
      if (defined.has(value) || value.node !== node) internal(`${place(node)} defines a value twice`);
      defined.add(value);
    }
    verifyTypes(node);
  }
  for (const { name, value } of [...graph.inputs, ...graph.outputs])
    if (!defined.has(value)) internal(`${name} is not in the graph`);
  for (const ends of [graph.inputs, graph.outputs]) {
    const names = ends.map(({ name }) => name);
    if (new Set(names).size !== names.length) internal(`names repeat: ${names.join(', ')}`);
  }
}

function verifyTypes(node: Node): void {
  const def = opOf(node.op) as OpDef<OpName>;
  const types = def.infer(
    node.inputs.map((value) => value.type),
    node.attrs as OpAttrs[OpName],
  );
  for (const [i, type] of types.entries()) {
    const actual = node.outputs[i]?.type;
    if (!actual || actual.dtype !== type.dtype || !sameShape(actual.shape, type.shape)) {
      internal(
        `${place(node)} output ${i}: the rule gives ${type.dtype} ${formatShape(type.shape)}, the graph says ${actual ? `${actual.dtype} ${formatShape(actual.shape)}` : 'nothing'}`,
      );
    }
  }
}

function place(node: Node): string {
  return `${node.op}${node.origin ? ` of ${node.origin}` : ''}`;
}
