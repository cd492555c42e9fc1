import type { DType } from '../../core/dtype';
import type { Dim, Shape, TensorType } from '../../core/shape';
import type { Builder } from '../../ir/builder';
import type { Value } from '../../ir/op';
import type { Attributes } from './attributes';
import type { Known } from './known';
import type { RawGraph } from './raw';
import type { Subgraph } from './subgraph';

/** A node under import. Whatever it has that its rule does not read makes the import fail: nothing is ever dropped in silence. */
export interface NodeContext {
  readonly b: Builder;
  readonly op: string;
  /** Version of the operator set its meaning comes from. */
  readonly opset: number;
  readonly attrs: Attributes;
  /** Number of inputs written down, left-out ones between them included. */
  readonly arity: number;
  /** Whether output i has a name. */
  wants(output: number): boolean;
  readonly outputs: number;
  has(input: number): boolean;
  /** Input i; throws `invalid` where it is left out. */
  x(input: number): Value;
  /** Input i, which has to be of a float type; throws `dtype`. */
  float(input: number): Value;
  maybe(input: number): Value | undefined;
  type(input: number): TensorType;
  /** Elements of input i if they are known at import. */
  known(input: number): Known | undefined;
  /** Elements of input i; throws `dynamic`, saying what they are: `its axes`. */
  elements(input: number, what: string): Known;
  /** Integer elements of input i; throws `dynamic`. */
  ints(input: number, what: string): number[];
  /** As `ints`, symbolic sizes among them. */
  sizes(input: number, what: string): Dim[];
  /** The only element of input i as a number; throws `dynamic`. */
  scalar(input: number, what: string): number;
  /** Accepts and ignores inputs. */
  ignore(...inputs: readonly number[]): void;
  /** Attribute `name` before opset `until`, input i from then on; undefined where it is left out. */
  intsFrom(name: string, until: number, input: number): number[] | undefined;
  /** Sizes of input i; throws `dynamic` where one is symbolic. */
  dims(input: number): number[];
  /** Sizes of the axes of input i from `axis` on; throws `dynamic` where one is symbolic. */
  sizesFrom(input: number, axis: number): number[];
  /** Size of one axis; throws `dynamic` where it is symbolic, `shape` where there is no such axis. */
  size(input: number, axis: number): number;
  rank(input: number): number;
  dtypeFrom(code: number): DType;
  /** Imports a graph of an attribute; names of the graphs around it become inputs behind its own. */
  subgraph(graph: RawGraph, inputs: readonly TensorType[]): Subgraph;
  /** Imports a graph of an attribute in place of the node. */
  inlined(graph: RawGraph): readonly Out[];
  /** The node as it is, with outputs of these types: run, but not differentiated. Its form is that of opset `since`. */
  carried(since: number, types: readonly TensorType[], changes?: Changes): readonly Value[];
  /** The number itself if a tensor of so many elements may be made at import; throws `tooLarge`. */
  bounded(elements: number): number;
  /** A name for a size of output i that only a run can tell. */
  unknownSize(output: number, axis: number): Dim;
  /** The element type and shape the file declares for output i, where it does. */
  declared(output: number): { readonly dtype: DType; readonly shape: Shape | undefined } | undefined;
  /** Throws `form`. */
  refuse(actual: string): never;
  /** Throws `dtype`. */
  refuseDtype(dtype: string): never;
}

/** What a carried node has that its file does not. */
export interface Changes {
  /** Its graphs, imported. */
  readonly bodies?: Readonly<Record<string, Subgraph>>;
  /** Stands for the input at a place. */
  inputs?(place: number, value: Value): Value;
  /** Attributes to leave out. */
  readonly without?: readonly string[];
}

/** A rule's result: a value of the graph, or elements known at import. */
export type Out = Value | Known;

export type Rule = (c: NodeContext) => readonly Out[] | Out;

/** One operator's rules by the opset they hold from; each holds until the next. */
export type Versions = readonly (readonly [since: number, rule: Rule])[];

export type RuleTable = Readonly<Record<string, Versions>>;

/** A rule whose meaning never changed. */
export function since(version: number, rule: Rule): Versions {
  return [[version, rule]];
}

export function isValue(out: Out): out is Value {
  return 'node' in out;
}
