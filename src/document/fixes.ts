import type { Diagnostic } from '../core/diagnostic';
import type { TensorType } from '../core/shape';
import { defaultsOf } from '../layers/fields';
import { layers, portsOf } from '../layers/registry';
import type { DocumentAnalysis } from './analysis';
import { analyzeDocument, reanalyzeDocument } from './analyze';
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
import { inDrawing, viewOf } from './edit/drawing';
import { outputOf, takes } from './fits';
import { COLUMN, ROW } from './grid';
import { moduleUsedBy, nodeAt } from './places';
import { fitsAt, ownRemedies, type ParamRemedy, projections, sourceRemedies, wantedWidths } from './remedies';
import type { DocEdge, DocNode, NetDocument, ParamValue } from './schema';
import { withPlainModel } from './starter';

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
  | { readonly kind: 'disconnect'; readonly wire: string }
  /** A plain model for the data in the place of everything drawn. */
  | { readonly kind: 'rebuild'; readonly parameters: number };

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
  const { code, portId } = diagnostic;
  if (code === 'wire.missing') {
    const sources =
      portId === undefined ? [] : onlySource(scope.view, scope.analysis, node, { node: node.id, port: portId });
    return sources.length > 0 ? sources : rebuilding(document);
  }
  if (code === 'data.classes' || code === 'data.spareClasses') return asManyScores(scope, diagnostic);
  if (!code.startsWith('shape.')) return [];
  const fixes = shapeFixes(document, scope, node, diagnostic);
  // weights that instances share have to fit all of them
  return scope.moduleId === undefined ? fixes : fixes.filter((fix) => mends(document, scope, diagnostic, fix));
}

function shapeFixes(document: NetDocument, scope: FixScope, node: DocNode, diagnostic: Diagnostic): Fix[] {
  const { code, edgeId } = diagnostic;
  const own = ownRemedies(node, arriving(scope, node), diagnostic).map((remedy): Fix => ({ kind: 'param', ...remedy }));
  const wires = blamed(scope, node, diagnostic, edgeId);
  if (wires.length === 0 || !wireFaults.has(code)) return own;
  const early = flattened(document, scope, diagnostic);
  const late = wires.flatMap((wire) => inserts(scope, node, wire));
  const free =
    early.length > 0 ? [...early, ...late.filter((fix) => fix.kind !== 'insert' || fix.layer !== 'flatten')] : late;
  // Of two that do not fit together, either can be made to fit the other.
  const all = [...wires, ...blamed(scope, node, {}, undefined)];
  const costly = [...new Set(all)].flatMap((wire) => widening(scope, node, wire, diagnostic));
  const last = wires.length === 1 && wires[0] ? [{ kind: 'disconnect', wire: wires[0].id } as const] : [];
  const anew = isNearData(document, scope, wires) ? rebuilding(document) : [];
  return [...free, ...own, ...costly, ...anew, ...last];
}

/** As many scores as the data has classes: the width of the layer that they come from. */
function asManyScores({ view, analysis }: FixScope, { edgeId, details }: Diagnostic): Fix[] {
  const wire = view.edges.find(({ id }) => id === edgeId);
  const wanted = Number(details?.expected);
  if (!wire) return [];
  return sourceRemedies(view, analysis, wire, [wanted], ({ shape }) => shape.at(-1) === wanted).map(
    (remedy): Fix => ({ kind: 'param', ...remedy }),
  );
}

/** How many layers without weights may stand between a layer and the data it reads. */
const NEAR = 4;

/** Whether what a node gives are the examples themselves, in another shape perhaps. */
function readsData(scope: FixScope, id: string, steps = 0): boolean {
  const { view, analysis } = scope;
  const node = nodeOf(view, id);
  if (!node || isData(node)) return node !== undefined;
  const before = view.edges.find(({ to }) => to.node === id);
  const plain = before && steps < NEAR && (analysis.nodes.get(id)?.parameters ?? 0) === 0;
  return plain ? readsData(scope, before.from.node, steps + 1) : false;
}

const isData = ({ type }: DocNode): boolean => type === 'dataset';

const idsOf = ({ nodes }: NetDocument, wanted: (node: DocNode) => boolean): ReadonlySet<string> =>
  new Set(nodes.filter(wanted).map(({ id }) => id));

/** Whether what does not fit are the examples themselves; of something inside a module, whether one of its instances reads them. */
function isNearData(document: NetDocument, scope: FixScope, wires: readonly DocEdge[]): boolean {
  if (scope.moduleId === undefined) return wires.some(({ from }) => readsData(scope, from.node));
  const instances = idsOf(document, (node) => moduleUsedBy(document, node)?.id === scope.moduleId);
  const sources = idsOf(document, isData);
  return document.edges.some(({ from, to }) => instances.has(to.node) && sources.has(from.node));
}

const errorsIn = ({ diagnostics }: DocumentAnalysis): Diagnostic[] =>
  diagnostics.filter(({ severity }) => severity === 'error');

/** Whether a fix inside a module mends what it is for in the whole document. */
function mends(document: NetDocument, { moduleId }: FixScope, { code, nodeId }: Diagnostic, fix: Fix): boolean {
  if (fix.kind === 'rebuild' || fix.kind === 'disconnect') return true;
  const mended = reanalyzeDocument(fixedIn(document, moduleId, fix));
  return !errorsIn(mended).some((item) => item.code === code && item.nodeId === nodeId);
}

/** Pictures that go into a net for rows of numbers: a Flatten right behind the data, where that leaves less that is wrong. */
function flattened(document: NetDocument, { analysis, moduleId }: FixScope, { code }: Diagnostic): Fix[] {
  if (moduleId !== undefined || code !== 'shape.rank') return [];
  const sources = idsOf(document, isData);
  const wide = document.edges.filter(({ from, to }) => {
    const type = sources.has(from.node) ? analysis.nodes.get(from.node)?.outputs[from.port] : undefined;
    return type?.dtype === 'float32' && type.shape.length > 2 && nodeOf(document, to.node)?.type === 'dense';
  });
  const wrong = errorsIn(analysis).length;
  return wide.flatMap(({ id }): Fix[] => {
    const fix: Fix = { kind: 'insert', layer: 'flatten', wire: id };
    return errorsIn(reanalyzeDocument(applyFix(document, fix))).length < wrong ? [fix] : [];
  });
}

const rebuilt = new WeakMap<NetDocument, Fix[]>();

/** A model of layers that the data does not fit can be drawn anew for it; not while there is nothing to learn from yet. */
function rebuilding(document: NetDocument): Fix[] {
  const known = rebuilt.get(document) ?? plainModel(document);
  rebuilt.set(document, known);
  return known;
}

function plainModel(document: NetDocument): Fix[] {
  const isModel = document.nodes.some(({ type }) => layers.get(type)?.group === 'loss');
  const plain = isModel ? withPlainModel(document) : undefined;
  if (!plain) return [];
  const analysis = analyzeDocument(plain);
  return errorsIn(analysis).length > 0 ? [] : [{ kind: 'rebuild', parameters: analysis.parameters }];
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
  const others = companions(scope, node, wire.to.port);
  const plain = shapers.flatMap((layer): Fix[] => {
    const shaped = outputOf({ type: layer, params: defaultParams(layer) }, given);
    return shaped && takes(node, wire.to.port, shaped, others) ? [{ kind: 'insert', layer, wire: wire.id }] : [];
  });
  const squares = squaresOf(given).flatMap((shape): Fix[] => {
    const params = { ...defaultParams('reshape'), shape };
    const shaped = outputOf({ type: 'reshape', params }, given);
    const fits = shaped && takes(node, wire.to.port, shaped, others);
    return fits ? [{ kind: 'insert', layer: 'reshape', wire: wire.id, params, parameters: 0 }] : [];
  });
  return [...plain, ...squares];
}

const LEAST_SIDE = 8;

/** A row of as many numbers as a square picture has, grey or of colours, as its shape: 784 is `1, 28, 28`. */
function squaresOf({ shape }: TensorType): string[] {
  const [, count] = shape;
  if (shape.length !== 2 || typeof count !== 'number') return [];
  return [1, 3].flatMap((channels) => {
    const side = Math.sqrt(count / channels);
    return Number.isInteger(side) && side >= LEAST_SIDE ? [`${channels}, ${side}, ${side}`] : [];
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

/** The document after a fix of a diagnostic in the drawing of a module; in its own where there is none. */
export const fixedIn = (document: NetDocument, moduleId: string | undefined, fix: Fix): NetDocument =>
  fix.kind === 'rebuild' ? applyFix(document, fix) : inDrawing(document, moduleId, (view) => applyFix(view, fix));

/** The drawing with the fix applied. */
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
    case 'rebuild':
      return withPlainModel(document) ?? document;
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
