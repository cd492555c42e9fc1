import { isComplete, writeIndex } from './chunks.mjs';
import { writeColumns } from './columns.mjs';

/**
 * A data set of columns as scripts/assets.mjs wants one.
 * @param {{id: string, version: string, card: object, read: () => {columns: import('./columns.mjs').Column[],
 *   places: {train: number[], test: number[]}, notes?: {en: string, 'zh-CN': string}[]}, chunkSize?: number}} definition
 *   version: raise it when `read` gives something else; notes: what the reader of the card should know
 */
export function defineDataset({ id, version, card, read, chunkSize = 5000 }) {
  return {
    id,
    upToDate: (outDir) => isComplete(outDir, version),
    async build(outDir, log) {
      const { columns, places, notes = [] } = read();
      log(`${id}: packing ${places.train.length} and ${places.test.length} examples`);
      const splits = {
        train: await writeColumns(outDir, 'train', columns, places.train, chunkSize),
        test: await writeColumns(outDir, 'test', columns, places.test, chunkSize),
      };
      const specs = columns.map(({ spec }) => spec);
      writeIndex(outDir, {
        id,
        version,
        ...card,
        columns: specs,
        chunkSize,
        splits,
        ...(notes.length > 0 ? { notes } : {}),
      });
    },
  };
}
