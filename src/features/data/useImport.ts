import { useState } from 'react';
import { createStore, type StoreApi } from 'zustand';
import { type DatasetCard, dataWorker, type ImportOutcome, type ImportReport } from '../../stores/dataRoom';

export interface ImportState {
  readonly busy: boolean;
  /** How far it is, 0 to 1: told to those who show it alone, not to the whole form. */
  readonly progress: StoreApi<{ readonly share: number }>;
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
  const [busy, setBusy] = useState(false);
  const [progress] = useState(() => createStore(() => ({ share: 0 })));
  const [outcome, setOutcome] = useState<ImportOutcome | undefined>(undefined);
  return {
    busy,
    progress,
    outcome,
    async run(work) {
      setOutcome(undefined);
      progress.setState({ share: 0 });
      setBusy(true);
      const failed = (error: unknown): ImportOutcome => ({
        ok: false,
        error: { code: 'failed', details: { reason: error instanceof Error ? error.message : String(error) } },
      });
      setOutcome(await work((share) => progress.setState({ share })).catch(failed));
      setBusy(false);
    },
    cancel: () => void dataWorker.cancel(),
    forget: () => setOutcome(undefined),
    accept: (use) => outcome?.ok && use(outcome.value.card, outcome.value.report),
  };
}
