import { ShapeError } from '../../core/errors';
import { type Dim, formatShape, staticDims } from '../../core/shape';
import type { Builder } from '../builder';
import type { Value } from '../op';
import { parseEquation } from './equation';

/** A value whose axes have names, each once. */
interface Labelled {
  readonly value: Value;
  readonly labels: readonly string[];
}

/**
 * Sum of products by an equation such as `bthd,bshd->bhts`: ellipsis, repeated labels (diagonals), labels of one operand that
 * are summed, any number of operands (two at a time, from the left). Sums of products become batched matrix products.
 */
export function einsum(b: Builder, equation: string, operands: readonly Value[]): Value {
  const parsed = parseEquation(
    equation,
    operands.map(({ type }) => type.shape),
  );
  const named = operands.map((value, i) =>
    squeezed(b, diagonals(b, { value, labels: parsed.operands[i] ?? [] }), parsed.sizes),
  );
  const [first, ...others] = named.map((operand, i) => {
    const elsewhere = named.flatMap(({ labels }, j) => (j === i ? [] : labels));
    return summed(b, operand, new Set([...elsewhere, ...parsed.output]));
  }) as [Labelled, ...Labelled[]];
  const product = others.reduce((left, right, i) => {
    const later = others.slice(i + 1).flatMap(({ labels }) => labels);
    return contracted(b, left, right, new Set([...later, ...parsed.output]));
  }, first);
  return arranged(b, product, parsed.output);
}

/** Of axes with the same label only the diagonal stays: [.., n, n] -> [.., n n], every (n + 1)-th element. */
function diagonals(b: Builder, { value, labels }: Labelled): Labelled {
  const repeated = labels.find((label, i) => labels.indexOf(label) !== i);
  if (repeated === undefined) return { value, labels };
  const [i, j] = [labels.indexOf(repeated), labels.indexOf(repeated, labels.indexOf(repeated) + 1)];
  const rest = labels.map((_, axis) => axis).filter((axis) => axis !== i && axis !== j);
  const moved = transposed(b, value, [...rest, i, j]);
  const [n, other] = staticDims(moved.type.shape.slice(-2)) as [number, number];
  if (n !== other) throw new ShapeError('dim', { axis: repeated, expected: n, actual: other });
  const lead = moved.type.shape.slice(0, -2);
  const flat = b.reshape(moved, [...lead, n * n]);
  const diagonal = b.op('slice', [flat], { axes: [rest.length], starts: [0], lengths: [n], steps: [n + 1] });
  return diagonals(b, { value: diagonal, labels: [...rest.map((axis) => labels[axis] as string), repeated] });
}

/** Drops the axes of size 1 that stretch to another operand's. */
function squeezed(b: Builder, { value, labels }: Labelled, sizes: ReadonlyMap<string, Dim>): Labelled {
  const { shape } = value.type;
  const kept = labels.flatMap((label, axis) => (shape[axis] === 1 && sizes.get(label) !== 1 ? [] : [axis]));
  if (kept.length === labels.length) return { value, labels };
  return {
    value: b.reshape(
      value,
      kept.map((axis) => shape[axis] as Dim),
    ),
    labels: kept.map((axis) => labels[axis] as string),
  };
}

/** Sums over the labels nobody else needs. */
function summed(b: Builder, { value, labels }: Labelled, needed: ReadonlySet<string>): Labelled {
  const axes = labels.flatMap((label, axis) => (needed.has(label) ? [] : [axis]));
  if (axes.length === 0) return { value, labels };
  return {
    value: b.op('reduceSum', [value], { axes, keepDims: false }),
    labels: labels.filter((label) => needed.has(label)),
  };
}

/** Product of two operands, summed over the labels they share and nobody needs any more. */
function contracted(b: Builder, left: Labelled, right: Labelled, needed: ReadonlySet<string>): Labelled {
  const shared = left.labels.filter((label) => right.labels.includes(label));
  const inner = shared.filter((label) => !needed.has(label));
  const batch = shared.filter((label) => needed.has(label));
  const rows = left.labels.filter((label) => !shared.includes(label));
  const columns = right.labels.filter((label) => !shared.includes(label));
  if (inner.length > 0) return matrixProduct(b, left, right, { batch, rows, columns, inner });
  const labels = [...batch, ...rows, ...columns];
  return { value: b.op('mul', [spread(b, left, labels), spread(b, right, labels)]), labels };
}

interface Roles {
  readonly batch: readonly string[];
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly inner: readonly string[];
}

/** [batch.., rows, inner] [batch.., inner, columns]; several rows are one axis, but a symbolic one stretches the batch instead. */
function matrixProduct(b: Builder, left: Labelled, right: Labelled, { batch, rows, columns, inner }: Roles): Labelled {
  const isFixed = (operand: Labelled) => (label: string) => typeof sizeIn(operand, label) === 'number';
  const [leftLead, rightLead] = [aside(rows, isFixed(left)), aside(columns, isFixed(right))];
  const lead = [...batch, ...leftLead, ...rightLead];
  const [rowLabels, columnLabels] = [without(rows, leftLead), without(columns, rightLead)];
  const sizes = (operand: Labelled, labels: readonly string[]) => labels.map((label) => sizeIn(operand, label));
  const leadOf = (operand: Labelled) =>
    lead.map((label): Dim => (operand.labels.includes(label) ? sizeIn(operand, label) : 1));
  const matrix = (operand: Labelled, first: readonly string[], second: readonly string[]) => {
    const own = lead.filter((label) => operand.labels.includes(label));
    const value = arranged(b, operand, [...own, ...first, ...second]);
    return reshaped(b, value, [...leadOf(operand), merged(sizes(operand, first)), merged(sizes(operand, second))]);
  };
  const product = b.op('matmul', [matrix(left, rowLabels, inner), matrix(right, inner, columnLabels)]);
  const shape = [...product.type.shape.slice(0, lead.length), ...sizes(left, rowLabels), ...sizes(right, columnLabels)];
  return { value: reshaped(b, product, shape), labels: [...lead, ...rowLabels, ...columnLabels] };
}

/** Symbolic labels among several, which cannot be merged into one axis. */
function aside(labels: readonly string[], isFixed: (label: string) => boolean): string[] {
  return labels.length > 1 ? labels.filter((label) => !isFixed(label)) : [];
}

function without(labels: readonly string[], others: readonly string[]): string[] {
  return labels.filter((label) => !others.includes(label));
}

function sizeIn({ value, labels }: Labelled, label: string): Dim {
  return value.type.shape[labels.indexOf(label)] as Dim;
}

/** Size of several axes as one. */
function merged(sizes: readonly Dim[]): Dim {
  if (sizes.length === 1) return sizes[0] as Dim;
  if (sizes.some((size) => typeof size === 'string')) throw new ShapeError('symbolic', { actual: formatShape(sizes) });
  return staticDims(sizes).reduce((product, size) => product * size, 1);
}

/** The axes in the order of `labels`, which are the same ones. */
function arranged(b: Builder, { value, labels }: Labelled, order: readonly string[]): Value {
  return transposed(
    b,
    value,
    order.map((label) => labels.indexOf(label)),
  );
}

/** The axes in the order of `labels`, those that are missing of size 1. */
function spread(b: Builder, operand: Labelled, labels: readonly string[]): Value {
  const own = labels.filter((label) => operand.labels.includes(label));
  const shape = labels.map((label): Dim => (own.includes(label) ? sizeIn(operand, label) : 1));
  return reshaped(b, arranged(b, operand, own), shape);
}

function transposed(b: Builder, value: Value, perm: readonly number[]): Value {
  return perm.every((axis, i) => axis === i) ? value : b.op('transpose', [value], { perm });
}

function reshaped(b: Builder, value: Value, shape: readonly Dim[]): Value {
  return formatShape(value.type.shape) === formatShape(shape) ? value : b.reshape(value, shape);
}
