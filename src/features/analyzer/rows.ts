import type { Diagnostic } from '../../core/diagnostic';
import type { Locale } from '../../core/locale';
import { formatShape, type Shape } from '../../core/shape';
import type { DocumentAnalysis } from '../../document/analysis';
import type { NetDocument } from '../../document/schema';
import { topologicalOrder } from '../../document/structure';
import { layers } from '../../layers/registry';
import { nodeName } from '../common/localize';

/** One node as a line of the table. */
export interface Row {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly layer: string;
  /** Place in the order of the computation. */
  readonly order: number;
  /** Shape of each output; of each input where the node has no output; empty where it is unknown. */
  readonly shapes: readonly Shape[];
  readonly parameters: number;
  readonly flops: number;
  readonly bytes: number;
  /** The worst that is wrong with it. */
  readonly problem: Diagnostic | undefined;
}

export type Column = 'name' | 'shape' | 'parameters' | 'flops' | 'bytes';

export interface Sorting {
  /** undefined: errors first, then the order of the computation. */
  readonly column: Column | undefined;
  readonly descending: boolean;
}

const severities = { error: 0, warning: 1, info: 2 } as const;

/** One row a node, in the order of the computation; nodes on a cycle come last. */
export function rowsOf(document: NetDocument, analysis: DocumentAnalysis, locale: Locale): Row[] {
  const problems = new Map<string, Diagnostic>();
  for (const item of analysis.diagnostics)
    if (item.nodeId !== undefined && !problems.has(item.nodeId)) problems.set(item.nodeId, item);
  const { order, cycle } = topologicalOrder(document);
  return [...order, ...cycle].map((node, index) => {
    const found = analysis.nodes.get(node.id);
    const types = Object.values(found?.outputs ?? {});
    const shown = types.length > 0 ? types : Object.values(found?.inputs ?? {});
    return {
      id: node.id,
      type: node.type,
      name: nodeName(node, locale),
      layer: layers.get(node.type)?.docs.name[locale] ?? node.type,
      order: index,
      shapes: shown.map(({ shape }) => shape),
      parameters: found?.parameters ?? 0,
      flops: found?.flops ?? 0,
      bytes: found?.activationBytes ?? 0,
      problem: problems.get(node.id),
    };
  });
}

/** What some rows cost together. */
export function totalOf(rows: readonly Row[]): Pick<Row, 'parameters' | 'flops' | 'bytes'> {
  const sum = (pick: (row: Row) => number) => rows.reduce((all, row) => all + pick(row), 0);
  return {
    parameters: sum((row) => row.parameters),
    flops: sum((row) => row.flops),
    bytes: sum((row) => row.bytes),
  };
}

/** Values of one example at the outputs: what a shape sorts by. */
const size = (row: Row): number =>
  row.shapes.reduce(
    (sum, shape) => sum + shape.reduce<number>((n, axis) => n * (typeof axis === 'number' ? axis : 1), 1),
    0,
  );

/** Rows in another order; rows that are equal there stay in the order of the computation. */
export function sortRows(rows: readonly Row[], { column, descending }: Sorting): Row[] {
  const rank = ({ problem }: Row) => (problem ? severities[problem.severity] : 3);
  if (!column) return rows.toSorted((a, b) => rank(a) - rank(b) || a.order - b.order);
  const compare = (a: Row, b: Row): number => {
    if (column === 'name') return a.name.localeCompare(b.name);
    return column === 'shape' ? size(a) - size(b) : a[column] - b[column];
  };
  const sign = descending ? -1 : 1;
  return rows.toSorted((a, b) => sign * compare(a, b) || a.order - b.order);
}

export const shapeText = ({ shapes }: Row): string => shapes.map(formatShape).join(' ');

/** Titles of the columns that are copied. */
export interface Titles {
  readonly name: string;
  readonly layer: string;
  readonly shape: string;
  readonly parameters: string;
  readonly flops: string;
  readonly bytes: string;
}

const cells = (row: Row): string[] => [
  row.name,
  row.layer,
  shapeText(row),
  ...[row.parameters, row.flops, row.bytes].map(String),
];
const titleCells = ({ name, layer, shape, parameters, flops, bytes }: Titles) => [
  name,
  layer,
  shape,
  parameters,
  flops,
  bytes,
];

/** The table as CSV (RFC 4180); a name that a spreadsheet would compute is kept text by an apostrophe. */
export function toCsv(rows: readonly Row[], titles: Titles): string {
  const quote = (text: string) => {
    const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return [titleCells(titles), ...rows.map(cells)].map((line) => `${line.map(quote).join(',')}\r\n`).join('');
}

/** The table in GitHub's Markdown, numbers to the right. */
export function toMarkdown(rows: readonly Row[], titles: Titles): string {
  const line = (texts: readonly string[]) =>
    `| ${texts.map((text) => text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ')).join(' | ')} |\n`;
  return [
    line(titleCells(titles)),
    '| --- | --- | --- | ---: | ---: | ---: |\n',
    ...rows.map((row) => line(cells(row))),
  ].join('');
}
