import { DataClient } from '../worker/client/dataClient';

export type {
  BadExample,
  BroughtOverview,
  Collected,
  Collection,
  CollectionOptions,
  DataPart,
  DatasetCard,
  Delimiter,
  Encoding,
  ImportFailure,
  ImportOutcome,
  ImportReport,
  Look,
  PageFile,
  PictureOptions,
  RowOrder,
  Samples,
  SampleValue,
  Sorting,
  TableGuess,
  TableOptions,
  TextClasses,
  TextExamples,
} from '../worker/protocol/data';
export { dataUrl } from './engine';

/** The worker of the data room; it starts at its first call. */
export const dataWorker = new DataClient();
