import type { Diagnostic } from '../../core/diagnostic';
import { internal } from '../../core/errors';
import { err, ok, type Result } from '../../core/result';
import { type Augment, type Column, DataError, type LoadedDataset, targetClasses } from '../../data/dataset';
import { type DataProgress, type FetchBytes, loadDataset } from '../../data/loader';
import {
  applyHostSteps,
  augmentOf,
  concatExamples,
  fitSteps,
  learns,
  needsWordPiece,
  pickExamples,
} from '../../data/pipeline';
import { type Split, splitInOrder, splitTrainValidation } from '../../data/split';
import type { StepTools } from '../../data/steps/hostStep';
import type { Checkpoint } from '../../document/checkpoint';
import { dataSources, keepsExamples, severalDataProblems } from '../../document/dataSources';
import { checkParams } from '../../document/params';
import type { DocNode, NetDocument } from '../../document/schema';
import { learnedFor, recipeOf } from '../../document/statistics';
import type { ColumnSpec } from '../../layers/columns';
import { dataset, planOf } from '../../layers/defs/dataset';
import type { ParamsOf } from '../../layers/fields';
import type { Plan } from '../../layers/steps/registry';
import type { StepStatisticsEntry } from '../../layers/steps/statistics';
import type { TrainingData } from '../../training/trainerOptions';
import { engineDiagnostic } from './diagnostics';

interface DataNode {
  readonly node: DocNode;
  readonly nodeId: string;
  readonly id: string;
  readonly full: boolean;
  readonly columns: readonly ColumnSpec[];
  readonly plan: Plan;
}

/** The first data node of a document. */
export function dataNodeOf(doc: NetDocument): DataNode | undefined {
  const node = doc.nodes.find(({ type }) => type === dataset.type);
  return node && readNode(node);
}

function readNode(node: DocNode): DataNode {
  const params = checkParams(dataset.params, node.params, '').params as unknown as ParamsOf<typeof dataset.params>;
  const { dataset: id, full, columns } = params;
  return { node, nodeId: node.id, id, full, columns, plan: planOf(node.params) };
}

/** The data sources of a document, read. */
export const sourcesOf = (doc: NetDocument): Source[] =>
  dataSources(doc).map(
    ({ nodes, prefix }): Source => ({ ...readNode(nodes[0]), nodeIds: nodes.map(({ id }) => id), prefix }),
  );

/** A data source of the document with what its steps learned. */
interface Source extends DataNode {
  readonly nodeIds: readonly string[];
  readonly prefix: string;
}

export interface DataOptions {
  readonly fetchBytes: FetchBytes;
  readonly onProgress?: DataProgress | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Statistics that go with weights already trained are taken from here; otherwise they are learned. */
  readonly checkpoint?: Checkpoint | undefined;
}

/** With the raw examples, for those who want to see them too. */
export interface LoadedTraining extends TrainingData {
  readonly raw: LoadedDataset;
  readonly rawSplit: Split;
}

/**
 * Loads the training split a document asks for, holds out its validation examples and does the steps of the host. Data nodes whose steps
 * differ have columns of their own, of the same examples. Errors: `data.*`.
 */
export async function loadTrainingData(
  doc: NetDocument,
  options: DataOptions,
): Promise<Result<LoadedTraining, readonly Diagnostic[]>> {
  const sources = sourcesOf(doc);
  const [first] = sources;
  if (!first) return err([{ code: 'data.none', severity: 'error', message: 'add a data set node' }]);
  const several = severalDataProblems(doc);
  if (several.length > 0) return err(several);
  try {
    return await loadSources(doc, first, sources, options);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    return err([{ ...engineDiagnostic(error), nodeId: first.nodeId }]);
  }
}

async function loadSources(
  doc: NetDocument,
  { id, full }: DataNode,
  sources: readonly Source[],
  { fetchBytes, onProgress, signal, checkpoint }: DataOptions,
): Promise<Result<LoadedTraining, readonly Diagnostic[]>> {
  const raw = await loadDataset(id, { split: 'train', full, signal }, fetchBytes, onProgress);
  const problems = sources.flatMap((source) => mismatch(source, raw) ?? []);
  if (problems.length > 0) return err(problems);
  const rawSplit = splitOf(doc, raw);
  const learned = await Promise.all(
    sources.map(async (source): Promise<Learned> => {
      const { node, plan } = source;
      const tools = await toolsFor(plan, fetchBytes, signal);
      const known = learnedFor(node, checkpoint)?.entries;
      const entries = known ?? (learns(plan) ? fitSteps(pickExamples(raw, rawSplit.train), plan, tools) : []);
      return { ...source, tools, entries };
    }),
  );
  const apply = (part: LoadedDataset) => afterSources(part, learned);
  const alike = learned.every(({ node }) => keepsExamples(node));
  const { train, split } = alike ? { train: apply(raw), split: rawSplit } : apart(raw, rawSplit, apply);
  if (split.train.length === 0) return err([noExamples(sources[0]?.nodeId ?? '')]);
  const loadTest = once(async () => apply(await loadDataset(id, { split: 'test', full: true }, fetchBytes)));
  return ok({ raw, rawSplit, train, split, loadTest, ...augmentOfAll(sources), ...statisticsOf(learned) });
}

export interface Learned extends Source {
  readonly tools: StepTools;
  readonly entries: readonly StepStatisticsEntry[];
}

/** The columns of all sources side by side. */
export function afterSources(part: LoadedDataset, sources: readonly Learned[]): LoadedDataset {
  const parts = sources.map(({ plan, entries, tools, prefix }) => {
    const { columns, ...rest } = applyHostSteps(part, plan, entries, tools);
    const named = ({ spec, data }: Column): Column => ({ spec: { ...spec, name: prefix + spec.name }, data });
    return { ...rest, columns: prefix ? columns.map(named) : columns };
  });
  const [first = internal('data without a source')] = parts;
  return { ...first, columns: parts.flatMap(({ columns }) => columns) };
}

function augmentOfAll(sources: readonly Source[]): Pick<TrainingData, 'augment'> {
  const all = sources.flatMap(({ plan, prefix }) => augmentOf(plan, prefix) ?? []);
  if (all.length === 0) return {};
  const augment = (...given: Parameters<Augment>): void => {
    for (const each of all) each(...given);
  };
  const moves = (...given: Parameters<Augment['moves']>) =>
    all.find(({ moved }) => moved.has(given[0]))?.moves(...given) ?? internal(`${given[0]} is not moved`);
  const columns = new Set(all.flatMap((each) => [...each.columns]));
  const moved = new Set(all.flatMap((each) => [...each.moved]));
  return { augment: Object.assign(augment, { columns, moved, moves }) };
}

/** For every data node, also where several share a source. */
function statisticsOf(sources: readonly Learned[]): Pick<TrainingData, 'statistics'> {
  const statistics = sources.flatMap(({ nodeIds, node, entries }) =>
    entries.length === 0 ? [] : nodeIds.map((id) => ({ node: id, recipe: recipeOf(node), entries: [...entries] })),
  );
  return statistics.length > 0 ? { statistics } : {};
}

/** What the steps of the host need beside the columns. Rejects with `DataError`. */
export async function toolsFor(plan: Plan, fetchBytes: FetchBytes, signal?: AbortSignal): Promise<StepTools> {
  if (!needsWordPiece(plan)) return {};
  const { loadWordPiece } = await import('../../data/steps/wordPiece');
  return { wordPiece: await loadWordPiece(fetchBytes, signal) };
}

/** Held out at random, the classes alike; of examples that follow each other in time the last ones. */
function splitOf(doc: NetDocument, data: LoadedDataset): Split {
  const { seed, validation } = doc.training;
  const { count } = data;
  if (data.ordered) return splitInOrder(count, validation.fraction);
  const stratifyBy = validation.stratified ? targetClasses(data)?.data : undefined;
  return splitTrainValidation({ count, fraction: validation.fraction, seed, stratifyBy });
}

/** Where steps add or remove examples, both parts go through them on their own: nothing of one gets into the other. */
function apart(
  raw: LoadedDataset,
  split: Split,
  apply: (part: LoadedDataset) => LoadedDataset,
): { train: LoadedDataset; split: Split } {
  const [train, validation] = [apply(pickExamples(raw, split.train)), apply(pickExamples(raw, split.validation))];
  const places = (from: number, count: number) => Uint32Array.from({ length: count }, (_, i) => from + i);
  return {
    train: concatExamples(train, validation),
    split: { train: places(0, train.count), validation: places(train.count, validation.count) },
  };
}

/** Asks again after a failure, otherwise once. */
function once<T>(load: () => Promise<T>): () => Promise<T> {
  let known: Promise<T> | undefined;
  return () => {
    known ??= load().catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
}

const noExamples = (nodeId: string): Diagnostic => ({
  code: 'data.empty',
  severity: 'error',
  message: 'the steps leave no example to train on',
  nodeId,
});

/** The columns as the node knows them must be there as they are. */
function mismatch({ nodeId, id, columns }: DataNode, data: LoadedDataset): Diagnostic | undefined {
  const expected = columns.map(shortForm).join('; ');
  const actual = data.columns.map(({ spec }) => shortForm(spec)).join('; ');
  if (expected === actual) return undefined;
  const message = `the data set ${id} has the columns ${actual}; the node says ${expected}`;
  return { code: 'data.mismatch', severity: 'error', message, details: { id, expected, actual }, nodeId };
}

const shortForm = ({ name, kind, shape, classes }: ColumnSpec): string =>
  `${name} ${kind}${shape.length > 0 ? ` [${shape.join(', ')}]` : ''}${classes ? ` of ${classes.length} classes` : ''}`;
