import type { DocNode, NetDocument, ParamValue } from '../../document/schema';
import { defaultsOf } from '../../layers/fields';
import { layerOf } from '../../layers/registry';
import type { Parts } from '../../stores/predict';
import type { End } from './facts';
import type { Latent, Redrawn, Trial } from './trial';

/** Names of the ends that are added for trying a model: no document has them. */
export const extra = {
  redrawn: 'tryRedrawn',
  code: 'tryCode',
  attention: 'tryAttention',
} as const;

function added(id: string, type: string, params: Readonly<Record<string, ParamValue>>): DocNode {
  const layer = layerOf(type);
  const all = { ...defaultsOf(layer.params), ...params } as Record<string, ParamValue>;
  return { id, type, version: layer.version, name: '', params: all, position: { x: 0, y: 0 } };
}

const wire = (from: End, node: string, port = 'x') => ({
  id: `${from.node}.${from.port}-${node}.${port}`,
  from,
  to: { node, port },
});

/** The document with one more output, of what goes out at `from`. */
function withOutput(document: NetDocument, name: string, from: End): NetDocument {
  return {
    ...document,
    nodes: [...document.nodes, added(name, 'output', { outputName: name })],
    edges: [...document.edges, wire(from, name)],
  };
}

/** The document with what it draws again as an output, each number from 0 to 1. */
function withRedrawn(document: NetDocument, { from, scores }: Redrawn): NetDocument {
  if (!scores) return withOutput(document, extra.redrawn, from);
  const id = `${extra.redrawn}Share`;
  const shares = {
    ...document,
    nodes: [...document.nodes, added(id, 'sigmoid', {})],
    edges: [...document.edges, wire(from, id)],
  };
  return withOutput(shares, extra.redrawn, { node: id, port: 'y' });
}

/** Only what makes a picture of a code: the code is an input, the picture the only output. */
function decoderOf(document: NetDocument, from: End, { size }: Latent, redrawn: Redrawn): NetDocument {
  const outputs = new Set(document.nodes.flatMap(({ id, type }) => (type === 'output' ? [id] : [])));
  const source = added(extra.code, 'noise', { shape: [size], inputName: extra.code });
  const isCode = (end: End) => end.node === from.node && end.port === from.port;
  const code = { node: extra.code, port: 'z' };
  return withRedrawn(
    {
      ...document,
      nodes: [...document.nodes.filter(({ id }) => !outputs.has(id)), source],
      edges: document.edges
        .filter(({ to }) => !outputs.has(to.node))
        .map((edge) => (isCode(edge.from) ? { ...edge, from: code } : edge)),
    },
    isCode(redrawn.from) ? { ...redrawn, from: code } : redrawn,
  );
}

/** The attention weights of a node as an output. */
function withAttention(document: NetDocument, node: string): NetDocument {
  const nodes = document.nodes.map((item) =>
    item.id === node ? { ...item, params: { ...item.params, weights: true } } : item,
  );
  return withOutput({ ...document, nodes }, extra.attention, { node, port: 'weights' });
}

/** The documents to export for trying a model: the same nodes, so the same weights. */
export function partsOf(document: NetDocument, trial: Trial): Parts {
  switch (trial.kind) {
    case 'redraw': {
      const { redrawn, latent } = trial;
      const main = withRedrawn(document, redrawn);
      if (!latent?.from) return { main };
      return {
        main: withOutput(main, extra.code, latent.from),
        decoder: decoderOf(document, latent.from, latent, redrawn),
      };
    }
    case 'translator':
      return { main: trial.attention ? withAttention(document, trial.attention) : document };
    default:
      return { main: document };
  }
}
