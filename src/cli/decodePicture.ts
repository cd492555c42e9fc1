import { convertIndexedToRgb, decode as decodePng } from 'fast-png';
import { decode as decodeJpeg } from 'jpeg-js';
import type { DecodePicture } from '../data/import/pictures';
import type { Pixels } from '../data/import/resample';

const MEMORY_MB = 1024;

/** PNG and JPEG in pure JavaScript; pictures are turned as their EXIF data say. Rejects for other kinds. */
export const decodePicture: DecodePicture = async (bytes) => {
  if (bytes[0] === 0x89 && bytes[1] === 0x50) return fromPng(bytes);
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) throw new Error('neither PNG nor JPEG');
  const pixels = decodeJpeg(bytes, { useTArray: true, tolerantDecoding: false, maxMemoryUsageInMB: MEMORY_MB });
  return turned(pixels, orientationOf(bytes));
};

function fromPng(bytes: Uint8Array): Pixels {
  const png = decodePng(bytes, { checkCrc: true });
  const { width, height, palette, transparency } = png;
  const raw = palette ? convertIndexedToRgb(png) : png.data;
  const channels = palette ? raw.length / (width * height) : png.channels;
  const most = !palette && png.depth < 8 ? 2 ** png.depth - 1 : png.depth === 16 ? 0xffff : 255;
  const values = !palette && png.depth < 8 ? unpacked(raw, png.depth, width, height) : raw;
  const data = new Uint8ClampedArray(4 * width * height);
  for (let p = 0; p < width * height; p++) {
    const at = p * channels;
    const value = (c: number): number => values[at + c] as number;
    for (let c = 0; c < 3; c++) data[4 * p + c] = (255 * value(channels < 3 ? 0 : c)) / most;
    const own = channels === 2 || channels === 4 ? value(channels - 1) : most;
    const clear = !palette && transparency && transparency.every((sample, c) => value(c) === sample);
    data[4 * p + 3] = clear ? 0 : (255 * own) / most;
  }
  return { width, height, data };
}

/** Samples of less than a byte lie packed, each row begun anew, the first in the highest bits. */
function unpacked(raw: ArrayLike<number>, depth: number, width: number, height: number): Uint8Array {
  const out = new Uint8Array(width * height);
  const row = Math.ceil((width * depth) / 8);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const bit = x * depth;
      const byte = raw[y * row + (bit >> 3)] as number;
      out[y * width + x] = (byte >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
    }
  return out;
}

const ORIENTATION = 0x0112;

/** 1 to 8, 1 where nothing is said. Source: EXIF 2.32, section 4.6.4, tag 274. */
function orientationOf(jpeg: Uint8Array): number {
  const view = new DataView(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength);
  let at = 2;
  while (at + 4 <= view.byteLength && jpeg[at] === 0xff && jpeg[at + 1] !== 0xda) {
    const size = view.getUint16(at + 2);
    const isExif = jpeg[at + 1] === 0xe1 && view.byteLength >= at + 18 && view.getUint32(at + 4) === 0x45786966;
    if (isExif) return tagOf(view, at + 10);
    at += 2 + size;
  }
  return 1;
}

function tagOf(view: DataView, tiff: number): number {
  const little = view.getUint16(tiff) === 0x4949;
  const directory = tiff + view.getUint32(tiff + 4, little);
  if (directory + 2 > view.byteLength) return 1;
  const entries = view.getUint16(directory, little);
  for (let i = 0; i < entries; i++) {
    const at = directory + 2 + 12 * i;
    if (at + 12 > view.byteLength) return 1;
    if (view.getUint16(at, little) === ORIENTATION) return view.getUint16(at + 8, little);
  }
  return 1;
}

/** The picture upright: 2 to 4 mirror and turn by half, 5 to 8 exchange the axes too. */
function turned({ width, height, data }: Pixels, orientation: number): Pixels {
  if (orientation < 2 || orientation > 8) return { width, height, data };
  const swaps = orientation > 4;
  const [w, h] = swaps ? [height, width] : [width, height];
  const flipsX = [2, 3, 7, 8].includes(orientation);
  const flipsY = [3, 4, 6, 7].includes(orientation);
  const out = new Uint8ClampedArray(data.length);
  for (let y = 0; y < h; y++)
    for (let x = 0; x < w; x++) {
      const [sx, sy] = swaps ? [y, x] : [x, y];
      const from = 4 * ((flipsY ? height - 1 - sy : sy) * width + (flipsX ? width - 1 - sx : sx));
      out.set(data.subarray(from, from + 4), 4 * (y * w + x));
    }
  return { width: w, height: h, data: out };
}
