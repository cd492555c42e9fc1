import type { Diagnostic } from '../core/diagnostic';
import type { TensorType } from '../core/shape';
import { defaultsOf } from '../layers/fields';
import { layers, portsOf } from '../layers/registry';
import type { DocumentAnalysis } from './analysis';
import {
  addNode,
  connect,
  connectRefusal,
  disconnect,
  type Endpoint,
  insertOnWire,
  nodeOf,
  type Point,
  setParam,
} from './edit';
import { viewOf } from './edit/drawing';
import { outputOf, takes } from './fits';
import { COLUMN, ROW } from './grid';
import { moduleUsedBy, nodeAt } from './places';
import { fitsAt, ownRemedies, type ParamRemedy, projections, sourceRemedies, wantedWidths } from './remedies';
import type { DocEdge, DocNode, NetDocument, ParamValue } from './schema';

/** One edit that mends a diagnostic. */
export type Fix =
  /** A layer in the wire that changes what comes through to what is wanted. */
  | {
      readonly kind: 'insert';
      readonly layer: string;
      readonly wire: string;
      /** Where they are not the layer's defaults. */
      readonly params?: Readonly<Record<string, ParamValue>>;
      /** What the layer would train; nothing where absent. */
      readonly parameters?: number;
    }
  /** Another value for a parameter of the node itself, or of one before the wire. */
  | ({ readonly kind: 'param' } & ParamRemedy)
  /** A wire to an input that lacks one, from the only place that fits it. */
  | { readonly kind: 'connect'; readonly from: Endpoint; readonly to: Endpoint }
  | { readonly kind: 'disconnect'; readonly wire: string };

/** What the value that comes through a wire can be blamed for; a window that does not fit is the layer's own doing. */
const wireFaults = new Set([
  'shape.rank',
  'shape.dim',
  'shape.declared',
  'shape.dtype',
  'shape.broadcast',
  'shape.elements',
]);

/** Where a diagnostic is: the drawing that its node stands in, with what the analysis knows there by the nodes' own ids. */
export interface FixScope {
  /** The document with that drawing in the place of its own. */
  readonly view: NetDocument;
  readonly analysis: DocumentAnalysis;
  readonly nodeId: string | undefined;
  /** The module whose drawing it is; undefined for the document's own. */
  readonly moduleId: string | undefined;
}

/** The drawing that a diagnostic's node stands in, for nodes inside modules too. */
export function fixScope(document: NetDocument, analysis: DocumentAnalysis, diagnostic: Diagnostic): FixScope {
  const path = diagnostic.nodeId;
  const end = path?.lastIndexOf('/') ?? -1;
  if (path === undefined || end < 0) return { view: document, analysis, nodeId: path, moduleId: undefined };
  const instance = nodeAt(document, path.slice(0, end));
  const moduleId = instance && moduleUsedBy(document, instance)?.id;
  const view = viewOf(document, moduleId);
  const inside = view.nodes.flatMap(({ id }) => {
    const known = analysis.nodes.get(`${path.slice(0, end + 1)}${id}`);
    return known ? [[id, known] as const] : [];
  });
  return { view, analysis: { ...analysis, nodes: new Map(inside) }, nodeId: path.slice(end + 1), moduleId };
}

/** What is wrong inside an instance, where a diagnostic tells that something is; itself else. */
export const causeOf = ({ diagnostics }: DocumentAnalysis, diagnostic: Diagnostic): Diagnostic =>
  (diagnostic.code === 'module.inside' &&
    diagnostics.find(({ nodeId, code }) => nodeId === diagnostic.details?.inner && code !== 'module.inside')) ||
  diagnostic;

/** Ways to mend what a diagnostic says, best first; each has been tried on the shapes of now. They are edits of the diagnostic's drawing. */
export function fixesFor(document: NetDocument, analysis: DocumentAnalysis, diagnostic: Diagnostic): Fix[] {
  const scope = fixScope(document, analysis, diagnostic);
  const node = scope.nodeId === undefined ? undefined : nodeOf(scope.view, scope.nodeId);
  if (!node) return [];
  const { code, portId, edgeId } = diagnostic;
  if (code === 'wire.missing')
    return portId === undefined ? [] : onlySource(scope.view, scope.analysis, node, { node: node.id, port: portId });
  if (!code.startsWith('shape.')) return [];
  const own = ownRemedies(node, arriving(scope, node), diagnostic).map((remedy): Fix => ({ kind: 'param', ...remedy }));
  const wires = blamed(scope, node, diagnostic, edgeId);
  if (wires.length === 0 || !wireFaults.has(code)) return own;
  const free = wires.flatMap((wire) => inserts(scope, node, wire));
  // Of two that do not fit together, either can be made to fit the other.
  const all = [...wires, ...blamed(scope, node, {}, undefined)];
  const costly = [...new Set(all)].flatMap((wire) => widening(scope, node, wire, diagnostic));
  const last = wires.length === 1 && wires[0] ? [{ kind: 'disconnect', wire: wires[0].id } as const] : [];
  return [...free, ...own, ...costly, ...last];
}

/** The wires that what does not fit can have come through: the one the diagnostic names, else any of the node's. */
function blamed(
  { view }: FixScope,
  node: DocNode,
  { portId }: { readonly portId?: string | undefined },
  edgeId: string | undefined,
): DocEdge[] {
  const own = view.edges.filter(({ to }) => to.node === node.id);
  if (edgeId !== undefined) return own.filter(({ id }) => id === edgeId);
  return portId === undefined ? own : own.filter(({ to }) => to.port === portId);
}

/** Types at the inputs of a node, by the outputs that they come from. */
function arriving({ view, analysis }: FixScope, node: DocNode): Record<string, TensorType> {
  return Object.fromEntries(
    view.edges.flatMap(({ from, to }) => {
      const type = to.node === node.id ? analysis.nodes.get(from.node)?.outputs[from.port] : undefined;
      return type ? [[to.port, type] as const] : [];
    }),
  );
}

/** What arrives at the other inputs of a node. */
function companions(scope: FixScope, node: DocNode, port: string): Record<string, TensorType> {
  const { [port]: _, ...others } = arriving(scope, node);
  return others;
}

/** Widths changed before the wire, or by a layer in it: these cost parameters. */
function widening(scope: FixScope, node: DocNode, wire: DocEdge, diagnostic: Diagnostic): Fix[] {
  const given = scope.analysis.nodes.get(wire.from.node)?.outputs[wire.from.port];
  if (!given) return [];
  const others = companions(scope, node, wire.to.port);
  const fits = fitsAt(node, wire.to.port, others);
  const wanted = wantedWidths(diagnostic, others);
  return [
    ...sourceRemedies(scope.view, scope.analysis, wire, wanted, fits).map(
      (remedy): Fix => ({ kind: 'param', ...remedy }),
    ),
    // What was declared wrong is set right, not made true by a layer in between.
    ...(diagnostic.code === 'shape.declared' ? [] : projections(given, others, wanted, fits)).map(
      (remedy): Fix => ({ kind: 'insert', wire: wire.id, ...remedy }),
    ),
  ];
}

const otherInputs = (analysis: DocumentAnalysis, node: DocNode) => analysis.nodes.get(node.id)?.inputs ?? {};

const defaultParams = (type: string): Record<string, ParamValue> =>
  ({ ...defaultsOf(layers.get(type)?.params ?? {}) }) as Record<string, ParamValue>;

/** Layers that bring a value into shape and lose nothing of it, likeliest first. */
const shapers = ['flatten', 'unsqueeze', 'squeeze', 'permute'];

function inserts(scope: FixScope, node: DocNode, wire: DocEdge): Fix[] {
  const given = scope.analysis.nodes.get(wire.from.node)?.outputs[wire.from.port];
  if (!given) return [];
  return shapers.flatMap((layer): Fix[] => {
    const shaped = outputOf({ type: layer, params: defaultParams(layer) }, given);
    const fits = shaped && takes(node, wire.to.port, shaped, companions(scope, node, wire.to.port));
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
      return insert(document, fix);
    case 'param':
      return setParam(document, fix.node, fix.param, fix.value);
    default:
      return fix satisfies never;
  }
}

function insert(document: NetDocument, { layer, wire: wireId, params }: Extract<Fix, { kind: 'insert' }>): NetDocument {
  const wire = document.edges.find((edge) => edge.id === wireId);
  const target = wire && nodeOf(document, wire.to.node);
  if (!target) return document;
  const added = addNode(document, layer, placeBefore(document, target));
  const [id] = added.ids;
  const set = Object.entries(params ?? {}).reduce(
    (result, [param, value]) => setParam(result, id ?? '', param, value),
    added.document,
  );
  const wired = id === undefined ? set : insertOnWire(set, wireId, id);
  return wired === set ? document : wired;
}
