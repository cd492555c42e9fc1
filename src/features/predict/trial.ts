import type { ColumnSpec } from '../../layers/columns';
import type { PlannedStep } from '../../layers/steps/registry';
import { ancestors, type End, type Facts, isData, sizeOf, sourceOf, stepMaking } from './facts';

/** A picture's size; pictures are channels first. */
export interface PictureShape {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

/** Numbers that a picture can be made from: what a model squeezes pictures into, or the noise it starts from. */
export interface Latent {
  /** The end that carries it; undefined where it is noise that the document itself has. */
  readonly from: End | undefined;
  readonly size: number;
  /** Follows a bell curve by itself: noise, or the code of a variational autoencoder. */
  readonly normal: boolean;
}

/** Where a model draws its input again: the prediction of a loss whose target is the input itself. */
export interface Redrawn {
  readonly from: End;
  /** Before the sigmoid: the loss takes scores. */
  readonly scores: boolean;
}

/** How one tries a model, by what it reads and answers. */
export type Trial =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'picture' }
  | {
      readonly kind: 'redraw';
      readonly picture: PictureShape;
      readonly column: string;
      readonly redrawn: Redrawn;
      readonly latent: Latent | undefined;
      /** The answer is one number a picture rather than a picture. */
      readonly scored: boolean;
    }
  | { readonly kind: 'generator'; readonly picture: PictureShape; readonly noise: string; readonly latent: Latent }
  | { readonly kind: 'writer'; readonly column: string; readonly length: number; readonly source: string }
  | { readonly kind: 'neighbours'; readonly column: string; readonly width: number }
  | {
      readonly kind: 'translator';
      readonly column: string;
      readonly source: string;
      readonly given: string;
      readonly written: string;
      readonly length: number;
      /** A node whose attention weights [heads, length, read] can be asked for. */
      readonly attention: string | undefined;
    }
  | { readonly kind: 'text'; readonly column: string; readonly source: string }
  | { readonly kind: 'forecast'; readonly column: ColumnSpec; readonly of: number; readonly horizon: number }
  | { readonly kind: 'recommender'; readonly columns: readonly [ColumnSpec, ColumnSpec] }
  | { readonly kind: 'table'; readonly columns: readonly ColumnSpec[] }
  | { readonly kind: 'other' };

const LARGEST_SIDE = 512;

/** The picture of a shape; undefined where it is none that one could draw. */
export function pictureOf(shape: readonly number[]): PictureShape | undefined {
  const [channels = 0, height = 0, width = 0] = shape.length === 2 ? [1, ...shape] : shape;
  const drawable = shape.length >= 2 && shape.length <= 3 && (channels === 1 || channels === 3);
  const fits = Math.max(height, width) <= LARGEST_SIDE && Math.min(height, width) >= 4;
  return drawable && fits ? { channels, height, width } : undefined;
}

/** Chooses by columns, shapes and wires alone, so that a document of the user's own is tried as a template is. */
export function trialOf(facts: Facts): Trial {
  const { data, output, reads, noise } = facts;
  const pictured = data?.columns.find(({ target }) => !target);
  if (!output) return pictured && pictureOf(pictured.shape) ? { kind: 'picture' } : fallback(facts);
  if (reads.length === 0) return generatorOf(facts) ?? (noise.length > 0 ? { kind: 'other' } : fallback(facts));
  if (noise.length > 0) return { kind: 'other' };
  return textTrial(facts) ?? pictureTrial(facts) ?? numbersTrial(facts) ?? { kind: 'other' };
}

const fallback = ({ data }: Facts): Trial => ({ kind: data ? 'other' : 'nothing' });

function generatorOf({ output, noise }: Facts): Trial | undefined {
  const [only, ...others] = noise;
  const picture = output && pictureOf(output.shape);
  if (!only || others.length > 0 || !picture) return undefined;
  const latent = { from: undefined, size: sizeOf(only.shape), normal: true };
  return only.shape.length === 1 ? { kind: 'generator', picture, noise: only.name, latent } : undefined;
}

const isTokens = ({ kind }: ColumnSpec): boolean => kind === 'tokens';

function textTrial(facts: Facts): Trial | undefined {
  const { data, output, reads } = facts;
  if (!data || !output || !reads.every(isTokens)) return undefined;
  const made = (column: string, type: string) => stepMaking(data.plan, column, type);
  const [first, second, ...others] = reads;
  if (!first || others.length > 0) return undefined;
  if (second) return translatorOf(facts, first, second);
  const [length = 0] = first.shape;
  const running = made(first.name, 'nextToken');
  if (running && output.shape.length === 2 && output.shape[0] === length)
    return { kind: 'writer', column: first.name, length, source: running.column.name };
  if (made(first.name, 'skipGrams') && first.shape.length === 0 && output.shape.length === 1)
    return { kind: 'neighbours', column: first.name, width: output.shape[0] ?? 1 };
  const cut = made(first.name, 'tokenise');
  return cut && output.shape.length <= 1 ? { kind: 'text', column: first.name, source: cut.column.name } : undefined;
}

function translatorOf({ data, output, document, shapeAt }: Facts, a: ColumnSpec, b: ColumnSpec): Trial | undefined {
  if (!data || !output) return undefined;
  const forced = (column: ColumnSpec): PlannedStep | undefined => stepMaking(data.plan, column.name, 'teacherForcing');
  const given = [a, b].find(forced);
  const read = [a, b].find((column) => stepMaking(data.plan, column.name, 'tokenise'));
  const step = given && forced(given);
  const [length = 0] = given?.shape ?? [];
  if (!given || !read || !step || output.shape.length !== 2 || output.shape[0] !== length) return undefined;
  const attends = document.nodes.find(
    ({ id, type, params }) =>
      type === 'multiHeadAttention' && params.source === 'cross' && shapeAt({ node: id, port: 'y' })?.[0] === length,
  );
  return {
    kind: 'translator',
    column: read.name,
    source: read.name,
    given: given.name,
    written: step.column.name,
    length,
    attention: attends?.id,
  };
}

function pictureTrial(facts: Facts): Trial | undefined {
  const { reads, output } = facts;
  const [column, ...others] = reads;
  const picture = column && column.kind === 'picture' ? pictureOf(column.shape) : undefined;
  if (!column || others.length > 0 || !picture || !output) return undefined;
  const redrawn = redrawnOf(facts, sizeOf(column.shape));
  if (!redrawn) return output.shape.length <= 1 ? { kind: 'picture' } : undefined;
  const scored = sizeOf(output.shape) === 1;
  return { kind: 'redraw', picture, column: column.name, redrawn, latent: latentOf(facts, redrawn.from), scored };
}

function redrawnOf(facts: Facts, size: number): Redrawn | undefined {
  const { document, shapeAt } = facts;
  const plain = (end: End): boolean => isData(facts, sourceOf(document, end));
  for (const loss of document.nodes) {
    const arriving = (port: string) => document.edges.find(({ to }) => to.node === loss.id && to.port === port)?.from;
    const [prediction, target] = [arriving('prediction'), arriving('target')];
    if (!prediction || !target || !plain(target) || plain(prediction)) continue;
    if (sizeOf(shapeAt(prediction) ?? []) === size)
      return { from: prediction, scores: loss.type === 'binaryCrossEntropy' };
  }
  return undefined;
}

/** What the code of a variational autoencoder samples, or else the narrowest row of numbers that all of the picture passes through. */
function latentOf(facts: Facts, drawn: End): Latent | undefined {
  const { document, shapeAt } = facts;
  const ends = ancestors(document, drawn);
  const rows = ends.flatMap((from) => {
    const shape = shapeAt(from);
    return shape?.length === 1 ? [{ from, size: shape[0] ?? 1 }] : [];
  });
  const typeOf = ({ node }: End) => document.nodes.find(({ id }) => id === node)?.type;
  const sampled = rows.find(({ from }) => typeOf(from) === 'sampling');
  if (sampled) return { ...sampled, normal: true };
  const all = (from: End) => !ancestors(document, drawn, from).some((end) => isData(facts, end));
  const narrow = rows
    .filter(({ from }) => from.node !== drawn.node && !isData(facts, from))
    .sort((a, b) => a.size - b.size)
    .find(({ from }) => all(from));
  return narrow && { ...narrow, normal: false };
}

const isScalar = ({ shape }: ColumnSpec): boolean => sizeOf(shape) === 1;
const MOST_FIELDS = 64;

function numbersTrial({ data, output, reads, target }: Facts): Trial | undefined {
  const [first, second, ...others] = reads;
  if (!data || !output || !first) return undefined;
  const windows = stepMaking(data.plan, first.name, 'windows');
  if (windows && !second && target && sizeOf(output.shape) === sizeOf(target.shape)) {
    const of = Math.min(Number(windows.params.of ?? 1), first.shape[1] ?? 1) - 1;
    return { kind: 'forecast', column: first, of, horizon: sizeOf(target.shape) };
  }
  const counted = (column: ColumnSpec) =>
    isScalar(column) && isTokens(column) && (column.vocabulary ?? 0) > 0 && raw(data.columns, column);
  if (second && others.length === 0 && counted(first) && counted(second) && sizeOf(output.shape) === 1)
    return { kind: 'recommender', columns: [first, second] };
  const fields = reads.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const plain = (column: ColumnSpec) =>
    column.shape.length <= 1 &&
    ['features', 'number', 'class', 'tokens'].includes(column.kind) &&
    raw(data.columns, column);
  return fields <= MOST_FIELDS && reads.every(plain) && output.shape.length <= 1
    ? { kind: 'table', columns: reads }
    : undefined;
}

/** Fed as it is stored, so that what one types can be fed. */
const raw = (columns: readonly ColumnSpec[], { name, shape }: ColumnSpec): boolean =>
  columns.some((column) => column.name === name && column.shape.join() === shape.join() && column.dtype !== 'text');
