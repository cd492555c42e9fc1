import type { Point } from '../../document/edit';
import type { Drawing } from '../../document/schema';
import { portsOf } from '../../layers/registry';

export type Direction = 'left' | 'right' | 'up' | 'down';

/**
 * The node that a step leads to: right and left along the wires, out of the first output that leads anywhere and back through
 * the first input that has a wire; up and down to the nearest node above or below. Undefined where there is none.
 */
export function neighbour(drawing: Drawing, id: string, direction: Direction): string | undefined {
  const node = drawing.nodes.find((item) => item.id === id);
  if (!node) return undefined;
  const ports = portsOf(node);
  if (direction === 'right') return alongWire(drawing, id, ports.outputs, 'from', 'to');
  if (direction === 'left') return alongWire(drawing, id, ports.inputs, 'to', 'from');
  const here = node.position;
  const sign = direction === 'down' ? 1 : -1;
  let best: { id: string; far: number } | undefined;
  for (const node of drawing.nodes) {
    const down = (node.position.y - here.y) * sign;
    if (node.id === id || down <= 0) continue;
    const far = distance(node.position, here);
    if (!best || far < best.far) best = { id: node.id, far };
  }
  return best?.id;
}

/** The other end of the first wire, in the order of the ports, at one end of a node. */
function alongWire(
  { edges }: Drawing,
  id: string,
  ports: readonly { readonly id: string }[],
  near: 'from' | 'to',
  other: 'from' | 'to',
): string | undefined {
  for (const port of ports) {
    const wire = edges.find((edge) => edge[near].node === id && edge[near].port === port.id);
    if (wire) return wire[other].node;
  }
  return undefined;
}

/** Sideways counts twice: who presses down wants what is below. */
const distance = (a: Point, b: Point): number => Math.abs(a.x - b.x) * 2 + Math.abs(a.y - b.y);

/** The node that comes first: nothing leads to it, or it stands top left. */
export function firstNode(drawing: Drawing): string | undefined {
  const led = new Set(drawing.edges.map(({ to }) => to.node));
  const starts = drawing.nodes.filter(({ id }) => !led.has(id));
  const among = starts.length > 0 ? starts : drawing.nodes;
  return [...among].sort((a, b) => a.position.x + a.position.y - b.position.x - b.position.y)[0]?.id;
}
