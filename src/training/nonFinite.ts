import type { Diagnostic } from '../core/diagnostic';
import type { ParameterSlot } from '../document/checkpoint';

/** Which value stopped being a number first. */
export type NonFiniteValue = 'loss' | 'gradient' | 'parameter' | 'optimizer' | 'validationLoss' | 'activation';

const sentences: Record<NonFiniteValue, string> = {
  loss: 'The loss became {actual} at step {step}.',
  gradient: 'The gradient of {name} became {actual} at step {step}.',
  parameter: 'The parameter {name} became {actual} at step {step}.',
  optimizer: 'The optimizer’s memory of {name} became {actual} at step {step}.',
  validationLoss: 'The validation loss became {actual} after step {step}.',
  activation: 'The output of {name} became {actual} at step {step}, and with it the loss.',
};

export interface NonFinite {
  readonly value: NonFiniteValue;
  readonly actual: number;
  /** The step that failed, from 1. */
  readonly step: number;
  /** The last step whose parameters are kept. */
  readonly kept: number;
  /** Parameter or node. */
  readonly name?: string | undefined;
  readonly nodeId?: string | undefined;
}

/** `training.nonFinite`, with the value, the place and the step whose parameters remain. */
export function nonFiniteDiagnostic({ value, actual, step, kept, name, nodeId }: NonFinite): Diagnostic {
  const details = { value, actual: String(actual), step, kept, name: name ?? '' };
  const what = sentences[value].replace(/\{(\w+)\}/g, (_, key: keyof typeof details) => String(details[key]));
  return {
    code: 'training.nonFinite',
    severity: 'error',
    message: `${what} The parameters of step ${kept} are kept; a lower learning rate often helps.`,
    details,
    ...(nodeId ? { nodeId } : {}),
  };
}

/** A step whose result is no number. The stepper's state is the last good one. */
export class NonFiniteError extends Error {
  override readonly name = 'NonFiniteError';
  constructor(readonly found: Omit<NonFinite, 'kept'>) {
    super(`the ${found.value} became ${found.actual}`);
  }
}

/** What to throw where a parameter's part of a vector went bad. */
export function slotError(
  value: 'parameter' | 'gradient' | 'optimizer',
  { slot, actual }: BadSlot,
  step: number,
): NonFiniteError {
  return new NonFiniteError({ value, actual, step, name: slot.name, nodeId: nodeOf(slot) });
}

/** The first value that is NaN or infinite, and where it lies. */
export function firstNonFinite(values: ArrayLike<number>): { index: number; actual: number } | undefined {
  for (let index = 0; index < values.length; index++) {
    const actual = values[index] as number;
    if (!Number.isFinite(actual)) return { index, actual };
  }
  return undefined;
}

/** A parameter whose part of a vector holds a value that is no number. */
interface BadSlot {
  readonly slot: ParameterSlot;
  readonly actual: number;
}

/**
 * The parameter whose part of a flat vector went bad. Gradients flow from the loss back, so of several the one nearest
 * the loss, which lies last, was the first.
 */
export function lastBadSlot(layout: readonly ParameterSlot[], vector: Float32Array): BadSlot | undefined {
  for (const slot of layout.toReversed()) {
    const size = slot.shape.reduce((a, b) => a * b, 1);
    const bad = firstNonFinite(vector.subarray(slot.offset, slot.offset + size));
    if (bad) return { slot, actual: bad.actual };
  }
  return undefined;
}

/** `conv2d_1` of `conv2d_1.weight`. */
function nodeOf(slot: ParameterSlot): string {
  return slot.name.slice(0, slot.name.indexOf('.'));
}
