import type { Diagnostic } from '../../core/diagnostic';
import { err, ok, type Result } from '../../core/result';
import { DataError, type LoadedDataset, targetClasses } from '../../data/dataset';
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
import { checkParams } from '../../document/params';
import type { DocNode, NetDocument } from '../../document/schema';
import { learnedFor, recipeOf } from '../../document/statistics';
import type { ColumnSpec } from '../../layers/columns';
import { dataset, planOf } from '../../layers/defs/dataset';
import type { ParamsOf } from '../../layers/fields';
import type { Plan } from '../../layers/steps/registry';
import type { TrainingData } from '../../training/trainer';
import { engineDiagnostic } from './diagnostics';

interface DataNode {
  readonly node: DocNode;
  readonly nodeId: string;
  readonly id: string;
  readonly full: boolean;
  readonly columns: readonly ColumnSpec[];
  readonly plan: Plan;
}

/** The dataset node of a document. */
export function dataNodeOf(doc: NetDocument): DataNode | undefined {
  const node = doc.nodes.find(({ type }) => type === dataset.type);
  return node && readNode(node);
}

function readNode(node: DocNode): DataNode {
  const params = checkParams(dataset.params, node.params, '').params as unknown as ParamsOf<typeof dataset.params>;
  const { dataset: id, full, columns } = params;
  return { node, nodeId: node.id, id, full, columns, plan: planOf(node.params) };
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

/** Loads the training split a document asks for, holds out its validation examples and does the steps of the host. Errors: `data.*`. */
export async function loadTrainingData(
  doc: NetDocument,
  options: DataOptions,
): Promise<Result<LoadedTraining, readonly Diagnostic[]>> {
  const node = dataNodeOf(doc);
  if (!node) return err([{ code: 'data.none', severity: 'error', message: 'add a data set node' }]);
  const others = doc.nodes.filter(({ type, id }) => type === dataset.type && id !== node.nodeId);
  const other = others.find((item) => recipeOf(item) !== recipeOf(node.node));
  if (other) return err([severalSources(other)]);
  try {
    return await loadNode(doc, node, options);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    return err([{ ...engineDiagnostic(error), nodeId: node.nodeId }]);
  }
}

async function loadNode(
  doc: NetDocument,
  node: DataNode,
  { fetchBytes, onProgress, signal, checkpoint }: DataOptions,
): Promise<Result<LoadedTraining, readonly Diagnostic[]>> {
  const { id, full, plan, nodeId } = node;
  const raw = await loadDataset(id, { split: 'train', full, signal }, fetchBytes, onProgress);
  const problem = mismatch(node, raw);
  if (problem) return err([problem]);
  const tools = await toolsFor(plan, fetchBytes, signal);
  const rawSplit = splitOf(doc, raw);
  const known = learnedFor(node.node, checkpoint)?.entries;
  const entries = known ?? (learns(plan) ? fitSteps(pickExamples(raw, rawSplit.train), plan, tools) : []);
  const apply = (part: LoadedDataset) => applyHostSteps(part, plan, entries, tools);
  const alike = plan.steps.every(({ place }) => place !== 'rows' && place !== 'examples');
  const { train, split } = alike ? { train: apply(raw), split: rawSplit } : apart(raw, rawSplit, apply);
  if (split.train.length === 0) return err([noExamples(nodeId)]);
  const loadTest = once(async () =>
    applyHostSteps(await loadDataset(id, { split: 'test', full: true }, fetchBytes), plan, entries, tools),
  );
  const augment = augmentOf(plan);
  const statistics =
    entries.length > 0 ? [{ node: nodeId, recipe: recipeOf(node.node), entries: [...entries] }] : undefined;
  return ok({
    raw,
    rawSplit,
    train,
    split,
    loadTest,
    ...(augment ? { augment } : {}),
    ...(statistics ? { statistics } : {}),
  });
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

const severalSources = ({ id }: DocNode): Diagnostic => ({
  code: 'data.several',
  severity: 'error',
  message: 'all data nodes of a project must give the same data set with the same steps',
  nodeId: id,
});

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
