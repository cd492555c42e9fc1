import type { Builder } from '../ir/builder';
import type { Node, OpAttrs, Value } from '../ir/op';

/** How often each value is read by nodes, and as an end. */
export function countReaders(nodes: readonly Node[], ends: readonly Value[]): ReadonlyMap<Value, number> {
  const readers = new Map<Value, number>();
  for (const value of [...nodes.flatMap(({ inputs }) => inputs), ...ends])
    readers.set(value, (readers.get(value) ?? 0) + 1);
  return readers;
}

/**
 * max pool of relu(x), where nothing else reads that relu, as relu of the max pool of x: a quarter of the elements for a 2x2 pool, forward and
 * backward. Values are the same to the bit. So are gradients, ties too: where a window's largest x is above 0 both take the first element
 * that reaches it; elsewhere both give nothing. Undefined where the node is something else, or a window may hold nothing but padding.
 */
export function poolBeforeRelu(
  b: Builder,
  node: Node,
  readers: ReadonlyMap<Value, number>,
  at: (value: Value) => Value,
): Value | undefined {
  if (node.op !== 'maxPool') return undefined;
  const [x] = node.inputs;
  const [, places] = node.outputs;
  const [source] = x?.node.op === 'relu' ? x.node.inputs : [];
  if (!x || !source || readers.get(x) !== 1 || (places && readers.has(places))) return undefined;
  if (!everyWindowHasElements(node.attrs)) return undefined;
  const before = b.origin;
  b.origin = node.origin;
  const largest = b.op('maxPool', [at(source)], node.attrs);
  b.origin = x.node.origin;
  const y = b.op('relu', [largest]);
  b.origin = before;
  return y;
}

/** Whether no window lies wholly in padding, whatever the picture's size: its largest is then the lowest float, which relu would make 0. */
function everyWindowHasElements({ kernel, dilations, padBegin, padEnd }: OpAttrs['maxPool']): boolean {
  return kernel.every((size, axis) => {
    const pad = Math.max(padBegin[axis] ?? 0, padEnd[axis] ?? 0);
    return pad === 0 || (dilations[axis] === 1 && pad < size);
  });
}
