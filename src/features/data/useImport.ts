import { useState } from 'react';
import { type DatasetCard, dataWorker, type ImportOutcome, type ImportReport } from '../../stores/dataRoom';

export interface ImportState {
  /** 0 to 1 while something is taken in. */
  readonly share: number | undefined;
  readonly outcome: ImportOutcome | undefined;
  run(work: (onProgress: (share: number) => void) => Promise<ImportOutcome>): Promise<void>;
  cancel(): void;
  /** What was imported before is no longer shown. */
  forget(): void;
  /** Uses what was imported. */
  accept(use: (card: DatasetCard, report: ImportReport) => void): void;
}

/** One import from its start to its report. */
export function useImport(): ImportState {
  const [share, setShare] = useState<number | undefined>(undefined);
  const [outcome, setOutcome] = useState<ImportOutcome | undefined>(undefined);
  return {
    share,
    outcome,
    async run(work) {
      setOutcome(undefined);
      setShare(0);
      const failed = (error: unknown): ImportOutcome => ({
        ok: false,
        error: { code: 'failed', details: { reason: error instanceof Error ? error.message : String(error) } },
      });
      // the last word of the progress may come after the end
      let over = false;
      const outcome = await work((done) => !over && setShare(done)).catch(failed);
      over = true;
      setOutcome(outcome);
      setShare(undefined);
    },
    cancel: () => void dataWorker.cancel(),
    forget: () => setOutcome(undefined),
    accept: (use) => outcome?.ok && use(outcome.value.card, outcome.value.report),
  };
}

/** An id for a data set of the user's own out of the name of a file. */
export function ownId(name: string): string {
  const stem = name
    .replace(/\.[^.]*$/, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .toLowerCase();
  return `my-${stem || 'data'}`;
}
