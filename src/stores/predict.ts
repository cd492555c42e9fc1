import { useStore } from 'zustand';
import { PredictorClient } from '../worker/client';
import type { ExporterApi } from '../worker/protocol';
import type { TrialRequest } from '../worker/protocol/trial';
import { useDocument } from './document';
import { dataUrl, exporter } from './engine';
import { Predict, type PredictState } from './predictController';
import { useRun } from './run';

export type { ColumnScale, Encoded, Lexicon, Piece, RawValue, TestRows } from '../worker/protocol/trial';
export type { Answer, Feeds, Outputs, Parts, Question } from './predictController';

const predictor = new PredictorClient();

const predict = new Predict({
  document: () => useDocument.getState().document,
  checkpoint: () => useRun.getState().checkpoint,
  exportModel: (document, checkpoint) => exporter.exportModel(document, checkpoint, dataUrl),
  open: (slot, model) => predictor.load(model.bytes, slot),
  run: (slot, feeds) => predictor.run(feeds, slot),
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
  if (state.opened !== before.opened) predict.reset();
  else if (state.document !== before.document) predict.refresh();
});

/** The open document's data node, with what was learned for the weights of now. */
const request = (): TrialRequest => ({
  document: useDocument.getState().document,
  dataUrl,
  statistics: useRun.getState().checkpoint?.statistics,
});

/** Examples of the official test split from place `from` on, counted around. */
export const testRows = (from: number, count: number): ReturnType<ExporterApi['testRows']> =>
  exporter.testRows(request(), from, count);

/** What the token numbers of the open document's columns stand for. */
export const lexicons = (): ReturnType<ExporterApi['lexicons']> => exporter.lexicons(request());

/** A text of a column of the data set, cut into tokens as the examples were. */
export const encode = (column: string, text: string): ReturnType<ExporterApi['encode']> =>
  exporter.encode(request(), column, text);
