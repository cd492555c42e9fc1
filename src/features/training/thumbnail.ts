import { internal } from '../../core/errors';
import type { HostTensor } from '../../core/tensor';
import { colorIndex, cssColor, packedTable, type Scheme } from './thumbnailColors';

/** How a value of one example is shown. `cells` is a vector or a matrix as coloured squares. */
export type ThumbnailKind = 'picture' | 'maps' | 'bars' | 'cells';

export interface ThumbnailPlan {
  readonly kind: ThumbnailKind;
  /** Pictures, bars or squares in a row and in a column. */
  readonly columns: number;
  readonly rows: number;
  /** CSS pixels of the canvas. */
  readonly width: number;
  readonly height: number;
}

const MAX_HEIGHT = 56;
const BARS = 40;
/** Smallest map worth looking at, and the gap between two, in CSS pixels. */
const MIN_MAP = 8;
const GAP = 1.5;

/**
 * Chooses how to show a tensor of the given shape (one example, no batch axis) in a node `width` CSS pixels wide; undefined
 * for scalars and for what has more axes than a picture.
 */
export function planThumbnail(dims: readonly number[], width: number): ThumbnailPlan | undefined {
  const elements = dims.reduce((product, dim) => product * dim, 1);
  if (elements < 2) return undefined;
  if (dims.length === 1) return elements <= BARS ? plan('bars', elements, 1, width, 40) : cellsPlan(elements, width);
  const [height, wide] = [dims.at(-2) as number, dims.at(-1) as number];
  if (dims.length === 2) return plan('cells', wide, height, width, Math.min(MAX_HEIGHT, (width * height) / wide));
  if (dims.length > 3) return undefined;
  const maps = dims[0] as number;
  if (maps === 1) return plan('picture', 1, 1, width, MAX_HEIGHT);
  if (height * wide === 1) return planThumbnail([maps], width);
  return mapsPlan(maps, wide / height, width);
}

const plan = (kind: ThumbnailKind, columns: number, rows: number, width: number, height: number): ThumbnailPlan => ({
  kind,
  columns,
  rows,
  width,
  height: Math.round(height),
});

function cellsPlan(elements: number, width: number): ThumbnailPlan {
  const columns = Math.ceil(Math.sqrt((elements * width) / (0.6 * MAX_HEIGHT)));
  const rows = Math.ceil(elements / columns);
  return plan('cells', columns, rows, width, Math.min(MAX_HEIGHT, (rows * width) / columns));
}

/** The fewest columns whose rows fit the height; maps past the last whole row that can be made out are left out. */
function mapsPlan(maps: number, aspect: number, width: number): ThumbnailPlan {
  const most = Math.max(1, Math.floor((width + GAP) / (MIN_MAP + GAP)));
  for (let columns = 1; columns <= most; columns++) {
    const cell = (width - (columns - 1) * GAP) / columns;
    const rows = Math.ceil(maps / columns);
    const height = rows * (cell / aspect) + (rows - 1) * GAP;
    if (height <= MAX_HEIGHT) return plan('maps', columns, rows, width, height);
  }
  const cell = (width - (most - 1) * GAP) / most;
  const rows = Math.max(1, Math.floor((MAX_HEIGHT + GAP) / (cell / aspect + GAP)));
  return plan('maps', most, rows, width, rows * (cell / aspect) + (rows - 1) * GAP);
}

/** Largest magnitude among finite values: what the ends of the colour scale stand for. */
export function magnitude(data: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < data.length; i++) {
    const size = Math.abs(data[i] as number);
    if (size > most && Number.isFinite(size)) most = size;
  }
  return most;
}

/** Draws one example's value; `canvas` gets the plan's size at `ratio` device pixels a CSS pixel. */
export function drawThumbnail(
  canvas: HTMLCanvasElement,
  tensor: HostTensor,
  shape: ThumbnailPlan,
  scheme: Scheme,
  ratio: number,
): void {
  const context = canvas.getContext('2d');
  const { data } = tensor;
  if (!context || data instanceof BigInt64Array || data instanceof BigUint64Array) return;
  const [width, height] = [Math.round(shape.width * ratio), Math.round(shape.height * ratio)];
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, shape.width, shape.height);
  if (shape.kind === 'bars') drawBars(context, data, shape, scheme);
  else if (shape.kind === 'cells') drawCells(context, data, shape, scheme);
  else drawMaps(context, data, tensor.dims, shape, scheme);
}

/** One bar an element; the base line is zero, wherever that is. */
function drawBars(
  context: CanvasRenderingContext2D,
  data: ArrayLike<number>,
  shape: ThumbnailPlan,
  scheme: Scheme,
): void {
  const limit = magnitude(data) || 1;
  const signed = Array.prototype.some.call(data, (value: number) => value < 0);
  const base = signed ? shape.height / 2 : shape.height;
  const reach = signed ? shape.height / 2 : shape.height;
  const pitch = shape.width / shape.columns;
  const gap = pitch > 4 ? 2 : 0.5;
  for (let i = 0; i < shape.columns; i++) {
    const value = data[i] as number;
    const length = Math.max(1, (Math.abs(value) / limit) * (reach - 1));
    context.fillStyle = cssColor(scheme, Math.sign(value) * (0.45 + (0.55 * Math.abs(value)) / limit), 1);
    context.fillRect(i * pitch + gap / 2, value < 0 ? base : base - length, pitch - gap, length);
  }
}

function drawCells(
  context: CanvasRenderingContext2D,
  data: ArrayLike<number>,
  shape: ThumbnailPlan,
  scheme: Scheme,
): void {
  const { columns, rows, width, height } = shape;
  const image = paintPixels(data, columns, rows, scheme);
  sharpen(context, columns, width);
  context.drawImage(image, 0, 0, columns, rows, 0, 0, width, height);
}

/** A grid of maps, each its own picture, all on one colour scale so that a silent map looks silent. */
function drawMaps(
  context: CanvasRenderingContext2D,
  data: ArrayLike<number>,
  dims: readonly number[],
  shape: ThumbnailPlan,
  scheme: Scheme,
): void {
  const [height, wide] = [dims.at(-2) as number, dims.at(-1) as number];
  const count = Math.min(Math.floor(data.length / (height * wide)), shape.columns * shape.rows);
  const cellHeight = (shape.height - (shape.rows - 1) * GAP) / shape.rows;
  const single = shape.kind === 'picture';
  const cellWidth = single ? (cellHeight * wide) / height : (shape.width - (shape.columns - 1) * GAP) / shape.columns;
  const left = single ? (shape.width - cellWidth) / 2 : 0;
  // All maps one below the other, one pixel a value.
  const image = paintPixels(data, wide, height * count, scheme);
  sharpen(context, wide, cellWidth);
  for (let map = 0; map < count; map++) {
    const x = left + (map % shape.columns) * (cellWidth + GAP);
    const y = Math.floor(map / shape.columns) * (cellHeight + GAP);
    context.drawImage(image, 0, map * height, wide, height, x, y, cellWidth, cellHeight);
  }
}

let scratch: CanvasRenderingContext2D | undefined;

/** Values as pixels in rows of `wide`, on a canvas that the next call uses again. */
function paintPixels(data: ArrayLike<number>, wide: number, height: number, scheme: Scheme): HTMLCanvasElement {
  scratch ??= document.createElement('canvas').getContext('2d', { willReadFrequently: true }) ?? undefined;
  if (!scratch) return internal('no 2D canvas');
  const { canvas } = scratch;
  if (canvas.width < wide) canvas.width = wide;
  if (canvas.height < height) canvas.height = height;
  const image = new ImageData(wide, height);
  const words = new Uint32Array(image.data.buffer);
  const table = packedTable(scheme);
  const limit = magnitude(data);
  const count = Math.min(data.length, words.length);
  for (let i = 0; i < count; i++) words[i] = table[colorIndex(data[i] as number, limit)] as number;
  scratch.putImageData(image, 0, 0);
  return canvas;
}

/** Enlarged pixels stay squares; reduced ones are averaged. */
function sharpen(context: CanvasRenderingContext2D, pixels: number, width: number): void {
  context.imageSmoothingEnabled = width * context.getTransform().a < pixels * 2;
  context.imageSmoothingQuality = 'medium';
}
