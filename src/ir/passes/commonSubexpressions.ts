import type { HostTensor } from '../../core/tensor';
import type { Graph, Node, Value } from '../op';
import { rewrite } from './rewrite';

/** Computes what several nodes compute alike once: same operator, same inputs, same attributes. */
export function shareCommonSubexpressions(graph: Graph): Graph {
  const keys = new Keys();
  const known = new Map<string, readonly Value[]>();
  return rewrite(
    graph,
    ({ node, inputs }) => (isPure(node) ? known.get(keys.of(node, inputs)) : undefined),
    ({ node, inputs }, outputs) => {
      if (isPure(node)) known.set(keys.of(node, inputs), outputs);
    },
  );
}

/** Inputs have a name of their own; an operator carried over from ONNX may draw random numbers. */
function isPure(node: Node): boolean {
  return node.op !== 'input' && node.op !== 'onnx';
}

/** Constants up to this size are compared element by element, larger ones by identity. */
const SMALL = 64;

/** Texts that are equal where nodes compute the same. */
class Keys {
  private readonly numbers = new WeakMap<object, number>();
  private next = 0;

  of(node: Node, inputs: readonly Value[]): string {
    return `${node.op}(${inputs.map(({ id }) => id).join(',')})${this.text(node.attrs)}`;
  }

  private text(value: unknown): string {
    if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
    if (typeof value !== 'object' || value === null) return `${typeof value}:${String(value)}`;
    if (Array.isArray(value)) return `[${value.map((item) => this.text(item)).join()}]`;
    if (isTensor(value)) return this.tensor(value);
    if (!isPlain(value)) return this.identity(value);
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    const sorted = entries.sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${sorted.map(([key, item]) => `${key}=${this.text(item)}`).join()}}`;
  }

  private tensor({ dtype, dims, data }: HostTensor): string {
    const elements =
      data.length > SMALL
        ? this.identity(data)
        : Array.from<number | bigint>(data).map((x) => (Object.is(x, -0) ? '-0' : String(x)));
    return `${dtype}[${dims.join()}]${String(elements)}`;
  }

  private identity(value: object): string {
    const number = this.numbers.get(value) ?? this.next++;
    this.numbers.set(value, number);
    return `#${number}`;
  }
}

function isTensor(value: object): value is HostTensor {
  return 'data' in value && ArrayBuffer.isView(value.data);
}

/** A literal of attributes; a graph is told apart by its nodes. */
function isPlain(value: object): boolean {
  return Object.getPrototypeOf(value) === Object.prototype && !('nodes' in value);
}
