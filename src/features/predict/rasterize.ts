/** A place on the drawing pad, from the left and from the top, in units of its shorter side. */
export interface Point {
  readonly x: number;
  readonly y: number;
}
export type Stroke = readonly Point[];

export interface RasterSize {
  readonly width: number;
  readonly height: number;
}

/** Half the width of the pen and of its soft edge, for a picture 28 pixels high: strokes as wide as MNIST's. */
const PEN_RADIUS = 1.25;
const EDGE = 0.75;
/** MNIST scales a digit to 20 of 28 pixels. */
const BOX = 20 / 28;
/** A small drawing is enlarged so far and no further: a dot stays a dot. */
const MAX_ENLARGEMENT = 4;

interface Transform {
  readonly scale: number;
  readonly dx: number;
  readonly dy: number;
}

/**
 * Ink of the strokes, 0 … 1, row-major [height, width], drawn straight at the model's resolution.
 * `centred` places it as MNIST does (LeCun, Cortes, Burges: "size normalized to fit in a 20x20 pixel box … centered in a
 * 28x28 image by computing the center of mass of the pixels"); otherwise it stays where it was drawn.
 */
export function rasterize(strokes: readonly Stroke[], size: RasterSize, centred: boolean): Float32Array {
  const side = Math.min(size.width, size.height);
  const radius = (PEN_RADIUS * side) / 28;
  const asDrawn: Transform = { scale: side, dx: 0, dy: 0 };
  if (!centred || strokes.every((stroke) => stroke.length === 0)) return paint(strokes, size, asDrawn, radius);
  const fitted = fitToBox(strokes, size, side, radius);
  const ink = paint(strokes, size, fitted, radius);
  const mass = centreOfMass(ink, size);
  return paint(
    strokes,
    size,
    shiftInside(ink, size, fitted, size.width / 2 - mass.x, size.height / 2 - mass.y),
    radius,
  );
}

/** Strokes scaled to fit the box, its middle in the middle of the picture. */
function fitToBox(strokes: readonly Stroke[], size: RasterSize, side: number, radius: number): Transform {
  const box = bounds(strokes);
  const extent = Math.max(box.right - box.left, box.bottom - box.top, 1e-9);
  const scale = Math.min((BOX * side - 2 * radius) / extent, MAX_ENLARGEMENT * side);
  return {
    scale,
    dx: size.width / 2 - (scale * (box.left + box.right)) / 2,
    dy: size.height / 2 - (scale * (box.top + box.bottom)) / 2,
  };
}

function bounds(strokes: readonly Stroke[]) {
  const box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  for (const { x, y } of strokes.flat()) {
    box.left = Math.min(box.left, x);
    box.right = Math.max(box.right, x);
    box.top = Math.min(box.top, y);
    box.bottom = Math.max(box.bottom, y);
  }
  return box;
}

/** Mean position of the ink, in pixels from the corner (the middle of the first pixel is 0.5). */
export function centreOfMass(ink: Float32Array, { width, height }: RasterSize): Point {
  let total = 0;
  let x = 0;
  let y = 0;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const value = ink[row * width + column] as number;
      total += value;
      x += value * (column + 0.5);
      y += value * (row + 0.5);
    }
  }
  return total === 0 ? { x: width / 2, y: height / 2 } : { x: x / total, y: y / total };
}

/** Moves a drawing, but never so far that ink leaves the picture. */
function shiftInside(
  ink: Float32Array,
  { width, height }: RasterSize,
  at: Transform,
  dx: number,
  dy: number,
): Transform {
  let [left, right, top, bottom] = [width, 0, height, 0];
  ink.forEach((value, i) => {
    if (value === 0) return;
    const column = i % width;
    const row = Math.floor(i / width);
    left = Math.min(left, column);
    right = Math.max(right, column + 1);
    top = Math.min(top, row);
    bottom = Math.max(bottom, row + 1);
  });
  const clamp = (shift: number, before: number, after: number) => Math.max(-before, Math.min(after, shift));
  return { ...at, dx: at.dx + clamp(dx, left, width - right), dy: at.dy + clamp(dy, top, height - bottom) };
}

/** Ink falls off from 1 to 0 over the soft edge around the pen's path. */
function paint(strokes: readonly Stroke[], size: RasterSize, at: Transform, radius: number): Float32Array {
  const ink = new Float32Array(size.width * size.height);
  for (const stroke of strokes) {
    stroke.forEach((point, i) => {
      const from = stroke[i - 1] ?? point;
      paintSegment(ink, size, place(from, at), place(point, at), radius);
    });
  }
  return ink;
}

const place = ({ x, y }: Point, at: Transform): Point => ({ x: at.scale * x + at.dx, y: at.scale * y + at.dy });

function paintSegment(ink: Float32Array, size: RasterSize, a: Point, b: Point, radius: number): void {
  const edge = (EDGE * radius) / PEN_RADIUS;
  const reach = radius + edge;
  const range = (low: number, high: number, limit: number) =>
    [Math.max(0, Math.floor(low - reach)), Math.min(limit, Math.ceil(high + reach))] as const;
  const [left, right] = range(Math.min(a.x, b.x), Math.max(a.x, b.x), size.width);
  const [top, bottom] = range(Math.min(a.y, b.y), Math.max(a.y, b.y), size.height);
  for (let row = top; row < bottom; row++) {
    for (let column = left; column < right; column++) {
      const distance = distanceToSegment({ x: column + 0.5, y: row + 0.5 }, a, b);
      const value = Math.max(0, Math.min(1, 0.5 + (radius - distance) / (2 * edge)));
      const i = row * size.width + column;
      if (value > (ink[i] as number)) ink[i] = value;
    }
  }
}

function distanceToSegment(p: Point, a: Point, b: Point): number {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((p.x - a.x) * dx + (p.y - a.y) * dy) / length));
  return Math.hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}
