import i18next from 'i18next';
import { type Added, addNode, connect, type Endpoint, insertOnWire, nodeOf, type Point } from '../../document/edit';
import { placeModule } from '../../document/edit/modules';
import type { DocNode, NetDocument } from '../../document/schema';
import { defaultsOf } from '../../layers/fields';
import { layerOf, layers, portsOf } from '../../layers/registry';
import { editShown, shownAnalysis, shownDrawing } from '../../stores/drawing';
import { useUi } from '../../stores/ui';
import { useCanvas } from './canvasStore';
import { freePlace, NODE_WIDTH, nodeHeight, placeAfter, snap } from './geometry';
import { MODULE_CHOICE } from './offers';
import { optionsFor, placePreset, presetChosen } from './presets';

const isModuleChoice = (type: string): boolean => type.startsWith(MODULE_CHOICE);

/** Adds what a choice names to a drawing; a ready-made module is as wide as what goes into it. */
function added(drawing: NetDocument, choice: string, position: Point, from: Endpoint | undefined): Added {
  const preset = presetChosen(choice);
  if (preset) {
    const type = from && shownAnalysis().nodes.get(from.node)?.outputs[from.port];
    const name = preset.title[i18next.language === 'zh-CN' ? 'zh-CN' : 'en'];
    return placePreset(drawing, preset, name, position, optionsFor(type?.shape));
  }
  return isModuleChoice(choice)
    ? placeModule(drawing, choice.slice(MODULE_CHOICE.length), position)
    : addNode(drawing, choice, position);
}

export interface AddOptions {
  /** Middle of the new node, in canvas units. */
  readonly at?: Point;
  /** A wire to lead through the new node. */
  readonly onWire?: string;
  /** A node whose readers read the new node instead, which reads it: an activation dropped on its layer. */
  readonly onNode?: string;
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

/** Puts a node after another: it reads the other's first output, and what read that reads the node. */
function append(document: NetDocument, afterId: string, id: string): NetDocument {
  const after = nodeOf(document, afterId);
  const node = nodeOf(document, id);
  const from = after && portsOf(after).outputs[0];
  const output = node && portsOf(node).outputs[0];
  const input = node && portsOf(node).inputs[0];
  if (!from || !output || !input) return document;
  const readers = document.edges.filter((edge) => edge.from.node === afterId && edge.from.port === from.id);
  const fed = connect(document, { node: afterId, port: from.id }, { node: id, port: input.id });
  return readers.reduce((result, { to }) => connect(result, { node: id, port: output.id }, to), fed);
}

/** Whether a layer can be dropped on a node to follow it: an activation, a dropout, a normalisation. */
export function appendable(type: string, document: NetDocument, nodeId: string): boolean {
  const layer = layers.get(type);
  const node = nodeOf(document, nodeId);
  if (!layer || !node || (layer.group !== 'activation' && layer.group !== 'regularization')) return false;
  return portsOf(node).outputs.length > 0;
}

/**
 * Adds a layer as one step of undo and selects it. Without a place it goes after the selected node, wired to it,
 * else to the middle of the view.
 */
export function addLayer(type: string, options: AddOptions = {}): string | undefined {
  const document = shownDrawing();
  const after = options.at ? undefined : openEnd(document, useUi.getState().selection.nodes);
  const appended = options.onNode === undefined ? undefined : nodeOf(document, options.onNode);
  const source = after && nodeOf(document, after.id);
  const known = isModuleChoice(type) || presetChosen(type) ? 'module' : type;
  const height = nodeHeight({ type: known, params: defaultsOf(layerOf(known).params) as DocNode['params'] });
  const middle = options.at ?? useCanvas.getState().centre();
  const corner = { x: middle.x - NODE_WIDTH / 2, y: middle.y - height / 2 };
  let position = options.at ? snap(corner) : freePlace(document.nodes, corner);
  if (source) position = placeAfter(document.nodes, source);
  if (appended) position = placeAfter(document.nodes, appended);
  const wire = options.wire ?? (after ? { end: after.from, side: 'source' as const } : undefined);
  let id: string | undefined;
  editShown((before) => {
    const made = added(before, type, position, wire?.side === 'source' ? wire.end : undefined);
    id = made.ids[0];
    if (id === undefined) return before;
    if (options.onWire) return insertOnWire(made.document, options.onWire, id);
    if (options.onNode) return append(made.document, options.onNode, id);
    return wire ? wired(made.document, id, wire) : made.document;
  });
  if (id !== undefined) {
    useUi.getState().select([id]);
    if (source) useUi.getState().requestFocus([id]);
  }
  return id;
}
