import type { Diagnostic } from '../core/diagnostic';
import { defaultsOf } from '../layers/fields';
import { layers, portsOf } from '../layers/registry';
import type { DocumentAnalysis } from './analysis';
import { addNode, connect, connectRefusal, disconnect, type Endpoint, insertOnWire, nodeOf, type Point } from './edit';
import { outputOf, takes } from './fits';
import type { DocEdge, DocNode, NetDocument, ParamValue } from './schema';

/** One edit that mends a diagnostic. */
export type Fix =
  /** A layer in the wire that changes what comes through to what is wanted. */
  | { readonly kind: 'insert'; readonly layer: string; readonly wire: string }
  /** A wire to an input that lacks one, from the only place that fits it. */
  | { readonly kind: 'connect'; readonly from: Endpoint; readonly to: Endpoint }
  | { readonly kind: 'disconnect'; readonly wire: string };

/** What the value that comes through a wire can be blamed for; a window that does not fit is the layer's own doing. */
const wireFaults = new Set(['shape.rank', 'shape.dim', 'shape.dtype', 'shape.broadcast', 'shape.elements']);

/** Ways to mend what a diagnostic says, best first; each has been tried on the shapes of now. */
export function fixesFor(document: NetDocument, analysis: DocumentAnalysis, diagnostic: Diagnostic): Fix[] {
  const { code, nodeId, portId, edgeId } = diagnostic;
  const node = nodeId === undefined ? undefined : nodeOf(document, nodeId);
  if (!node || portId === undefined) return [];
  const to = { node: node.id, port: portId };
  if (code === 'wire.missing') return onlySource(document, analysis, node, to);
  const wire = document.edges.find((edge) => edge.id === edgeId);
  if (!wire || !wireFaults.has(code)) return [];
  return [...inserts(analysis, node, wire), { kind: 'disconnect', wire: wire.id }];
}

const otherInputs = (analysis: DocumentAnalysis, node: DocNode) => analysis.nodes.get(node.id)?.inputs ?? {};

const defaultParams = (type: string): Record<string, ParamValue> =>
  ({ ...defaultsOf(layers.get(type)?.params ?? {}) }) as Record<string, ParamValue>;

/** Layers that bring a value into shape and lose nothing of it, likeliest first. */
const shapers = ['flatten', 'unsqueeze', 'squeeze', 'permute'];

function inserts(analysis: DocumentAnalysis, node: DocNode, wire: DocEdge): Fix[] {
  const given = analysis.nodes.get(wire.from.node)?.outputs[wire.from.port];
  if (!given) return [];
  return shapers.flatMap((layer): Fix[] => {
    const shaped = outputOf({ type: layer, params: defaultParams(layer) }, given);
    const fits = shaped && takes(node, wire.to.port, shaped, otherInputs(analysis, node));
    return fits ? [{ kind: 'insert', layer, wire: wire.id }] : [];
  });
}

/** The only output that leads nowhere yet and fits. */
function onlySource(document: NetDocument, analysis: DocumentAnalysis, node: DocNode, to: Endpoint): Fix[] {
  const used = new Set(document.edges.map(({ from }) => `${from.node}.${from.port}`));
  const known = otherInputs(analysis, node);
  const sources = document.nodes.flatMap((source) =>
    portsOf(source)
      .outputs.map((port): Endpoint => ({ node: source.id, port: port.id }))
      .filter((from) => {
        const type = analysis.nodes.get(from.node)?.outputs[from.port];
        const free = !used.has(`${from.node}.${from.port}`) && !connectRefusal(document, from, to);
        return free && type !== undefined && takes(node, to.port, type, known);
      }),
  );
  const [only, ...others] = sources;
  return only && others.length === 0 ? [{ kind: 'connect', from: only, to }] : [];
}

/** Distance of cards side by side and one below the other, in canvas units. */
const COLUMN = 208;
const ROW = 160;

/** A free place left of a node, or below that. */
function placeBefore(document: NetDocument, node: DocNode): Point {
  const x = node.position.x - COLUMN;
  let y = node.position.y;
  const taken = () =>
    document.nodes.some(({ position }) => Math.abs(position.x - x) < COLUMN && Math.abs(position.y - y) < ROW / 2);
  for (let tries = 0; tries < 50 && taken(); tries++) y += ROW / 2;
  return { x, y };
}

/** The document with the fix applied. */
export function applyFix(document: NetDocument, fix: Fix): NetDocument {
  switch (fix.kind) {
    case 'connect':
      return connect(document, fix.from, fix.to);
    case 'disconnect':
      return disconnect(document, [fix.wire]);
    case 'insert':
      return insert(document, fix.layer, fix.wire);
    default:
      return fix satisfies never;
  }
}

function insert(document: NetDocument, layer: string, wireId: string): NetDocument {
  const wire = document.edges.find((edge) => edge.id === wireId);
  const target = wire && nodeOf(document, wire.to.node);
  if (!target) return document;
  const added = addNode(document, layer, placeBefore(document, target));
  const [id] = added.ids;
  const wired = id === undefined ? added.document : insertOnWire(added.document, wireId, id);
  return wired === added.document ? document : wired;
}
