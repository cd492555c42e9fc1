import { internal } from '../../core/errors';
import { formatShape, sameShape, type TensorType } from '../../core/shape';
import type { Graph, Node, OpName, Value } from '../../ir/op';
import type { Kernel } from './kernel';
import { kernels } from './kernels';
import type { RefTensor, RefType } from './tensor';

/** Sizes of symbolic axes by name. */
type Bindings = ReadonlyMap<string, number>;

/**
 * Runs a graph in float64 (floats) and exact integers, whatever float type it declares. Symbolic sizes are bound from the
 * feeds. Throws `internal: ...` where a feed is missing or does not fit, or a result differs from its declared type.
 */
export function interpret(graph: Graph, feeds: Readonly<Record<string, RefTensor>>): Record<string, RefTensor> {
  return interpretIn(graph, feeds, new Map());
}

function interpretIn(
  graph: Graph,
  feeds: Readonly<Record<string, RefTensor>>,
  outer: Bindings,
): Record<string, RefTensor> {
  const bindings = bind(graph, feeds, outer);
  const known = new Map<Value, RefTensor>();
  const lookUp = (value: Value): RefTensor => known.get(value) ?? internal(`${value.node.op} has not run`);
  for (const node of graph.nodes) {
    // the kernel and the node's attributes belong to the same operator
    const kernel = kernels[node.op] as Kernel<OpName>;
    const outputs = node.outputs.map(({ type }) => resolve(type, bindings));
    const results = kernel({
      attrs: node.attrs,
      inputs: node.inputs.map(lookUp),
      outputs,
      feeds,
      run: (body, given) => interpretIn(body, given, bindings),
    });
    for (const [i, value] of node.outputs.entries()) known.set(value, checked(node, i, outputs[i], results[i]));
  }
  return Object.fromEntries(graph.outputs.map(({ name, value }) => [name, lookUp(value)]));
}

function bind(graph: Graph, feeds: Readonly<Record<string, RefTensor>>, outer: Bindings): Bindings {
  const bindings = new Map(outer);
  for (const { name, value } of graph.inputs) {
    const { dims } = feeds[name] ?? internal(`no feed ${name}`);
    for (const [axis, dim] of value.type.shape.entries()) {
      const size = dims[axis];
      if (typeof dim === 'string' && size !== undefined && !bindings.has(dim)) bindings.set(dim, size);
    }
  }
  return bindings;
}

function resolve({ dtype, shape }: TensorType, bindings: Bindings): RefType {
  const dims = shape.map((dim) =>
    typeof dim === 'number' ? dim : (bindings.get(dim) ?? internal(`the size of ${dim} is unknown`)),
  );
  return { dtype, dims };
}

function checked(node: Node, output: number, expected: RefType | undefined, actual: RefTensor | undefined): RefTensor {
  if (!expected || !actual) return internal(`${node.op} gave no output ${output}`);
  if (expected.dtype !== actual.dtype || !sameShape(expected.dims, actual.dims)) {
    const name = node.op === 'input' ? `feed ${node.attrs.name}` : `${node.op} output ${output}`;
    internal(
      `${name}: expected ${expected.dtype} ${formatShape(expected.dims)}, got ${actual.dtype} ${formatShape(actual.dims)}`,
    );
  }
  return actual;
}
