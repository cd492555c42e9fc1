import { casesOf, opNames } from '../../testing/cases/all';
import { forwardGraph } from '../../testing/differentiate';
import { encodeGraph } from '../encode';
import type { AttributeProto, ModelProto, NodeProto, ValueInfoProto } from '../onnx_pb';
import { importedOperators } from './rules';

/** Models of every IR operator, as we write them: nearly every ONNX operator with all its attributes. */
export const models = opNames.flatMap((op) =>
  casesOf(op).map((item) => {
    const types = item.inputs.map(({ dtype, dims }) => ({ dtype, shape: dims }));
    return () => encodeGraph(forwardGraph(types, item.forward), { target: 'cpu' });
  }),
);
const operators = importedOperators().map(({ op }) => op);

/** Numbers that make allocations, loops and index arithmetic go wrong. */
const extremes = [
  0n,
  1n,
  -1n,
  2n,
  3n,
  -7n,
  1000n,
  2n ** 31n - 1n,
  2n ** 31n,
  2n ** 53n,
  2n ** 62n,
  2n ** 63n - 1n,
  -(2n ** 63n),
];

/** `pick(n)` draws a whole number below n. */
type Mutation = (model: ModelProto, pick: (count: number) => number) => void;

const nodeOf = ({ graph }: ModelProto, pick: (count: number) => number): NodeProto | undefined =>
  graph?.node[pick(graph.node.length)];

function attributeOf(model: ModelProto, pick: (count: number) => number): AttributeProto | undefined {
  const node = nodeOf(model, pick);
  return node?.attribute[pick(node.attribute.length)];
}

function infoOf({ graph }: ModelProto, pick: (count: number) => number): ValueInfoProto | undefined {
  const all = [...(graph?.input ?? []), ...(graph?.output ?? [])];
  return all[pick(all.length)];
}

const extreme = (pick: (count: number) => number): bigint => extremes[pick(extremes.length)] ?? 0n;

/** Ways to make a model say something else. */
export const mutations: Readonly<Record<string, Mutation>> = {
  operator: (model, pick) => {
    const node = nodeOf(model, pick);
    if (node) node.opType = operators[pick(operators.length)] ?? '';
  },
  int(model, pick) {
    const attribute = attributeOf(model, pick);
    if (!attribute) return;
    attribute.i = extreme(pick);
    if (attribute.ints.length > 0) attribute.ints[pick(attribute.ints.length)] = extreme(pick);
  },
  ints(model, pick) {
    const attribute = attributeOf(model, pick);
    if (!attribute) return;
    if (pick(2) === 0) attribute.ints.pop();
    else attribute.ints.push(extreme(pick));
  },
  float(model, pick) {
    const attribute = attributeOf(model, pick);
    if (attribute) attribute.f = [Number.NaN, Number.POSITIVE_INFINITY, 0, -1, 1e30][pick(5)] ?? 0;
  },
  name(model, pick) {
    const attribute = attributeOf(model, pick);
    const names = [
      'axis',
      'axes',
      'to',
      'group',
      'pads',
      'strides',
      'kernel_shape',
      'body',
      'perm',
      'size',
      'dtype',
      'k',
    ];
    if (attribute) attribute.name = names[pick(names.length)] ?? '';
  },
  size(model, pick) {
    const type = infoOf(model, pick)?.type?.value;
    const dims = type?.case === 'tensorType' ? (type.value.shape?.dim ?? []) : [];
    const dim = dims[pick(dims.length)];
    if (!dim) return;
    dim.value = pick(2) === 0 ? { case: 'dimValue', value: extreme(pick) } : { case: 'dimParam', value: 'N' };
  },
  rank(model, pick) {
    const type = infoOf(model, pick)?.type?.value;
    if (type?.case !== 'tensorType') return;
    if (pick(3) === 0) type.value.shape = undefined;
    else type.value.shape?.dim.splice(pick(3), 1);
  },
  elements(model, pick) {
    const type = infoOf(model, pick)?.type?.value;
    if (type?.case === 'tensorType') type.value.elemType = pick(24);
  },
  wire(model, pick) {
    const [node, other] = [nodeOf(model, pick), nodeOf(model, pick)];
    const name = [...(other?.output ?? []), ...(model.graph?.input ?? []).map((input) => input.name), ''];
    if (node) node.input[pick(node.input.length + 1)] = name[pick(name.length)] ?? '';
  },
  output(model, pick) {
    const node = nodeOf(model, pick);
    if (node) node.output.push(`more${pick(9)}`);
  },
  constant(model, pick) {
    const tensor = model.graph?.initializer[pick(model.graph.initializer.length)];
    if (!tensor) return;
    const values = [extreme(pick), extreme(pick)].slice(0, Math.max(1, Number(tensor.dims[0] ?? 1n) % 3));
    Object.assign(tensor, { dims: [BigInt(values.length)], dataType: 7, rawData: new Uint8Array(), int64Data: values });
    // raw_data present but empty would count
    tensor.rawData = new Uint8Array(BigInt64Array.from(values).buffer);
  },
  opset(model, pick) {
    const [set] = model.opsetImport;
    if (set) set.version = BigInt(pick(28));
  },
};
