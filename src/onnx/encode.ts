import { create, toBinary } from '@bufbuild/protobuf';
import type { HostTensor } from '../core/tensor';
import type { Graph, Target } from '../ir/op';
import { writeGraph } from './graphWriter';
import { ModelProtoSchema } from './onnx_pb';

/** What most runtimes read; raised only where an operator needs it. */
export const DEFAULT_OPSET = 17;

/** The IR version that came with each opset we write (ONNX Versioning, table of released versions). */
function irVersionOf(opset: number): bigint {
  if (opset <= 18) return 8n;
  if (opset <= 20) return 9n;
  return opset <= 22 ? 10n : 11n;
}

export interface EncodeOptions {
  /** Which of several equivalent forms to write. */
  readonly target: Target;
  /** Graph inputs that become initialisers, by name. */
  readonly initializers?: ReadonlyMap<string, HostTensor>;
  /** Key and value pairs kept in the file (metadata_props). */
  readonly metadata?: Readonly<Record<string, string>>;
  readonly docString?: string;
}

/** An IR graph as the bytes of a ModelProto. */
export function encodeGraph(
  graph: Graph,
  { target, initializers, metadata = {}, docString = '' }: EncodeOptions,
): Uint8Array {
  const options = { target, ...(initializers ? { initializers } : {}) };
  const first = writeGraph(graph, { ...options, opset: DEFAULT_OPSET });
  const opset = Math.max(DEFAULT_OPSET, first.neededOpset);
  const written = opset === DEFAULT_OPSET ? first : writeGraph(graph, { ...options, opset });
  const model = create(ModelProtoSchema, {
    irVersion: irVersionOf(opset),
    producerName: 'netloom',
    docString,
    graph: written.graph,
    opsetImport: [{ domain: '', version: BigInt(opset) }],
    metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
  });
  return toBinary(ModelProtoSchema, model);
}

/** A program with its parameters in one vector. */
export interface EncodableProgram {
  readonly graph: Graph;
  readonly layout: readonly { readonly name: string; readonly shape: readonly number[]; readonly offset: number }[];
}

export interface EncodeProgramOptions extends Omit<EncodeOptions, 'initializers'> {
  /** float32 [P]: given for a predict program, whose parameters become initialisers under their own names. */
  readonly parameters?: Float32Array;
}

/** A compiled program as the bytes of a ModelProto. */
export function encodeProgram(
  { graph, layout }: EncodableProgram,
  { parameters, ...options }: EncodeProgramOptions,
): Uint8Array {
  if (!parameters) return encodeGraph(graph, options);
  const initializers = new Map(
    layout.map(({ name, shape, offset }): [string, HostTensor] => {
      const size = shape.reduce((product, dim) => product * dim, 1);
      return [name, { dtype: 'float32', dims: shape, data: parameters.subarray(offset, offset + size) }];
    }),
  );
  return encodeGraph(graph, { ...options, initializers });
}
