import { type DType, fromNumbers, isFloat, toNumbers } from '../../core/dtype';
import { sizeOf } from '../../core/shape';
import type { HostTensor } from '../../core/tensor';
import type { Graph, Node, OpName, Value } from '../op';
import { rewrite } from './rewrite';

/** Results up to this size are worked out; larger ones would grow the file. */
const SMALL = 64;

/**
 * Works out small constants. Only what one rounding settles, so that every backend would have found the same bits:
 * arithmetic and roots of float32 (exact in double, then rounded once), whole numbers, comparisons, moves.
 */
export function foldConstants(graph: Graph): Graph {
  return rewrite(graph, ({ b, node, inputs }) => {
    const tensors = inputs.map(constantOf);
    if (tensors.length === 0 || !tensors.every((tensor) => tensor !== undefined)) return undefined;
    const folded = fold(node, tensors);
    return folded && [b.constant(folded)];
  });
}

/** The tensor of a constant value. */
export function constantOf({ node }: Value): HostTensor | undefined {
  return node.op === 'constant' ? node.attrs.tensor : undefined;
}

type Scalar = (...values: number[]) => number;

const exact: Partial<Record<OpName, Scalar>> = {
  add: (x = 0, y = 0) => x + y,
  sub: (x = 0, y = 0) => x - y,
  mul: (x = 0, y = 0) => x * y,
  neg: (x = 0) => -x,
  abs: (x = 0) => Math.abs(x),
  max: (x = 0, y = 0) => Math.max(x, y),
  min: (x = 0, y = 0) => Math.min(x, y),
  equal: (x, y) => Number(x === y),
  greater: (x = 0, y = 0) => Number(x > y),
  greaterOrEqual: (x = 0, y = 0) => Number(x >= y),
  less: (x = 0, y = 0) => Number(x < y),
  lessOrEqual: (x = 0, y = 0) => Number(x <= y),
  where: (condition, x = 0, y = 0) => (condition ? x : y),
};
/** Right in float32 after one rounding, not for whole numbers. */
const rounded: Partial<Record<OpName, Scalar>> = {
  div: (x = 0, y = 0) => x / y,
  sqrt: (x = 0) => Math.sqrt(x),
};
const types: ReadonlySet<DType> = new Set(['float32', 'int32', 'int64', 'bool']);

function fold(node: Node, inputs: readonly HostTensor[]): HostTensor | undefined {
  const [type] = node.outputs.map((value) => value.type);
  if (!type || node.outputs.length !== 1 || type.shape.some((dim) => typeof dim !== 'number')) return undefined;
  if (sizeOf(type.shape) > SMALL || !inputs.every(({ dtype }) => types.has(dtype))) return undefined;
  const dims = type.shape as readonly number[];
  if (node.op === 'reshape') return { ...(inputs[0] as HostTensor), dims };
  if (node.op === 'expand') return elementwise((x) => x as number, inputs, type.dtype, dims);
  const scalar = exact[node.op] ?? (isFloat(type.dtype) ? rounded[node.op] : undefined);
  return scalar && elementwise(scalar, inputs, type.dtype, dims);
}

/** f of every element of the stretched inputs; nothing where a whole number leaves its type or double precision. */
function elementwise(
  f: Scalar,
  inputs: readonly HostTensor[],
  dtype: DType,
  dims: readonly number[],
): HostTensor | undefined {
  const read = inputs.map((tensor) => stretched(tensor, dims));
  const values = Array.from({ length: sizeOf(dims) }, (_, n) => f(...read.map((at) => at(n))));
  const largest = dtype === 'int64' ? Number.MAX_SAFE_INTEGER : 2 ** 31 - 1;
  if (!isFloat(dtype) && values.some((value) => Math.abs(value) > largest)) return undefined;
  return { dtype, dims, data: fromNumbers(dtype, values) };
}

/** Element n of a tensor stretched to `dims`, row-major. */
function stretched(tensor: HostTensor, dims: readonly number[]): (n: number) => number {
  const values = toNumbers(tensor);
  const lead = dims.length - tensor.dims.length;
  return (n) => {
    let [rest, flat, stride] = [n, 0, 1];
    for (let axis = dims.length - 1; axis >= 0; axis--) {
      const size = dims[axis] as number;
      const own = tensor.dims[axis - lead] ?? 1;
      if (own !== 1) flat += (rest % size) * stride;
      stride *= own;
      rest = Math.floor(rest / size);
    }
    return values[flat] as number;
  };
}
