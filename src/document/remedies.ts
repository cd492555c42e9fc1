import type { Diagnostic } from '../core/diagnostic';
import type { TensorType } from '../core/shape';
import { checkField, defaultsOf, type Field, isShown } from '../layers/fields';
import { layers, portsOf } from '../layers/registry';
import type { DocumentAnalysis } from './analysis';
import { nodeOf } from './edit';
import { takes, tried } from './fits';
import type { DocEdge, DocNode, NetDocument, ParamValue } from './schema';

/** A parameter that, set so, mends a diagnostic; `parameters` is what the node trains then. */
export interface ParamRemedy {
  readonly node: string;
  readonly param: string;
  readonly value: ParamValue;
  readonly parameters: number;
}

/** A layer with these parameters in a wire; `parameters` is what it trains. */
export interface LayerRemedy {
  readonly layer: string;
  readonly params: Readonly<Record<string, ParamValue>>;
  readonly parameters: number;
}

type Types = Readonly<Record<string, TensorType>>;

const numbersIn = (text: unknown): number[] =>
  (String(text ?? '').match(/\d+/g) ?? []).map(Number).filter((value) => value > 0 && value <= 1_000_000);

/** Every number that a diagnostic names, what was expected first. */
const named = ({ details = {} }: Diagnostic): number[] => [
  ...new Set([...numbersIn(details.expected), ...numbersIn(details.actual)]),
];

/** The numbers 1 ... n that divide n, nearest to `near` first. */
function divisors(n: number, near: number): number[] {
  const all: number[] = [];
  for (let size = 1; size * size <= n; size++) if (n % size === 0) all.push(size, n / size);
  return [...new Set(all)].sort((a, b) => Math.abs(a - near) - Math.abs(b - near));
}

/** Sizes as text (`64, 6, 6`) with one of them such that the whole has `total` elements; one size where none will do. */
function resized(text: string, total: number): string[] {
  const sizes = numbersIn(text);
  const product = sizes.reduce((a, b) => a * b, 1);
  const swapped = sizes.flatMap((size, index) => {
    const rest = product / size;
    return total % rest === 0 ? [sizes.with(index, total / rest).join(', ')] : [];
  });
  return sizes.length === 1 ? [String(total)] : [...swapped, String(total)];
}

/** Values worth trying for a field, likeliest first. */
function trials(field: Field, value: ParamValue, numbers: readonly number[], widths: readonly number[]): ParamValue[] {
  switch (field.kind) {
    case 'int':
      return [...numbers, ...widths.slice(-1).flatMap((width) => divisors(width, Number(value)).slice(0, 8))];
    case 'select':
      return field.options.map((option) => option.value);
    case 'size2': {
      const [height = 1, width = 1] = Array.isArray(value) ? value.map(Number) : [];
      return numbers.map((most) => [Math.min(height, most), Math.min(width, most)]);
    }
    case 'text':
      return /^[\d\s,x×*-]+$/.test(String(value)) ? numbers.flatMap((total) => resized(String(value), total)) : [];
    case 'ints':
      return numbers.flatMap((total) => resized(String(value), total)).map(numbersIn);
    default:
      return [];
  }
}

const fixedDims = (types: Types): number[] =>
  Object.values(types).flatMap(({ shape }) => shape.filter((size) => typeof size === 'number'));

/**
 * Parameters of a node that make it take what arrives: heads that divide the width, a size that comes out, a window that fits.
 * Each has been tried; at most one value for each parameter.
 */
export function ownRemedies(node: DocNode, inputs: Types, diagnostic: Diagnostic): ParamRemedy[] {
  const fields = layers.get(node.type)?.params ?? {};
  const numbers = named(diagnostic);
  return Object.entries(fields).flatMap(([param, field]): ParamRemedy[] => {
    const now = node.params[param];
    if (now === undefined || !isShown(field, node.params) || field.kind === 'bool') return [];
    for (const value of trials(field, now, numbers, fixedDims(inputs))) {
      const same = JSON.stringify(value) === JSON.stringify(now);
      if (same || !checkField(field, value).ok) continue;
      const trial = tried({ type: node.type, params: { ...node.params, [param]: value } }, inputs);
      if (trial) return [{ node: node.id, param, value, parameters: trial.parameters }];
    }
    return [];
  });
}

/** How far back from the wrong wire a parameter is looked for: past activations, pooling, flattening. */
const FAR = 6;

/** The node before a wire, as long as it has one input, with what arrives there. */
function upstream(document: NetDocument, analysis: DocumentAnalysis, wire: DocEdge): DocNode[] {
  const chain: DocNode[] = [];
  let from: DocEdge['from'] | undefined = wire.from;
  while (from && chain.length < FAR) {
    const node = nodeOf(document, from.node);
    if (!node || node.disabled || !analysis.nodes.has(node.id)) break;
    chain.push(node);
    const inputs = portsOf(node).inputs;
    const id: string = node.id;
    from = inputs.length === 1 ? document.edges.find(({ to }) => to.node === id)?.from : undefined;
  }
  return chain;
}

/** Names of parameters that decide how wide an output is. */
const widthParams = new Set([
  'units',
  'filters',
  'features',
  'size',
  'channels',
  'hidden',
  'hiddenSize',
  'dim',
  'width',
]);

/** A width before the wrong wire that makes it right, such as the units of the Dense layer that it comes from. */
export function sourceRemedies(
  document: NetDocument,
  analysis: DocumentAnalysis,
  wire: DocEdge,
  wanted: readonly number[],
  fits: (type: TensorType) => boolean,
): ParamRemedy[] {
  const chain = upstream(document, analysis, wire);
  for (const [depth, node] of chain.entries()) {
    const inputs = analysis.nodes.get(node.id)?.inputs ?? {};
    const fields = Object.entries(layers.get(node.type)?.params ?? {});
    for (const [param, field] of fields) {
      if (field.kind !== 'int' || !widthParams.has(param)) continue;
      for (const value of wanted) {
        if (value === node.params[param] || !checkField(field, value).ok) continue;
        const trial = tried({ type: node.type, params: { ...node.params, [param]: value } }, inputs);
        const port = depth === 0 ? wire.from.port : (portsOf(node).outputs[0]?.id ?? '');
        const type = trial && through(chain.slice(0, depth).reverse(), trial.outputs[port], wire.from.port);
        if (trial && type && fits(type)) return [{ node: node.id, param, value, parameters: trial.parameters }];
      }
    }
    // Only the nearest layer with weights is responsible.
    if (fields.some(([param]) => widthParams.has(param))) break;
  }
  return [];
}

/** What comes out of layers in a row; `last` is the port at the end. */
function through(nodes: readonly DocNode[], type: TensorType | undefined, last: string): TensorType | undefined {
  return nodes.reduce<TensorType | undefined>((given, node, index) => {
    const input = portsOf(node).inputs[0]?.id;
    const port = index === nodes.length - 1 ? last : (portsOf(node).outputs[0]?.id ?? '');
    return given && input ? tried(node, { [input]: given })?.outputs[port] : undefined;
  }, type);
}

const defaultParams = (type: string): Record<string, ParamValue> =>
  ({ ...defaultsOf(layers.get(type)?.params ?? {}) }) as Record<string, ParamValue>;

/** Projections that give a value the width that its companions have: a 1x1 convolution for pictures, a Dense layer for vectors. */
export function projections(
  given: TensorType,
  companions: Types,
  wanted: readonly number[],
  fits: (type: TensorType) => boolean,
): LayerRemedy[] {
  const picture = given.shape.length === 4;
  const layer = picture ? 'conv2d' : 'dense';
  const widths = [
    ...Object.values(companions).flatMap(({ shape }) => shape.at(picture ? 1 : -1) ?? []),
    ...wanted,
  ].filter((size) => typeof size === 'number');
  const strides = picture ? strideTo(given, companions) : [1];
  for (const width of new Set(widths))
    for (const stride of strides) {
      const params = {
        ...defaultParams(layer),
        ...(picture ? { filters: width, kernel: [1, 1], stride: [stride, stride] } : { units: width }),
      };
      const trial = tried({ type: layer, params }, { x: given });
      const type = trial?.outputs.y;
      if (trial && type && fits(type)) return [{ layer, params, parameters: trial.parameters }];
    }
  return [];
}

/** The stride that brings a picture to the height of its companions. */
function strideTo({ shape }: TensorType, companions: Types): number[] {
  const height = shape[2];
  return Object.values(companions).flatMap((other) => {
    const goal = other.shape[2];
    return typeof height === 'number' && typeof goal === 'number' && goal > 0 ? [Math.ceil(height / goal)] : [];
  });
}

/** Whether a node takes a value at an input beside what it has at the others. */
export const fitsAt =
  (node: DocNode, port: string, others: Types) =>
  (type: TensorType): boolean =>
    takes(node, port, type, others);

/** Numbers that a wrong wire could be made to have: what was expected, and the widths of the other inputs. */
export const wantedWidths = (diagnostic: Diagnostic, others: Types): number[] => [
  ...new Set([...named(diagnostic), ...fixedDims(others)]),
];
