import type { Box } from '../geometry';
import { wirePath } from '../wirePath';
import { isWrong } from './facts';
import type { Subject } from './paint';
import type { Palette } from './palette';
import { meets, type Scene, type Thread, threadBox } from './scene';

/** Ports stand out this far from their cards. */
const OUT = 4;

const near = new WeakMap<Thread, Path2D>();

/** The path that the wire has in the page. */
function nearPath(thread: Thread): Path2D {
  const known = near.get(thread);
  if (known) return known;
  const { a, b, row } = thread;
  const [path] = wirePath({ sourceX: a.x + OUT, sourceY: a.y, targetX: b.x - OUT, targetY: b.y }, row);
  const made = new Path2D(path);
  near.set(thread, made);
  return made;
}

/** A curve, in canvas units. */
export function curve(path: Pick<Path2D, 'moveTo' | 'bezierCurveTo'>, { a, b }: Pick<Thread, 'a' | 'b'>): void {
  const bend = Math.max(24, Math.abs(b.x - a.x) * 0.3);
  path.moveTo(a.x, a.y);
  path.bezierCurveTo(a.x + bend, a.y, b.x - bend, b.y, b.x, b.y);
}

type Tone = 'plain' | 'wrong' | 'selected';
type Far = Readonly<Record<Tone, Path2D>>;
const farPaths = new WeakMap<Scene, { readonly analysis: Subject['analysis']; readonly paths: Far }>();

const toneOf = (thread: Thread, analysis: Subject['analysis']): Tone =>
  thread.selected ? 'selected' : isWrong(analysis, thread.id) ? 'wrong' : 'plain';

/** All wires of a scene, one path a tone. */
function farOf(scene: Scene, analysis: Subject['analysis']): Far {
  const known = farPaths.get(scene);
  if (known?.analysis === analysis) return known.paths;
  const paths: Far = { plain: new Path2D(), wrong: new Path2D(), selected: new Path2D() };
  for (const thread of scene.threads) curve(paths[toneOf(thread, analysis)], thread);
  farPaths.set(scene, { analysis, paths });
  return paths;
}

/** The wires: all in one from far away, nearby each as the page draws it. */
export function paintThreads(
  ctx: CanvasRenderingContext2D,
  { scene, analysis, live }: Subject,
  far: boolean,
  seen: Box,
  palette: Palette,
): void {
  const colors: Readonly<Record<Tone, string>> = {
    plain: palette.wire,
    wrong: palette.danger,
    selected: palette.accent,
  };
  if (far) {
    const paths = farOf(scene, analysis);
    ctx.lineWidth = 3;
    for (const tone of ['plain', 'wrong', 'selected'] as const) {
      ctx.strokeStyle = colors[tone];
      ctx.stroke(paths[tone]);
    }
    return;
  }
  for (const thread of scene.threads) {
    if (live.has(thread.id) || !meets(threadBox(thread), seen)) continue;
    const tone = toneOf(thread, analysis);
    ctx.strokeStyle = colors[tone];
    ctx.lineWidth = tone === 'selected' ? 2.25 : 1.75;
    ctx.setLineDash(tone === 'wrong' ? [5, 4] : thread.idle ? [2, 5] : []);
    ctx.stroke(nearPath(thread));
  }
  ctx.setLineDash([]);
}
