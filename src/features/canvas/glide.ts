import type { Point } from '../../document/edit';
import { useCanvas } from './canvasStore';

const DURATION = 260;
/** More cards than these jump: each frame would move them all. */
const MOST = 250;

const eased = (share: number): number => 1 - (1 - share) ** 3;

/** Shows nodes on their way from where they were to where the document has them already; at once where motion is unwanted. */
export function glide(from: ReadonlyMap<string, Point>, to: ReadonlyMap<string, Point>): void {
  const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  if (still || to.size > MOST) return;
  const start = performance.now();
  const at = (share: number) =>
    new Map(
      [...to].map(([id, end]) => {
        const begin = from.get(id) ?? end;
        return [id, { x: begin.x + (end.x - begin.x) * share, y: begin.y + (end.y - begin.y) * share }];
      }),
    );
  const frame = () => {
    const share = (performance.now() - start) / DURATION;
    useCanvas.getState().set({ held: share < 1 ? at(eased(share)) : undefined });
    if (share < 1) requestAnimationFrame(frame);
  };
  useCanvas.getState().set({ held: at(0) });
  requestAnimationFrame(frame);
}
