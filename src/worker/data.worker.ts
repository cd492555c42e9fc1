import { expose } from 'comlink';
import type { DecodePicture } from '../data/import/pictures';
import { fetchFrom } from '../data/loader';
import { DataService } from './dataService';
import type { DataApi } from './protocol/data';

/** The browser's own decoders; the middle square, brought to size smoothly; transparent parts are white. */
const decode: DecodePicture = async (bytes, side, channels) => {
  const bitmap = await createImageBitmap(new Blob([bytes as Uint8Array<ArrayBuffer>]));
  const square = Math.min(bitmap.width, bitmap.height);
  const canvas = new OffscreenCanvas(side, side);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('internal: no canvas');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, side, side);
  context.imageSmoothingQuality = 'high';
  context.drawImage(
    bitmap,
    (bitmap.width - square) / 2,
    (bitmap.height - square) / 2,
    square,
    square,
    0,
    0,
    side,
    side,
  );
  bitmap.close();
  const { data } = context.getImageData(0, 0, side, side);
  const out = new Uint8Array(channels * side * side);
  for (let p = 0; p < side * side; p++) {
    const [r = 0, g = 0, b = 0] = data.subarray(4 * p, 4 * p + 3);
    if (channels === 1) out[p] = Math.round(0.299 * r + 0.587 * g + 0.114 * b);
    else for (const [c, value] of [r, g, b].entries()) out[c * side * side + p] = value;
  }
  return out;
};

const service: DataApi = new DataService(fetchFrom, decode);
expose(service);
