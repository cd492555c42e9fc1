import { useStore } from 'zustand';
import type { Diagnostic } from '../core/diagnostic';
import { internal } from '../core/errors';
import type { Result } from '../core/result';
import type { Example } from '../worker/protocol';
import { useDocument } from './document';
import { dataUrl, exporter, predictor } from './engine';
import { Predict, type PredictState } from './predictController';
import { useRun } from './run';

const predict = new Predict({
  document: () => useDocument.getState().document,
  checkpoint: () => useRun.getState().checkpoint,
  exportModel: (document, checkpoint) => exporter.exportModel(document, checkpoint),
  open: (model) => predictor.load(model.bytes),
  run: async (model, input) => {
    const result = await predictor.run({ [model.inputName]: input });
    if (!result.ok) return result;
    const { outputs, milliseconds, provider } = result.value;
    const output = outputs[model.outputName] ?? internal(`the model gave no ${model.outputName}`);
    return { ok: true, value: { output, ms: milliseconds, provider } };
  },
});

/** The exported model, ready to be asked. */
export const usePredict = Object.assign(
  <T>(select: (state: PredictState) => T): T => useStore(predict.store, select),
  predict.store,
);

useRun.subscribe((state, before) => {
  if (state.checkpoint !== before.checkpoint) predict.refresh();
});
useDocument.subscribe((state, before) => {
  if (state.document !== before.document) predict.refresh();
});

/** Any example of the official test split of the open document's data. */
export function sampleTest(): Promise<Result<Example, readonly Diagnostic[]>> {
  return exporter.testExample(useDocument.getState().document, dataUrl, Math.floor(Math.random() * 2 ** 31));
}
