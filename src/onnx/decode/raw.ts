import type { Dim } from '../../core/shape';

/** A ModelProto as read: checked bytes, unchecked meaning. */
export interface RawModel {
  readonly irVersion: number;
  /** Version by domain; '' is ai.onnx. */
  readonly opsets: ReadonlyMap<string, number>;
  readonly graph: RawGraph;
  readonly functions: readonly RawFunction[];
  readonly metadata: Readonly<Record<string, string>>;
}

export interface RawGraph {
  readonly name: string;
  readonly nodes: readonly RawNode[];
  readonly initializers: readonly RawTensor[];
  readonly sparseInitializers: readonly string[];
  readonly inputs: readonly RawValueInfo[];
  readonly outputs: readonly RawValueInfo[];
  /** Types of values inside, where the file tells them. */
  readonly values: readonly RawValueInfo[];
}

/** A model-local function: its body, in its own names. */
export interface RawFunction {
  readonly name: string;
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly nodes: readonly RawNode[];
}

export interface RawNode {
  readonly opType: string;
  readonly domain: string;
  readonly name: string;
  /** An empty name is an optional input left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, RawAttribute>;
}

export type RawAttribute =
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'int'; readonly value: bigint }
  | { readonly kind: 'string'; readonly value: Uint8Array }
  | { readonly kind: 'tensor'; readonly value: RawTensor }
  | { readonly kind: 'graph'; readonly value: RawGraph }
  | { readonly kind: 'type'; readonly value: RawType }
  | { readonly kind: 'floats'; readonly value: Float32Array }
  | { readonly kind: 'ints'; readonly value: BigInt64Array }
  | { readonly kind: 'strings'; readonly value: readonly Uint8Array[] }
  | { readonly kind: 'tensors'; readonly value: readonly RawTensor[] }
  | { readonly kind: 'graphs'; readonly value: readonly RawGraph[] }
  | { readonly kind: 'types'; readonly value: readonly RawType[] }
  | { readonly kind: 'sparse' }
  /** Filled in by the caller of a function. */
  | { readonly kind: 'reference'; readonly value: string };

export interface RawTensor {
  readonly name: string;
  /** TensorProto.DataType. */
  readonly dataType: number;
  readonly dims: readonly number[];
  readonly external: boolean;
  readonly raw?: Uint8Array;
  readonly floats?: Float32Array;
  readonly int32s?: Int32Array;
  readonly int64s?: BigInt64Array;
  readonly doubles?: Float64Array;
  readonly uint64s?: BigUint64Array;
  readonly strings?: readonly Uint8Array[];
}

export interface RawValueInfo {
  readonly name: string;
  readonly type: RawType;
}

export type RawType =
  /** `shape` is undefined where even the rank is unknown; a size nobody names is ''. */
  | { readonly kind: 'tensor'; readonly elemType: number; readonly shape: readonly Dim[] | undefined }
  | { readonly kind: 'sequence' | 'optional'; readonly element: RawType }
  | { readonly kind: 'map' | 'sparse' | 'opaque' | 'unknown' };
