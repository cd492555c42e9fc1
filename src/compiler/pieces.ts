import type { Builder } from '../ir/builder';
import type { Value } from '../ir/op';

/**
 * Most pieces a vector is cut into, or joined from, at once: ONNX Runtime takes time to load a model that grows with the
 * square of a node's edges (2,000 dense layers: 47 s in one cut).
 */
const WIDEST = 64;

/** A vector [P] cut into pieces of these sizes, in several rounds where there are many. */
export function cutVector(b: Builder, vector: Value, sizes: readonly number[]): readonly Value[] {
  if (sizes.length <= 1) return sizes.map(() => vector);
  if (sizes.length <= WIDEST) return b.ops('split', [vector], { axis: 0, sizes });
  const groups = grouped(sizes);
  const wholes = groups.map((group) => group.reduce((sum, size) => sum + size, 0));
  const parts = cutVector(b, vector, wholes);
  return groups.flatMap((group, i) => cutVector(b, parts[i] as Value, group));
}

/** Vectors one after another, [P]; the other way round. */
export function joinVectors(b: Builder, parts: readonly Value[]): Value {
  if (parts.length === 1) return parts[0] as Value;
  if (parts.length <= WIDEST) return b.op('concat', parts, { axis: 0 });
  return joinVectors(
    b,
    grouped(parts).map((group) => joinVectors(b, group)),
  );
}

/** In order, at most WIDEST each. */
function grouped<T>(items: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(items.length / WIDEST) }, (_, i) => items.slice(i * WIDEST, (i + 1) * WIDEST));
}
