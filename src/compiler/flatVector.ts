import type { ParameterSlot } from '../document/checkpoint';
import type { Builder } from '../ir/builder';
import { elementsForOne } from '../ir/flops';
import type { Value } from '../ir/op';
import { joinVectors } from './pieces';

/** Values that take a place in a flat vector. */
export interface Part {
  /** First element. */
  readonly offset: number;
  /** float32 [n]. */
  readonly value: Value;
}

const lengthOf = (value: Value): number => value.type.shape[0] as number;

/** Elements `start` to `end` of the first axis; the value itself where that is all of it. */
export function slice(b: Builder, vector: Value, start: number, end: number): Value {
  if (start === 0 && end === lengthOf(vector)) return vector;
  return b.op('slice', [vector], { axes: [0], starts: [start], lengths: [end - start], steps: [1] });
}

/** A vector [P] with parts of it replaced; parts do not overlap. */
export function replaced(b: Builder, vector: Value, parts: readonly Part[]): Value {
  const pieces: Value[] = [];
  let end = 0;
  const keepUpTo = (offset: number) => {
    if (offset > end) pieces.push(slice(b, vector, end, offset));
  };
  for (const { offset, value } of parts.toSorted((one, other) => one.offset - other.offset)) {
    keepUpTo(offset);
    pieces.push(value);
    end = offset + lengthOf(value);
  }
  keepUpTo(lengthOf(vector));
  return joinVectors(b, pieces);
}

/** Slots one after another, in this order, from the first element of a vector on. */
export function sideBySide<T extends Pick<ParameterSlot, 'shape'>>(
  slots: readonly T[],
): (T & { readonly offset: number })[] {
  let end = 0;
  return slots.map((slot) => {
    const offset = end;
    end += elementsForOne(slot.shape);
    return { ...slot, offset };
  });
}

/** Stretches of a vector, from `start` to before `end`. */
interface Run {
  readonly start: number;
  readonly end: number;
}

/** The stretches that slots in rising order fill; neighbours are one. */
export function runsOf(slots: readonly ParameterSlot[]): Run[] {
  const runs: Run[] = [];
  for (const { offset, shape } of slots) {
    const end = offset + elementsForOne(shape);
    const last = runs.at(-1);
    if (last?.end === offset) runs[runs.length - 1] = { start: last.start, end };
    else runs.push({ start: offset, end });
  }
  return runs;
}

/** The values of some slots of a vector side by side, [T]. */
export function taken(b: Builder, vector: Value, slots: readonly ParameterSlot[]): Value {
  return joinVectors(
    b,
    runsOf(slots).map(({ start, end }) => slice(b, vector, start, end)),
  );
}
