import type { DocModule, DocNode, Drawing, NetDocument } from '../document/schema';

const sameJson = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

const sameNode = (a: DocNode, b: DocNode | undefined): boolean =>
  a === b ||
  (b !== undefined &&
    a.id === b.id &&
    a.type === b.type &&
    a.version === b.version &&
    !!a.disabled === !!b.disabled &&
    sameJson(a.params, b.params));

/** Wires as a set: the order in which they were drawn means nothing. */
const wires = ({ edges }: Drawing): string =>
  edges
    .map(({ from, to }) => `${from.node}.${from.port}>${to.node}.${to.port}`)
    .sort()
    .join(' ');

function sameDrawing(a: Drawing, b: Drawing): boolean {
  if (a.nodes !== b.nodes) {
    if (a.nodes.length !== b.nodes.length) return false;
    const byId = new Map(b.nodes.map((node) => [node.id, node]));
    if (!a.nodes.every((node) => sameNode(node, byId.get(node.id)))) return false;
  }
  return a.edges === b.edges || wires(a) === wires(b);
}

function sameModules(a: readonly DocModule[], b: readonly DocModule[]): boolean {
  if (a === b) return true;
  const byId = new Map(b.map((module) => [module.id, module]));
  return (
    a.length === b.length && a.every((module) => sameDrawing(module, byId.get(module.id) ?? { ...module, nodes: [] }))
  );
}

const program = ({ training }: NetDocument) => ({
  ...training,
  epochs: 0,
  phases: training.phases.map((phase) => ({ ...phase, name: '' })),
});

/**
 * Whether a run of `a` is a run of `b`: names, places and the number of epochs do not count, everything else does. Cheap where
 * the documents share their parts, as two versions of one document do.
 */
export function sameRun(a: NetDocument, b: NetDocument): boolean {
  if (a === b) return true;
  if (!sameDrawing(a, b) || !sameModules(a.modules, b.modules)) return false;
  return a.training === b.training || sameJson(program(a), program(b));
}

/** The document with another number of epochs. */
export const withEpochs = (document: NetDocument, epochs: number): NetDocument => ({
  ...document,
  training: { ...document.training, epochs },
});
