import { ViewportPortal } from '@xyflow/react';
import { useMemo } from 'react';
import { nodeOf, type Point } from '../../document/edit';
import type { DocEdge, NetDocument } from '../../document/schema';
import { portsOf } from '../../layers/registry';
import { useShown } from '../../stores/drawing';
import { useCanvas } from './canvasStore';
import styles from './FarWires.module.css';
import { portPoint } from './geometry';

const portAt = (
  drawing: NetDocument,
  { node: id, port }: DocEdge['from'],
  side: 'source' | 'target',
): Point | undefined => {
  const node = nodeOf(drawing, id);
  if (!node) return undefined;
  const row = portsOf(node)[side === 'source' ? 'outputs' : 'inputs'].findIndex((spec) => spec.id === port);
  const moving = useCanvas.getState().held?.get(id);
  return portPoint(moving ? { position: moving } : node, side, Math.max(0, row));
};

/** Every wire of a drawing as one path of curves, in canvas units. */
function wiresPath(drawing: NetDocument): string {
  return drawing.edges
    .map(({ from, to }) => {
      const a = portAt(drawing, from, 'source');
      const b = portAt(drawing, to, 'target');
      if (!a || !b) return '';
      const bend = Math.max(24, Math.abs(b.x - a.x) * 0.3);
      return `M${a.x} ${a.y}C${a.x + bend} ${a.y} ${b.x - bend} ${b.y} ${b.x} ${b.y}`;
    })
    .join('');
}

/** The wires seen from far away: one path for all, since nobody can point at one. */
export default function FarWires() {
  const drawing = useShown((shown) => shown);
  const { nodes, edges } = drawing;
  // biome-ignore lint/correctness/useExhaustiveDependencies: nothing else of the drawing matters to wires
  const path = useMemo(() => wiresPath(drawing), [nodes, edges]);
  return (
    <ViewportPortal>
      <svg className={styles.wires} aria-hidden="true">
        <path d={path} />
      </svg>
    </ViewportPortal>
  );
}
