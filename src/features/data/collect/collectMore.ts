import { type DatasetCard, dataWorker } from '../../../stores/dataRoom';
import { useCollect } from './collectStore';
import { draftOf } from './draft';

/** Square pictures with classes can be collected further, as long as all of them can be shown. */
const MOST = 20_000;

export function isCollectable({ columns, counts }: DatasetCard): boolean {
  const [x, y] = columns;
  const [channels, height, width] = x?.shape ?? [];
  const isSquare = x?.kind === 'picture' && (channels === 1 || channels === 3) && height === width;
  return columns.length === 2 && isSquare && y?.classes !== undefined && counts.train + counts.test <= MOST;
}

/** Begins with what a data set has; false where it cannot be read. */
export async function collectMore({ id, name }: DatasetCard): Promise<boolean> {
  const collection = await dataWorker.collection(id).catch(() => undefined);
  if (!collection?.ok) return false;
  useCollect.getState().begin(draftOf(id, name, collection.value));
  return true;
}
