import { useState } from 'react';
import { ownId } from '../../../core/ownData';
import { type DatasetCard, dataWorker, type ImportFailure } from '../../../stores/dataRoom';
import { useCollect } from './collectStore';
import { collectedOf, emptyDraft } from './draft';

export interface Saving {
  readonly busy: boolean;
  readonly failure: ImportFailure | undefined;
  save(): Promise<void>;
}

const TEST_SHARE = 0.2;

/** Saves the draft as a data set of one's own; a new one never takes the place of another. */
export function useSaving(onSaved: (card: DatasetCard) => void): Saving {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ImportFailure | undefined>(undefined);
  const save = async () => {
    setBusy(true);
    setFailure(undefined);
    const { draft, begin } = useCollect.getState();
    const { side, channels } = draft;
    const name = draft.name.trim();
    const classes = draft.classes.map((item) => item.name.trim());
    try {
      const id = draft.id ?? (await freeId(name));
      const options = { id, name, side, channels, classes, testShare: TEST_SHARE, seed: 1 };
      const outcome = await dataWorker.saveCollection(collectedOf(draft), options);
      if (outcome.ok) {
        begin(emptyDraft([]));
        onSaved(outcome.value.card);
      } else setFailure(outcome.error);
    } catch (error) {
      setFailure({ code: 'failed', details: { reason: error instanceof Error ? error.message : String(error) } });
    }
    setBusy(false);
  };
  return { busy, failure, save };
}

async function freeId(name: string): Promise<string> {
  const taken = new Set((await dataWorker.own()).map(({ id }) => id));
  const id = ownId(name);
  let free = id;
  for (let n = 2; taken.has(free); n++) free = `${id}-${n}`;
  return free;
}
