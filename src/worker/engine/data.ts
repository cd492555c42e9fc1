import type { Diagnostic } from '../../core/diagnostic';
import { err, ok, type Result } from '../../core/result';
import { DataError, type LoadedDataset, targetClasses } from '../../data/dataset';
import { type DataProgress, type FetchBytes, loadDataset } from '../../data/loader';
import { splitTrainValidation } from '../../data/split';
import { checkParams } from '../../document/params';
import type { DocNode, NetDocument } from '../../document/schema';
import type { ColumnSpec } from '../../layers/columns';
import { dataset } from '../../layers/defs/dataset';
import type { ParamsOf } from '../../layers/fields';
import type { TrainingData } from '../../training/trainer';
import { engineDiagnostic } from './diagnostics';

interface DataNode {
  readonly nodeId: string;
  readonly id: string;
  readonly full: boolean;
  readonly columns: readonly ColumnSpec[];
}

/** The dataset node of a document. */
export function dataNodeOf(doc: NetDocument): DataNode | undefined {
  const node = doc.nodes.find(({ type }) => type === dataset.type);
  return node && readNode(node);
}

function readNode(node: DocNode): DataNode {
  const params = checkParams(dataset.params, node.params, '').params as unknown as ParamsOf<typeof dataset.params>;
  const { dataset: id, full, columns } = params;
  return { nodeId: node.id, id, full, columns };
}

export interface DataOptions {
  readonly fetchBytes: FetchBytes;
  readonly onProgress?: DataProgress | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Loads the training split a document asks for, and holds out its validation examples. Errors: `data.*`. */
export async function loadTrainingData(
  doc: NetDocument,
  { fetchBytes, onProgress, signal }: DataOptions,
): Promise<Result<TrainingData, readonly Diagnostic[]>> {
  const node = dataNodeOf(doc);
  if (!node) return err([{ code: 'data.none', severity: 'error', message: 'add a data set node' }]);
  const { id, full } = node;
  try {
    const train = await loadDataset(id, { split: 'train', full, signal }, fetchBytes, onProgress);
    const problem = mismatch(node, train);
    if (problem) return err([problem]);
    const { seed, validation } = doc.training;
    const { count } = train;
    const stratifyBy = validation.stratified ? targetClasses(train)?.data : undefined;
    const split = splitTrainValidation({ count, fraction: validation.fraction, seed, stratifyBy });
    let test: Promise<LoadedDataset> | undefined;
    const loadTest = () => {
      test ??= loadDataset(id, { split: 'test', full: true }, fetchBytes).catch((error: unknown) => {
        test = undefined;
        throw error;
      });
      return test;
    };
    return ok({ train, split, loadTest });
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    return err([{ ...engineDiagnostic(error), nodeId: node.nodeId }]);
  }
}

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
