import type { Locale } from '../../../core/locale';
import type { DocumentAnalysis } from '../../../document/analysis';
import { GRID } from '../spacing';
import { paintFarCard, paintNearCard, type Thumbnail } from './cards';
import type { Palette } from './palette';
import { type Card, meets, type Scene, type View, windowOf } from './scene';
import { paintThreads } from './threads';

/** All that a picture is painted from. */
export interface Subject {
  readonly scene: Scene;
  readonly analysis: DocumentAnalysis;
  readonly locale: Locale;
  /** Nodes and wires that are in the page already: the picture leaves them out. */
  readonly live: ReadonlySet<string>;
  /** The node that has the keyboard. */
  readonly ring?: string | undefined;
  /** What nodes compute right now. */
  thumbnail(id: string): Thumbnail | undefined;
}

/** Below this zoom text is too small to read: a card shows its name alone. */
export const FAR_BELOW = 0.38;

/** The drawing as React Flow would show it there, on a context of `view`'s size with `ratio` device pixels a CSS pixel. */
export function paint(
  ctx: CanvasRenderingContext2D,
  subject: Subject,
  view: View,
  ratio: number,
  palette: Palette,
): void {
  const far = view.zoom < FAR_BELOW;
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.clearRect(0, 0, view.width, view.height);
  if (!far) paintDots(ctx, view, palette);
  ctx.setTransform(ratio * view.zoom, 0, 0, ratio * view.zoom, ratio * view.x, ratio * view.y);
  const seen = windowOf(view);
  paintFrames(ctx, subject.scene, palette);
  paintThreads(ctx, subject, far, seen, palette);
  for (const card of subject.scene.cards) {
    if (!meets(card.box, seen) || subject.live.has(card.id)) continue;
    if (far) paintFarCard(ctx, card, subject, view.zoom, palette);
    else paintNearCard(ctx, card, subject, palette);
  }
  paintRing(ctx, subject, view.zoom, palette);
}

/** Around the card that has the keyboard, as wide on the screen from far away as nearby. */
function paintRing(ctx: CanvasRenderingContext2D, { scene, ring }: Subject, zoom: number, { accent }: Palette): void {
  const card = ring === undefined ? undefined : scene.cards.find(({ id }) => id === ring);
  if (!card) return;
  const away = 3 / zoom;
  const { x, y, width, height } = card.box;
  ctx.beginPath();
  ctx.roundRect(x - away, y - away, width + 2 * away, height + 2 * away, away + 8);
  ctx.strokeStyle = accent;
  ctx.lineWidth = 2 / zoom;
  ctx.stroke();
}

/** Cards in view. */
export const cardsInView = (scene: Scene, view: View): Card[] => {
  const seen = windowOf(view);
  return scene.cards.filter(({ box }) => meets(box, seen));
};

/** The dots of the grid, as React Flow's Background sets them: one at each corner of squares of three grid steps. */
function paintDots(ctx: CanvasRenderingContext2D, { x, y, zoom, width, height }: View, { dot }: Palette): void {
  const gap = 3 * GRID * zoom;
  const size = 1.2 * zoom;
  const first = (at: number) => (((at % gap) + gap) % gap) - gap;
  ctx.fillStyle = dot;
  for (let top = first(y); top < height; top += gap)
    for (let left = first(x); left < width; left += gap) ctx.fillRect(left - size / 2, top - size / 2, size, size);
}

/** Frames lie behind everything; their titles are in the page. */
function paintFrames(ctx: CanvasRenderingContext2D, { frames }: Scene, palette: Palette): void {
  for (const { group, box, selected } of frames) {
    const paint = palette.frames[group.color];
    if (!paint) continue;
    ctx.beginPath();
    ctx.roundRect(box.x + 0.75, box.y + 0.75, box.width - 1.5, box.height - 1.5, 12);
    ctx.fillStyle = paint.fill;
    ctx.fill();
    ctx.strokeStyle = selected ? paint.full : paint.border;
    ctx.lineWidth = 1.5;
    ctx.stroke();
  }
}
