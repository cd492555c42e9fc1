import type { DocEdge, DocNode, NetDocument } from '../../document/schema';
import { layers, portsOf } from '../../layers/registry';
import { HEADER_HEIGHT, NODE_WIDTH, nodeHeight, ROW_HEIGHT } from '../canvas/geometry';
import { wirePath } from '../canvas/wirePath';

/** Room around the nodes for wires that go round them, in canvas units. */
const MARGIN = 32;
const BAR = 10;

interface Props {
  readonly document: NetDocument;
  readonly className?: string | undefined;
}

/** A document small: its nodes in the colours of their groups, its wires, laid out as on the canvas. */
export function GraphPicture({ document, className }: Props) {
  const { nodes, edges } = document;
  if (nodes.length === 0) return <svg className={className} aria-hidden="true" />;
  const left = Math.min(...nodes.map(({ position }) => position.x)) - MARGIN;
  const top = Math.min(...nodes.map(({ position }) => position.y)) - MARGIN;
  const right = Math.max(...nodes.map(({ position }) => position.x)) + NODE_WIDTH + MARGIN;
  const bottom = Math.max(...nodes.map((node) => node.position.y + nodeHeight(node))) + MARGIN;
  const known = new Map(nodes.map((node) => [node.id, node]));
  return (
    <svg className={className} viewBox={`${left} ${top} ${right - left} ${bottom - top}`} aria-hidden="true">
      {edges.map((edge) => (
        <path key={edge.id} d={wire(edge, known)} fill="none" stroke="var(--wire)" strokeWidth="4" />
      ))}
      {nodes.map((node) => (
        <Card key={node.id} node={node} />
      ))}
    </svg>
  );
}

function Card({ node }: { readonly node: DocNode }) {
  const { x, y } = node.position;
  const height = nodeHeight(node);
  const color = `var(--group-${layers.get(node.type)?.group ?? 'shape'})`;
  return (
    <g>
      <rect
        x={x}
        y={y}
        width={NODE_WIDTH}
        height={height}
        rx="10"
        fill="var(--surface-panel)"
        stroke="var(--line-strong)"
        strokeWidth="3"
      />
      <rect x={x} y={y + BAR} width={BAR} height={height - 2 * BAR} rx={BAR / 2} fill={color} />
      <rect x={x + 28} y={y + 18} width="72" height="10" rx="5" fill={color} opacity="0.45" />
    </g>
  );
}

/** The path the canvas would draw; nothing for a wire that ends nowhere. */
function wire({ from, to }: DocEdge, known: ReadonlyMap<string, DocNode>): string {
  const source = known.get(from.node);
  const target = known.get(to.node);
  if (!source || !target) return '';
  const row = rowOf(target, 'inputs', to.port);
  const ends = {
    sourceX: source.position.x + NODE_WIDTH,
    sourceY: source.position.y + heightOf(rowOf(source, 'outputs', from.port)),
    targetX: target.position.x,
    targetY: target.position.y + heightOf(row),
  };
  return wirePath(ends, row)[0];
}

const heightOf = (row: number): number => HEADER_HEIGHT + (row + 0.5) * ROW_HEIGHT;

function rowOf(node: DocNode, side: 'inputs' | 'outputs', port: string): number {
  return Math.max(
    0,
    portsOf(node)[side].findIndex(({ id }) => id === port),
  );
}
