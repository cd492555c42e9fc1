/** Which constraint a shape, dtype or parameter broke. The interface translates by code; `details` fills the sentence. */
export type ShapeCode =
  | 'rank' // number of axes
  | 'dim' // size of one axis
  | 'declared' // a size that a layer says it takes
  | 'axis' // an axis that does not exist
  | 'dtype'
  | 'broadcast' // two shapes that do not stretch to each other
  | 'elements' // a reshape that changes the number of elements
  | 'window' // a kernel or pool larger than its input
  | 'symbolic' // a size that must be known now
  | 'range' // a label or index outside its range
  | 'arity' // wrong number of inputs
  | 'syntax' // a formula that cannot be read
  | 'name'; // a name in a formula that means nothing

export type ErrorDetails = Readonly<Record<string, string | number>>;

const sentences: Record<ShapeCode, string> = {
  rank: 'expected {expected} axes, got {actual}',
  dim: 'expected {axis} to be {expected}, got {actual}',
  declared: '{declared} input {value} declared, {arriving} arrive',
  axis: 'expected an axis in {expected}, got {actual}',
  dtype: 'expected {expected} elements, got {actual}',
  broadcast: 'the shapes {expected} and {actual} do not broadcast',
  elements: 'expected {expected} elements, got {actual}',
  window: 'a window of {expected} does not fit in {actual}',
  symbolic: 'expected fixed sizes, got {actual}',
  range: 'expected a value in {expected}, got {actual}',
  arity: 'expected {expected} inputs, got {actual}',
  syntax: 'expected {expected} at position {position} of the formula, got {actual}',
  name: 'nothing is called {actual} (position {position} of the formula); there are {expected}',
};

/** Fills `{name}` places of a template from `details`. */
export function fillTemplate(template: string, details: ErrorDetails): string {
  return template.replace(/\{(\w+)\}/g, (_, key: string) => String(details[key] ?? `{${key}}`));
}

/** A mistake in how values are put together: the user can mend it, so it carries a stable code and both values. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError';
  /** The input port whose value does not fit, where the layer knows it. */
  port: string | undefined;
  constructor(
    readonly code: ShapeCode,
    readonly details: ErrorDetails,
  ) {
    super(fillTemplate(sentences[code], details));
  }
}

/** Runs a check of the value at an input port, so that its wire can be named. */
export function atPort<T>(port: string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (error instanceof ShapeError) error.port ??= port;
    throw error;
  }
}

/** A broken invariant of ours, never the user's fault. */
export function internal(message: string): never {
  throw new Error(`internal: ${message}`);
}
