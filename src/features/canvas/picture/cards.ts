import { BORDER, cardHeight, HEADER_HEIGHT, ROW_HEIGHT } from '../geometry';
import { factsOf, nameOf, severityOf } from './facts';
import { paintIcon } from './icons';
import type { Subject } from './paint';
import type { Look, Palette } from './palette';
import type { Card } from './scene';

/** A live picture, `width` x `height` in canvas units. */
export interface Thumbnail {
  readonly image: CanvasImageSource;
  readonly width: number;
  readonly height: number;
}

/** Text lower than this, in CSS pixels, says nothing. */
const LEGIBLE = 4.5;

const fitted = new Map<string, string>();

/** After the typefaces have come. */
export const forgetFits = (): void => fitted.clear();

/** As much of a text as is not wider than `width`, in the context's typeface; cut letters are told by `end`. */
function shorten(ctx: CanvasRenderingContext2D, text: string, width: number, end: string): string {
  const key = `${ctx.font} ${width} ${text}`;
  const known = fitted.get(key);
  if (known !== undefined) return known;
  if (fitted.size > 4000) fitted.clear();
  let cut = text;
  while (cut !== '' && ctx.measureText(cut === text ? cut : cut + end).width > width) cut = cut.slice(0, -1);
  const result = cut === text ? text : cut + end;
  fitted.set(key, result);
  return result;
}

/** Surface and border inside a box with corners of `radius`, the border's stroke `line` wide. */
function sheet(
  ctx: CanvasRenderingContext2D,
  { x, y, width }: Card['box'],
  height: number,
  line: number,
  radius: number,
): void {
  ctx.beginPath();
  ctx.roundRect(x + line / 2, y + line / 2, width - line, height - line, radius - line / 2);
  ctx.fill();
  ctx.lineWidth = line;
  ctx.stroke();
}

/** A card seen from far away: group, name, trouble, the live picture. */
export function paintFarCard(
  ctx: CanvasRenderingContext2D,
  card: Card,
  { analysis, locale, thumbnail }: Subject,
  zoom: number,
  palette: Palette,
): void {
  const { box, node, group, selected } = card;
  const colors = palette.groups[group];
  const wrong = severityOf(analysis, card.id) === 'error';
  const height = cardHeight(node);
  const { look } = palette;
  const line = selected || wrong ? look.farAlarm : look.farLine;
  ctx.fillStyle = colors.farFill;
  ctx.strokeStyle = selected ? palette.accent : wrong ? palette.danger : colors.farLine;
  if (node.disabled) ctx.setLineDash([8, 8]);
  // Corners and borders of less than a pixel cost more than they show.
  if (zoom < 0.2) flat(ctx, box, height, line);
  else sheet(ctx, box, height, line, look.radius);
  if (node.disabled) ctx.setLineDash([]);
  ctx.globalAlpha = node.disabled ? 0.4 : 1;
  ctx.fillStyle = colors.full;
  ctx.fillRect(box.x + line, box.y + line, look.farStripe, height - 2 * line);
  ctx.globalAlpha = 1;
  const live = thumbnail(card.id);
  const below = box.y + line + 43;
  if (live)
    ctx.drawImage(live.image, box.x + 10, below, live.width, Math.min(live.height, box.y + height - line - below));
  if (look.farText * zoom < LEGIBLE) return;
  ctx.font = `600 ${look.farText}px ${palette.sans}`;
  ctx.letterSpacing = `${look.farSpacing * look.farText}px`;
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'left';
  ctx.fillStyle = node.disabled ? palette.quiet : palette.text;
  ctx.fillText(
    shorten(ctx, nameOf(node, locale), box.width - 2 * line - 20, ''),
    box.x + line + 16,
    box.y + line + 4 + 17.5,
  );
}

function flat(ctx: CanvasRenderingContext2D, { x, y, width }: Card['box'], height: number, line: number): void {
  const inside = ctx.fillStyle;
  ctx.fillStyle = ctx.strokeStyle;
  ctx.fillRect(x, y, width, height);
  ctx.fillStyle = inside;
  ctx.fillRect(x + line, y + line, width - 2 * line, height - 2 * line);
}

/** The line around a selected card, as wide as its border. */
function ring(ctx: CanvasRenderingContext2D, { x, y, width, height }: Card['box'], { line, radius }: Look): void {
  ctx.beginPath();
  ctx.roundRect(x - line / 2, y - line / 2, width + line, height + line, radius + line / 2);
  ctx.stroke();
}

/** A card as it is in the page, while it is on its way into it. */
export function paintNearCard(
  ctx: CanvasRenderingContext2D,
  card: Card,
  { analysis, locale, thumbnail }: Subject,
  palette: Palette,
): void {
  const { box, node, group, selected } = card;
  const colors = palette.groups[group];
  const severity = severityOf(analysis, card.id);
  const facts = factsOf(node, analysis, locale);
  const { look } = palette;
  const edge = severity === 'error' ? palette.danger : selected ? palette.accent : palette.line;
  if (node.type === 'module') {
    ctx.fillStyle = colors.stackFill;
    ctx.strokeStyle = palette.line;
    sheet(ctx, { ...box, x: box.x + look.stack, y: box.y + look.stack }, box.height, look.line, look.radius);
  }
  ctx.fillStyle = node.type === 'module' ? colors.moduleFill : node.disabled ? palette.disabled : palette.panel;
  ctx.strokeStyle = edge;
  if (node.disabled) ctx.setLineDash([3, 3]);
  sheet(ctx, box, box.height, look.line, look.radius);
  ctx.setLineDash([]);
  if (selected) ring(ctx, box, look);
  ctx.globalAlpha = node.disabled ? 0.4 : 1;
  ctx.fillStyle = colors.full;
  const top = BORDER + look.stripeInset;
  ctx.fillRect(box.x + BORDER, box.y + top, look.stripe, box.height - 2 * top);
  ctx.globalAlpha = 1;
  paintHeader(ctx, card, facts.name, severity, palette);
  for (const [row, { input, output }] of facts.rows.entries())
    paintRow(ctx, card, row, input, output, facts.chips[row] ?? '', palette);
  paintPorts(ctx, card, facts.inputs, 'left', palette);
  paintPorts(ctx, card, facts.outputs, 'right', palette);
  const live = thumbnail(card.id);
  if (live) ctx.drawImage(live.image, box.x + 11, box.y + cardHeight(node) - 3, live.width, live.height);
}

function paintHeader(
  ctx: CanvasRenderingContext2D,
  { box, node, group }: Card,
  name: string,
  severity: 'error' | 'warning' | undefined,
  palette: Palette,
): void {
  const middle = box.y + BORDER + 1 + HEADER_HEIGHT / 2;
  ctx.font = `600 12px ${palette.sans}`;
  ctx.letterSpacing = `${12 * palette.look.spacing}px`;
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'left';
  ctx.fillStyle = node.disabled ? palette.quiet : palette.text;
  const room = box.width - 36 - 12 - (severity ? 21 : 0);
  ctx.fillText(shorten(ctx, name, room, '…'), box.x + 36, middle);
  paintIcon(ctx, node.type, group, palette.groups[group].full, box.x + 13, middle - 8);
  if (!severity) return;
  const right = box.x + box.width - 11;
  ctx.fillStyle = severity === 'error' ? palette.danger : palette.warning;
  ctx.beginPath();
  ctx.moveTo(right - 7, middle - 6);
  ctx.lineTo(right, middle + 6);
  ctx.lineTo(right - 14, middle + 6);
  ctx.fill();
}

function paintRow(
  ctx: CanvasRenderingContext2D,
  { box }: Card,
  row: number,
  label: string,
  output: string,
  chip: string,
  palette: Palette,
): void {
  const middle = box.y + BORDER + HEADER_HEIGHT + (row + 0.5) * ROW_HEIGHT;
  const right = box.x + box.width - 11;
  ctx.textAlign = 'left';
  ctx.letterSpacing = '-0.22px';
  ctx.font = `11px ${palette.mono}`;
  const text = chip || '–';
  const wide = ctx.measureText(text).width + 10;
  if (chip) {
    ctx.fillStyle = palette.control;
    ctx.beginPath();
    ctx.roundRect(right - wide, middle - 9, wide, 18, 4);
    ctx.fill();
  }
  ctx.fillStyle = chip ? palette.text : palette.faint;
  ctx.fillText(text, right - wide + 5, middle);
  ctx.letterSpacing = '0px';
  ctx.font = `11px ${palette.sans}`;
  ctx.fillStyle = palette.quiet;
  const shown = output ? `${label}  ${output}` : label;
  if (shown) ctx.fillText(shorten(ctx, shown, box.width - 30 - wide, '…'), box.x + 13, middle);
}

function paintPorts(
  ctx: CanvasRenderingContext2D,
  { box }: Card,
  count: number,
  side: 'left' | 'right',
  palette: Palette,
): void {
  const x = side === 'left' ? box.x + BORDER : box.x + box.width - BORDER;
  for (let row = 0; row < count; row++) {
    ctx.beginPath();
    ctx.arc(x, box.y + BORDER + HEADER_HEIGHT + (row + 0.5) * ROW_HEIGHT, 4, 0, 2 * Math.PI);
    ctx.fillStyle = palette.wire;
    ctx.fill();
    ctx.strokeStyle = palette.panel;
    ctx.lineWidth = 2;
    ctx.stroke();
  }
}
