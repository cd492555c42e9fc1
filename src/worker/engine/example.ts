import type { Diagnostic } from '../../core/diagnostic';
import { err, ok, type Result } from '../../core/result';
import { hostTensor } from '../../core/tensor';
import { isNumbers, type LoadedDataset, targetClasses } from '../../data/dataset';
import { type FetchBytes, loadDataset } from '../../data/loader';
import type { NetDocument } from '../../document/schema';
import { elementsOf } from '../../layers/columns';
import type { Example } from '../protocol';
import { dataNodeOf } from './data';
import { engineDiagnostic } from './diagnostics';

/** Single examples of official test splits; the last split asked for stays in memory. */
export class TestExamples {
  private loaded: { readonly key: string; readonly data: Promise<LoadedDataset> } | undefined;

  constructor(private readonly fetchFrom: (dataUrl: string) => FetchBytes) {}

  /** Example `index`, counted around. Errors: `data.*`. */
  async get(document: NetDocument, dataUrl: string, index: number): Promise<Result<Example, readonly Diagnostic[]>> {
    const node = dataNodeOf(document);
    if (!node) return err([{ code: 'data.none', severity: 'error', message: 'add a data set node' }]);
    try {
      const data = await this.split(node.id, dataUrl);
      const { count } = data;
      const at = ((Math.trunc(index) % count) + count) % count;
      const input = data.columns.find(({ spec }) => !spec.target);
      if (!input || !isNumbers(input) || input.spec.dtype === 'text') return err([noNumbers(node.nodeId)]);
      const size = elementsOf(input.spec);
      const x = hostTensor(input.spec.dtype, [1, ...input.spec.shape], input.data.slice(at * size, (at + 1) * size));
      return ok({ x, label: targetClasses(data)?.data[at] ?? 0 });
    } catch (error) {
      this.loaded = undefined;
      return err([{ ...engineDiagnostic(error), nodeId: node.nodeId }]);
    }
  }

  private split(id: string, dataUrl: string): Promise<LoadedDataset> {
    const key = `${dataUrl} ${id}`;
    if (this.loaded?.key !== key) {
      this.loaded = { key, data: loadDataset(id, { split: 'test', full: true }, this.fetchFrom(dataUrl)) };
    }
    return this.loaded.data;
  }
}

const noNumbers = (nodeId: string): Diagnostic => ({
  code: 'data.noNumbers',
  severity: 'error',
  message: 'the data set has no column of numbers to show',
  nodeId,
});
