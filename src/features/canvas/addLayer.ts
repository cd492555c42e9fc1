import { addNode, connect, type Endpoint, insertOnWire, nodeOf, type Point } from '../../document/edit';
import type { DocNode, NetDocument } from '../../document/schema';
import { defaultsOf } from '../../layers/fields';
import { layerOf, portsOf } from '../../layers/registry';
import { useDocument } from '../../stores/document';
import { useUi } from '../../stores/ui';
import { useCanvas } from './canvasStore';
import { freePlace, NODE_WIDTH, nodeHeight, placeAfter, snap } from './geometry';

export interface AddOptions {
  /** Middle of the new node, in canvas units. */
  readonly at?: Point;
  /** A wire to lead through the new node. */
  readonly onWire?: string;
  /** The port a new wire comes from or goes to. */
  readonly wire?: { readonly end: Endpoint; readonly side: 'source' | 'target' };
}

/** The selected node whose first output leads nowhere yet: what a new layer goes on from. */
function openEnd(document: NetDocument, selected: readonly string[]): { id: string; from: Endpoint } | undefined {
  const [id, ...others] = selected;
  const node = id === undefined || others.length > 0 ? undefined : nodeOf(document, id);
  const port = node && portsOf(node).outputs[0]?.id;
  if (!node || !port) return undefined;
  return { id: node.id, from: { node: node.id, port } };
}

function wired(document: NetDocument, id: string, { end, side }: NonNullable<AddOptions['wire']>) {
  const node = nodeOf(document, id);
  const ports = node && portsOf(node);
  if (side === 'target') {
    const output = ports?.outputs[0];
    return output ? connect(document, { node: id, port: output.id }, end) : document;
  }
  const input = ports?.inputs[0];
  return input ? connect(document, end, { node: id, port: input.id }) : document;
}

/**
 * Adds a layer as one step of undo and selects it. Without a place it goes after the selected node, wired to it,
 * else to the middle of the view.
 */
export function addLayer(type: string, options: AddOptions = {}): string | undefined {
  const { document, edit } = useDocument.getState();
  const after = options.at ? undefined : openEnd(document, useUi.getState().selection.nodes);
  const source = after && nodeOf(document, after.id);
  const height = nodeHeight({ type, params: defaultsOf(layerOf(type).params) as DocNode['params'] });
  const middle = options.at ?? useCanvas.getState().centre();
  const corner = { x: middle.x - NODE_WIDTH / 2, y: middle.y - height / 2 };
  let position = options.at ? snap(corner) : freePlace(document.nodes, corner);
  if (source) position = placeAfter(document.nodes, source);
  const wire = options.wire ?? (after ? { end: after.from, side: 'source' as const } : undefined);
  let id: string | undefined;
  edit((before) => {
    const added = addNode(before, type, position);
    id = added.ids[0];
    if (id === undefined) return before;
    if (options.onWire) return insertOnWire(added.document, options.onWire, id);
    return wire ? wired(added.document, id, wire) : added.document;
  });
  if (id !== undefined) {
    useUi.getState().select([id]);
    if (source) useUi.getState().requestFocus([id]);
  }
  return id;
}
