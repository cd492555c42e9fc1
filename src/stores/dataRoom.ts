import { DataClient } from '../worker/client/dataClient';

export type {
  DataPart,
  DatasetCard,
  Delimiter,
  Encoding,
  ImportOutcome,
  ImportReport,
  Look,
  PictureOptions,
  Samples,
  SampleValue,
  TableGuess,
  TableOptions,
} from '../worker/protocol/data';
export { dataUrl } from './engine';

/** The worker of the data room; it starts at its first call. */
export const dataWorker = new DataClient();
