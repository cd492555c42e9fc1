import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import {
  type AttributeProtoSchema,
  type GraphProtoSchema,
  AttributeProto_AttributeType as Kind,
  ModelProtoSchema,
  type NodeProtoSchema,
  type TensorProtoSchema,
  TensorProto_DataType as Type,
  type ValueInfoProtoSchema,
} from '../onnx_pb';

type GraphInit = MessageInitShape<typeof GraphProtoSchema>;
type Attribute = MessageInitShape<typeof AttributeProtoSchema>;
type Tensor = MessageInitShape<typeof TensorProtoSchema>;
type Info = MessageInitShape<typeof ValueInfoProtoSchema>;
export type Node = MessageInitShape<typeof NodeProtoSchema>;

export interface Graph {
  readonly name: string;
  readonly node: readonly Node[];
  readonly input?: readonly Info[];
  readonly output: readonly Info[];
  readonly initializer?: readonly Tensor[];
}

function graphOf({ name, node: nodes, input = [], output, initializer = [] }: Graph): GraphInit {
  return { name, node: [...nodes], input: [...input], output: [...output], initializer: [...initializer] };
}

/** Models written by hand, for tests. */

type AttributeValue =
  | number
  | string
  | readonly number[]
  | { float: number }
  | { floats: readonly number[] }
  | { graph: Graph };

export function node(
  opType: string,
  input: readonly string[],
  output: readonly string[],
  attributes: Readonly<Record<string, AttributeValue>> = {},
): Node {
  const attribute = Object.entries(attributes).map(([name, value]) => attributeOf(name, value));
  return { opType, input: [...input], output: [...output], attribute };
}

function attributeOf(name: string, value: AttributeValue): Attribute {
  if (typeof value === 'number') return { name, type: Kind.INT, i: BigInt(value) };
  if (typeof value === 'string') return { name, type: Kind.STRING, s: new TextEncoder().encode(value) };
  if ('floats' in value) return { name, type: Kind.FLOATS, floats: [...value.floats] };
  if ('float' in value) return { name, type: Kind.FLOAT, f: value.float };
  if ('graph' in value) return { name, type: Kind.GRAPH, g: graphOf(value.graph) };
  return { name, type: Kind.INTS, ints: value.map(BigInt) };
}

/** A value info; a string is a symbolic size. */
export function info(name: string, shape: readonly (number | string)[], elemType: number = Type.FLOAT) {
  const dim = shape.map((size) =>
    typeof size === 'number'
      ? { value: { case: 'dimValue' as const, value: BigInt(size) } }
      : { value: { case: 'dimParam' as const, value: size } },
  );
  return { name, type: { value: { case: 'tensorType' as const, value: { elemType, shape: { dim } } } } };
}

export function floats(name: string, dims: readonly number[], values: readonly number[]) {
  return { name, dataType: Type.FLOAT, dims: dims.map(BigInt), floatData: [...values] };
}

export function ints(name: string, values: readonly number[], dims: readonly number[] = [values.length]) {
  return { name, dataType: Type.INT64, dims: dims.map(BigInt), int64Data: values.map(BigInt) };
}

export function model(graph: Graph, opset = 17, functions: readonly object[] = []): Uint8Array {
  const init = {
    irVersion: 8n,
    opsetImport: [{ domain: '', version: BigInt(opset) }],
    graph: graphOf(graph),
    functions: [...functions],
  };
  return toBinary(ModelProtoSchema, create(ModelProtoSchema, init));
}
