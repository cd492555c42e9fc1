import { Children, isValidElement, type ReactNode } from 'react';
import * as v from 'valibot';
import type { LayerGroup } from '../../../layers/layer';
import { groupDrawings } from '../../common/LayerIcon';
import { drawings } from '../../common/layerDrawings';

/** One shape of a layer's drawing of 16 x 16. */
interface Shape {
  readonly path: Path2D;
  /** Of the stroke; 0 for none. */
  readonly width: number;
  /** Opacity of the fill; 0 for none. */
  readonly fill: number;
  readonly dash: readonly number[];
}

const number = v.pipe(v.union([v.string(), v.number()]), v.transform(Number), v.finite());
const propsSchema = v.partial(
  v.object({
    d: v.string(),
    cx: number,
    cy: number,
    r: number,
    x: number,
    y: number,
    width: number,
    height: number,
    rx: number,
    strokeWidth: number,
    strokeDasharray: v.string(),
    fill: v.string(),
    fillOpacity: number,
    stroke: v.string(),
  }),
);
type Props = v.InferOutput<typeof propsSchema>;

function pathOf({ d, cx, cy, r, x, y, width, height, rx }: Props): Path2D | undefined {
  if (d !== undefined) return new Path2D(d);
  const path = new Path2D();
  if (r !== undefined) path.arc(cx ?? 0, cy ?? 0, r, 0, 2 * Math.PI);
  else if (width !== undefined) path.roundRect(x ?? 0, y ?? 0, width, height ?? width, rx ?? 0);
  else return undefined;
  return path;
}

/** The shapes of a drawing, in order; groups of them are looked into. */
export function shapesOf(drawing: ReactNode): Shape[] {
  return Children.toArray(drawing).flatMap((item): Shape[] => {
    if (!isValidElement<{ readonly children?: ReactNode }>(item)) return [];
    const parsed = v.safeParse(propsSchema, item.props);
    const path = parsed.success ? pathOf(parsed.output) : undefined;
    if (!parsed.success || !path) return shapesOf(item.props.children);
    const { strokeWidth, strokeDasharray, fill, fillOpacity, stroke } = parsed.output;
    const filled = fill !== undefined && fill !== 'none';
    return [
      {
        path,
        width: stroke === 'none' ? 0 : (strokeWidth ?? 1.4),
        fill: filled ? (fillOpacity ?? 1) : 0,
        dash: strokeDasharray?.split(/[\s,]+/).map(Number) ?? [],
      },
    ];
  });
}

const known = new Map<string, readonly Shape[]>();
let outlines: Readonly<Record<string, string>> | undefined;

/** Drawings that come after the first screen; `then` is called when they have. */
export function loadIcons(then: () => void): void {
  if (outlines) return;
  void import('../../common/layerOutlines').then((module) => {
    outlines = module.outlines;
    known.clear();
    then();
  });
}

function iconOf(type: string, group: LayerGroup): readonly Shape[] {
  const made = known.get(type);
  if (made) return made;
  const own = drawings[type];
  const outline = outlines?.[type];
  const shapes =
    own === undefined && outline !== undefined
      ? [{ path: new Path2D(outline), width: 1.4, fill: 0, dash: [] }]
      : shapesOf(own ?? groupDrawings[group]);
  known.set(type, shapes);
  return shapes;
}

/** Paints a layer's icon with its top left corner at a place, 16 x 16 canvas units. */
export function paintIcon(
  ctx: CanvasRenderingContext2D,
  type: string,
  group: LayerGroup,
  color: string,
  x: number,
  y: number,
): void {
  ctx.translate(x, y);
  ctx.strokeStyle = color;
  ctx.fillStyle = color;
  ctx.lineCap = 'round';
  ctx.lineJoin = 'round';
  for (const { path, width, fill, dash } of iconOf(type, group)) {
    if (fill > 0) {
      ctx.globalAlpha = fill;
      ctx.fill(path);
      ctx.globalAlpha = 1;
    }
    if (width === 0) continue;
    ctx.lineWidth = width;
    if (dash.length > 0) ctx.setLineDash([...dash]);
    ctx.stroke(path);
    if (dash.length > 0) ctx.setLineDash([]);
  }
  ctx.lineCap = 'butt';
  ctx.lineJoin = 'miter';
  ctx.translate(-x, -y);
}
