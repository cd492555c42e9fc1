import type { Dim, TensorType } from '../core/shape';
import type { HostTensor } from '../core/tensor';
import type { Builder } from './builder';

/** Attributes of every operator by name; each file in `ops/` adds its own by declaration merging. */
// biome-ignore lint/suspicious/noEmptyInterface: augmented by ops/*.ts
export interface OpAttrs {}

export type OpName = keyof OpAttrs;

/** One result of one node (static single assignment). */
export interface Value {
  readonly id: number;
  readonly type: TensorType;
  readonly node: Node;
  /** Which output of `node` this is. */
  readonly index: number;
}

export interface NodeOf<K extends OpName> {
  readonly id: number;
  readonly op: K;
  readonly attrs: OpAttrs[K];
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  /** The document node this came from, for diagnostics and for readable names in the exported file. */
  readonly origin: string | undefined;
}

export type Node = { [K in OpName]: NodeOf<K> }[OpName];

/** Where a program runs: decides between equivalent ONNX forms. */
export type Target = 'cpu' | 'webgpu';

export type OnnxAttribute =
  | number
  | string
  | readonly number[]
  | { readonly float: number }
  | { readonly floats: readonly number[] }
  | { readonly strings: readonly string[] }
  | { readonly tensor: HostTensor }
  | OnnxSubgraph;

/** A graph held by an attribute (`body` of Scan); encoded in its own scope. */
export interface OnnxSubgraph {
  readonly graph: Graph;
  /** Inputs of the graph that are read from the enclosing scope, with the ONNX names they have there. */
  readonly captured?: Readonly<Record<string, string>>;
}

/** What an operator's `onnx` rule writes with. Names are ONNX value names; the empty string is an absent optional input. */
export interface OnnxWriter {
  readonly target: Target;
  /** The opset the file will declare. */
  readonly opset: number;
  /** Adds a node and gives the names of its outputs. A whole number is an int attribute, `{ float }` a float one. */
  node(
    opType: string,
    inputs: readonly string[],
    attributes?: Readonly<Record<string, OnnxAttribute>>,
    outputs?: number,
  ): string[];
  /** A 1-D int64 initialiser; a symbolic size becomes -1 (as Reshape reads it; at most one). */
  dims(values: readonly Dim[]): string;
  /** A rank-0 float32 initialiser unless said otherwise. */
  scalar(value: number, dtype?: TensorType['dtype']): string;
  constant(tensor: HostTensor): string;
  /** An empty builder, for the body of a Scan. */
  builder(): Builder;
  /** The file must declare at least this opset. */
  requireOpset(version: number): void;
}

export interface OnnxRuleArgs<K extends OpName> {
  readonly w: OnnxWriter;
  readonly node: NodeOf<K>;
  readonly attrs: OpAttrs[K];
  /** ONNX names of the inputs. */
  readonly inputs: readonly string[];
  /** Whether output i is read by anything. */
  readonly used: readonly boolean[];
}

export interface GradientRuleArgs<K extends OpName> {
  readonly b: Builder;
  readonly node: NodeOf<K>;
  readonly attrs: OpAttrs[K];
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  /** Gradient of the first output; use `dys` for operators with several. */
  readonly dy: Value;
  readonly dys: readonly (Value | undefined)[];
  /** `needs[i]`: somebody asks for the gradient of input i. Work nobody needs must not be emitted. */
  readonly needs: readonly boolean[];
}

/**
 * Gradients of the inputs, in order; `undefined` where `needs[i]` is false or the gradient is zero.
 * `'zero'`: flat almost everywhere (comparisons, integer results). `'undefined'`: no gradient exists or is written: asking for it is an error.
 */
export type GradientRule<K extends OpName> =
  | 'zero'
  | 'undefined'
  | ((args: GradientRuleArgs<K>) => readonly (Value | undefined)[]);

/** One operator: its shape rule, its ONNX form and its gradient. The whole truth about it stands in its file. */
export interface OpDef<K extends OpName> {
  readonly name: K;
  /** Types of the outputs. Throws ShapeError. */
  infer(inputs: readonly TensorType[], attrs: OpAttrs[K]): readonly TensorType[];
  /** Writes the ONNX form and gives the names of the outputs. */
  onnx(args: OnnxRuleArgs<K>): readonly string[];
  readonly gradient: GradientRule<K>;
  /** How many outputs are results; those after them are kept for the gradient rule alone. All, unless said. */
  readonly results?: number;
  /** Multiply-adds count as two; used by the analyzer. Default: one an output element. */
  flops?(node: NodeOf<K>): number;
}

export function defineOp<K extends OpName>(def: OpDef<K>): OpDef<K> {
  return def;
}

/** A list of nodes in an order they can run in, with what comes in and what goes out. */
export interface Graph {
  readonly inputs: readonly GraphInput[];
  readonly nodes: readonly Node[];
  readonly outputs: readonly GraphOutput[];
}

export interface GraphInput {
  readonly name: string;
  readonly value: Value;
}

export interface GraphOutput {
  readonly name: string;
  readonly value: Value;
}
