import { createHash } from 'node:crypto';
import { type DrawnBlock, drawnBlocks } from '../blocks';
import { casesOf, type DrawnCase, opNames } from '../cases/all';
import { compositeCasesOf, compositeNames, type DrawnComposite } from '../composites/cases';
import { unnamed } from '../differentiate';
import { layerCasesOf, layerTypes } from '../layers/cases';
import type { DrawnLayerCase } from '../layers/layerCase';
import { fixtureOf, models, type Optimizer, optimizers } from '../models/models';
import { blockProgram, type CaseProgram, caseProgram, compositeProgram, layerProgram } from '../program';
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
  return exported(item.op, item.name, plain(item.attrs), caseProgram(item));
}

/** Every case of the composites named (of all where none is), with what its golden values depend on. */
export function exportedComposites(named: readonly string[] = []): ExportedCase[] {
  const names = compositeNames.filter((name) => named.length === 0 || named.includes(name));
  return names.flatMap((name) => compositeCasesOf(name).map(exportComposite));
}

export function exportComposite(item: DrawnComposite): ExportedCase {
  return exported(item.op, item.name, item.attrs, compositeProgram(item));
}

/** Every case of the layers named (of all where none is), with what its golden values depend on. */
export function exportedLayerCases(named: readonly string[] = []): ExportedCase[] {
  const types = layerTypes.filter((type) => named.length === 0 || named.includes(type));
  return types.flatMap((type) => layerCasesOf(type).map(exportLayerCase));
}

export function exportLayerCase(item: DrawnLayerCase): ExportedCase {
  const { layer, params, inputNames, outputNames } = item;
  return exported(layer.type, item.name, { params, inputNames, outputNames }, layerProgram(item));
}

/** Every ready-made module, with what its golden values depend on. */
export function exportedBlocks(): ExportedCase[] {
  return drawnBlocks().map(exportBlock);
}

export function exportBlock(item: DrawnBlock): ExportedCase {
  return exported(item.preset, item.name, { inputNames: item.inputNames }, blockProgram(item));
}

export interface ExportedModel {
  readonly model: string;
  readonly name: string;
  readonly optimizer: Optimizer;
  readonly parameters: Readonly<Record<string, ExportedTensor>>;
  readonly batches: Readonly<Record<string, ExportedTensor>>;
  readonly digest: string;
}

/** Every small model with every optimizer: where it starts and what it is fed. */
export function exportedModels(): ExportedModel[] {
  return Object.keys(models).flatMap((model) => Object.keys(optimizers).map((name) => exportModel(model, name)));
}

export function exportModel(model: string, name: string): ExportedModel {
  const { parameters, batches } = fixtureOf(model, name);
  const all = (record: Readonly<Record<string, RefTensor>>) =>
    Object.fromEntries(Object.entries(record).map(([key, value]) => [key, exportTensor(value)]));
  const optimizer = optimizers[name] as Optimizer;
  const body = { model, name, optimizer, parameters: all(parameters), batches: all(batches) };
  return { ...body, digest: digestOf(body) };
}

function exported(op: string, name: string, attrs: unknown, { feeds }: CaseProgram): ExportedCase {
  const weights = Object.entries(feeds).filter(([feed]) => feed.startsWith('c'));
  const body = {
    op,
    name,
    attrs,
    inputs: unnamed('x', feeds).map(exportTensor),
    cotangents: Object.fromEntries(weights.map(([feed, tensor]) => [feed, exportTensor(tensor)])),
  };
  return { ...body, digest: digestOf(body) };
}

export function exportTensor({ dtype, dims, data }: RefTensor): ExportedTensor {
  return { dtype, dims, data: Array.from(data, (value) => (Number.isFinite(value) ? value : String(value))) };
}

export function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
}

/** Attributes as plain JSON. The bodies of loops and branches stay out: the case's name stands for them. */
function plain(attrs: object): unknown {
  const entries = Object.entries(attrs).filter(([name]) => name !== 'body' && name !== 'bodies');
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
