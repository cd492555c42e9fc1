import type { DocumentAnalysis } from '../../document/analysis';
import { columnName, type DataSource, dataSources } from '../../document/dataSources';
import type { DocEdge, DocNode, NetDocument } from '../../document/schema';
import type { ColumnSpec } from '../../layers/columns';
import { columnsOf, planOf } from '../../layers/defs/dataset';
import { noise } from '../../layers/defs/noise';
import type { Plan, PlannedStep } from '../../layers/steps/registry';

export type End = DocEdge['from'];

/** All data nodes together; columns of a second source have its prefix, as the model takes them under. */
export interface FedData {
  readonly nodes: readonly DocNode[];
  readonly plan: Plan;
  /** As stored. */
  readonly columns: readonly ColumnSpec[];
}

/** What a model reads and answers, as far as it decides how one tries it. Shapes are of one example. */
export interface Facts {
  readonly document: NetDocument;
  readonly data: FedData | undefined;
  /** The first Output node, what is wired to it, and its shape. */
  readonly output: { readonly name: string; readonly from: End; readonly shape: readonly number[] } | undefined;
  /** Columns as fed that the answer depends on. */
  readonly reads: readonly ColumnSpec[];
  /** Noise that the answer depends on: the name it is fed under, and its shape. */
  readonly noise: readonly { readonly name: string; readonly shape: readonly number[] }[];
  /** Column that is learned, as fed. */
  readonly target: ColumnSpec | undefined;
  /** Shape of what goes out at a port; undefined where it is not known or an axis is not. */
  shapeAt(end: End): readonly number[] | undefined;
}

/** Ends that `end` is computed from, itself among them; `without` is an end that is not passed. */
export function ancestors(document: NetDocument, end: End, without?: End): readonly End[] {
  const found = new Map<string, End>();
  const passed = new Set<string>();
  const arriving = new Map<string, End[]>();
  for (const { from, to } of document.edges) arriving.set(to.node, [...(arriving.get(to.node) ?? []), from]);
  const open = [end];
  for (let now = open.pop(); now; now = open.pop()) {
    const { node, port } = now;
    if (without && node === without.node && port === without.port) continue;
    if (found.has(`${node}.${port}`)) continue;
    found.set(`${node}.${port}`, now);
    if (passed.has(node)) continue;
    passed.add(node);
    open.push(...(arriving.get(node) ?? []));
  }
  return [...found.values()];
}

const holds =
  (id: string) =>
  ({ nodes }: DataSource): boolean =>
    nodes.some((node) => node.id === id);

function fedData(sources: readonly DataSource[]): FedData | undefined {
  if (sources.length === 0) return undefined;
  const parts = sources.map(({ nodes: [node], prefix }) => {
    const named = (column: ColumnSpec): ColumnSpec => ({ ...column, name: prefix + column.name });
    const { steps, fed, columns, problems } = planOf(node.params);
    return {
      steps: steps.map((step) => ({ ...step, column: named(step.column), outputs: step.outputs.map(named) })),
      fed: fed.map(named),
      columns: columns.map(named),
      problems,
      stored: columnsOf(node.params).map(named),
    };
  });
  return {
    nodes: sources.flatMap(({ nodes }) => nodes),
    plan: {
      steps: parts.flatMap(({ steps }) => steps),
      fed: parts.flatMap(({ fed }) => fed),
      columns: parts.flatMap(({ columns }) => columns),
      problems: parts.flatMap(({ problems }) => problems),
    },
    columns: parts.flatMap(({ stored }) => stored),
  };
}

/** A column that several sources feed as it is stored is one that is asked for once. */
function onlyOnce(reads: readonly ColumnSpec[], data: FedData | undefined): readonly ColumnSpec[] {
  const seen = new Set<string>();
  return reads.flatMap((column) => {
    const name = columnName(column.name);
    const asHere = (others: readonly ColumnSpec[] = [], wanted = column.name) =>
      others.some(
        (other) => other.name === wanted && other.dtype === column.dtype && other.shape.join() === column.shape.join(),
      );
    if (!asHere(data?.columns) || !asHere(data?.plan.fed, name)) return [column];
    if (seen.has(name)) return [];
    seen.add(name);
    return [{ ...column, name }];
  });
}

/** Whether an end is a data node's. */
export const isData = ({ data }: Facts, { node }: End): boolean => data?.nodes.some(({ id }) => id === node) ?? false;

export function factsOf(document: NetDocument, analysis: DocumentAnalysis): Facts {
  const shapeAt = ({ node, port }: End): readonly number[] | undefined => {
    const type = analysis.nodes.get(node)?.outputs[port];
    const sizes = type?.shape.slice(1);
    return sizes?.every((size) => typeof size === 'number') ? (sizes as number[]) : undefined;
  };
  const sources = dataSources(document);
  const data = fedData(sources);
  const first = document.nodes.find(({ type }) => type === 'output');
  const from = first && document.edges.find(({ to }) => to.node === first.id)?.from;
  const shape = from && shapeAt(from);
  const output =
    first && from && shape ? { name: String(first.params.outputName ?? 'output'), from, shape } : undefined;
  const ends = from ? ancestors(document, from) : [];
  const wired = (wires: readonly End[]) =>
    new Set(wires.map(({ node, port }) => `${sources.find(holds(node))?.prefix ?? ''}${port}`));
  const fromData = ({ node }: End) => sources.some(holds(node));
  const read = wired(ends.filter(fromData));
  const used = wired(document.edges.map((edge) => edge.from).filter(fromData));
  const targets = data?.plan.fed.filter(({ target }) => target) ?? [];
  return {
    document,
    data,
    output,
    reads: onlyOnce(data?.plan.fed.filter(({ name, dtype }) => read.has(name) && dtype !== 'text') ?? [], data),
    noise: document.nodes
      .filter(({ id, type }) => type === noise.type && ends.some(({ node }) => node === id))
      .map(({ params }) => ({
        name: String(params.inputName ?? 'noise'),
        shape: Array.isArray(params.shape) ? params.shape.map(Number) : [],
      })),
    target: targets.find(({ name }) => used.has(name)) ?? targets[0],
    shapeAt,
  };
}

/** Layers that leave the numbers that come in as they are. */
const keeping = new Set(['flatten', 'reshape', 'squeeze', 'unsqueeze']);

/** Where the numbers at an end are computed: before layers that only give them another shape. */
export function sourceOf(document: NetDocument, end: End): End {
  const node = document.nodes.find(({ id }) => id === end.node);
  const before = document.edges.find(({ to }) => to.node === end.node)?.from;
  return node && before && keeping.has(node.type) ? sourceOf(document, before) : end;
}

/** Whether an end gives the column that is learned. */
const isTarget = (facts: Facts, end: End): boolean =>
  isData(facts, end) && end.port === columnName(facts.target?.name ?? '');

/** Whether a loss compares what the model answers with the column that is learned, number by number. */
export function answersTarget(facts: Facts): boolean {
  const { document, data, output, target, shapeAt } = facts;
  if (!data || !output || !target || sizeOf(output.shape) !== sizeOf(target.shape)) return false;
  const isAt = (a: End, b: End) => a.node === b.node && a.port === b.port;
  const answered = sourceOf(document, output.from);
  return document.nodes.some(({ id }) => {
    const arriving = (port: string) => document.edges.find(({ to }) => to.node === id && to.port === port)?.from;
    const [prediction, truth] = [arriving('prediction'), arriving('target')];
    if (!prediction || !truth || shapeAt(prediction) === undefined) return false;
    return isAt(sourceOf(document, prediction), answered) && isTarget(facts, sourceOf(document, truth));
  });
}

/** The step that makes a column, of the given kinds. */
export function stepMaking(plan: Plan, column: string, ...types: readonly string[]): PlannedStep | undefined {
  return plan.steps.find(
    ({ spec, outputs }) => types.includes(spec.type) && outputs.some(({ name }) => name === column),
  );
}

export const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
