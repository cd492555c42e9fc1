import type { NetDocument } from '../../document/schema';
import { layerOf } from '../../layers/registry';

/** A node in the picture, in canvas units. */
const WIDTH = 200;
const HEIGHT = 76;
const MARGIN = 12;

interface Props {
  readonly document: NetDocument;
  readonly className?: string | undefined;
}

/** A document small: its nodes in the colours of their groups, its wires, laid out as on the canvas. */
export function GraphPicture({ document, className }: Props) {
  const { nodes, edges } = document;
  const left = Math.min(...nodes.map(({ position }) => position.x)) - MARGIN;
  const top = Math.min(...nodes.map(({ position }) => position.y)) - MARGIN;
  const right = Math.max(...nodes.map(({ position }) => position.x)) + WIDTH + MARGIN;
  const bottom = Math.max(...nodes.map(({ position }) => position.y)) + HEIGHT + MARGIN;
  const places = new Map(nodes.map(({ id, position }) => [id, position]));
  if (nodes.length === 0) return <svg className={className} aria-hidden="true" />;
  return (
    <svg className={className} viewBox={`${left} ${top} ${right - left} ${bottom - top}`} aria-hidden="true">
      {edges.map(({ id, from, to }) => (
        <path
          key={id}
          d={wire(places.get(from.node), places.get(to.node))}
          fill="none"
          stroke="var(--wire)"
          strokeWidth="4"
        />
      ))}
      {nodes.map(({ id, type, position: { x, y } }) => (
        <g key={id}>
          <rect
            x={x}
            y={y}
            width={WIDTH}
            height={HEIGHT}
            rx="10"
            fill="var(--surface-panel)"
            stroke="var(--line-strong)"
            strokeWidth="3"
          />
          <rect
            x={x}
            y={y + 8}
            width="10"
            height={HEIGHT - 16}
            rx="5"
            fill={`var(--group-${layerOf(type)?.group ?? 'shape'})`}
          />
        </g>
      ))}
    </svg>
  );
}

type Place = { readonly x: number; readonly y: number };

/** From the right side of one node to the left side of the other, bent like the canvas's wires. */
function wire(from: Place | undefined, to: Place | undefined): string {
  if (!from || !to) return '';
  const [x1, y1, x2, y2] = [from.x + WIDTH, from.y + HEIGHT / 2, to.x, to.y + HEIGHT / 2];
  const bend = Math.max(50, Math.abs(x2 - x1) / 2);
  return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
}
