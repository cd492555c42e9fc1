import { createHash } from 'node:crypto';
import { casesOf, type DrawnCase, opNames } from '../cases/all';
import { unnamed } from '../differentiate';
import { caseProgram } from '../program';
import type { RefTensor } from '../reference/tensor';

/** A tensor as the scripts that make golden values read it; floats JSON has no word for are strings. */
interface ExportedTensor {
  readonly dtype: string;
  readonly dims: readonly number[];
  readonly data: readonly (number | string)[];
}

export interface ExportedCase {
  readonly op: string;
  readonly name: string;
  readonly attrs: unknown;
  readonly inputs: readonly ExportedTensor[];
  /** Weights of the float outputs in the scalar that is differentiated; empty where nothing is. */
  readonly cotangents: Readonly<Record<string, ExportedTensor>>;
  /** Of all the above: golden values are for these inputs and no others. */
  readonly digest: string;
}

/** Every case of the operators named (of all where none is), with what its golden values depend on. */
export function exportedCases(named: readonly string[] = []): ExportedCase[] {
  const ops = opNames.filter((op) => named.length === 0 || named.includes(op));
  return ops.flatMap((op) => casesOf(op).map(exportCase));
}

export function exportCase(item: DrawnCase): ExportedCase {
  const { feeds } = caseProgram(item);
  const weights = Object.entries(feeds).filter(([name]) => name.startsWith('c'));
  const body = {
    op: item.op,
    name: item.name,
    attrs: plain(item.attrs),
    inputs: unnamed('x', feeds).map(exportTensor),
    cotangents: Object.fromEntries(weights.map(([name, tensor]) => [name, exportTensor(tensor)])),
  };
  return { ...body, digest: digestOf(body) };
}

export function exportTensor({ dtype, dims, data }: RefTensor): ExportedTensor {
  return { dtype, dims, data: Array.from(data, (value) => (Number.isFinite(value) ? value : String(value))) };
}

export function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
}

/** Attributes as plain JSON. The body of a loop stays out: the case's name stands for it. */
function plain(attrs: object): unknown {
  const entries = Object.entries(attrs).filter(([name]) => name !== 'body');
  return Object.fromEntries(entries.map(([name, value]) => [name, name === 'tensor' ? plainTensor(value) : value]));
}

function plainTensor({
  dtype,
  dims,
  data,
}: {
  dtype: string;
  dims: readonly number[];
  data: ArrayLike<number | bigint>;
}) {
  return { dtype, dims, data: Array.from(data, Number) };
}
