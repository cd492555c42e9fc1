import { expose } from 'comlink';
import type { DecodePicture } from '../data/import/pictures';
import { fetchFrom } from '../data/loader';
import { DataService } from './dataService';
import type { DataApi } from './protocol/data';

/** A canvas of more pixels may not be had. */
const MOST_PIXELS = 2 ** 26;

let canvas: OffscreenCanvas | undefined;

/** The browser's own decoders, which turn pictures as their EXIF data say; the middle square alone. */
const decode: DecodePicture = async (bytes) => {
  const bitmap = await createImageBitmap(new Blob([bytes as Uint8Array<ArrayBuffer>]), { premultiplyAlpha: 'none' });
  const { width, height } = bitmap;
  try {
    if (width * height > MOST_PIXELS) throw new Error(`${width} x ${height} pixels are too many`);
    const square = Math.min(width, height);
    canvas ??= new OffscreenCanvas(square, square);
    if (canvas.width < square) {
      canvas.width = square;
      canvas.height = square;
    }
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error('internal: no canvas');
    context.clearRect(0, 0, square, square);
    context.drawImage(bitmap, -Math.floor((width - square) / 2), -Math.floor((height - square) / 2));
    return context.getImageData(0, 0, square, square);
  } finally {
    bitmap.close();
  }
};

const service: DataApi = new DataService(fetchFrom, decode);
expose(service);
