import { middleOf } from '../data/collect/camera';
import { usePad } from './pad';
import type { PictureInput } from './picture';

/** Lays the middle of a picture file on the pad, as large as the model takes it; what is no picture leaves the pad as it is. */
export async function showFile(file: Blob, { channels, height, width }: PictureInput): Promise<void> {
  const picture = await createImageBitmap(file).catch(() => undefined);
  if (!picture) return;
  const size = { width, height, channels: channels === 3 ? 3 : 1 } as const;
  const data = middleOf(picture, picture.width, picture.height, size);
  picture.close();
  if (data) usePad.getState().show({ dtype: 'uint8', dims: [1, size.channels, height, width], data });
}
