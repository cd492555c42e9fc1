import type { Diagnostic } from '../../core/diagnostic';
import { err, ok, type Result } from '../../core/result';
import { hostTensor } from '../../core/tensor';
import type { LoadedDataset } from '../../data/dataset';
import { type FetchBytes, loadDataset } from '../../data/loader';
import type { NetDocument } from '../../document/schema';
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
      const { x, y, count, shape } = await this.split(node.id, dataUrl);
      const at = ((Math.trunc(index) % count) + count) % count;
      const size = x.length / count;
      return ok({ x: hostTensor('uint8', [1, ...shape], x.slice(at * size, (at + 1) * size)), label: y[at] ?? 0 });
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
