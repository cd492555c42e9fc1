import type { Diagnostic } from '../../core/diagnostic';
import { err, ok, type Result } from '../../core/result';
import { type Dim, formatShape } from '../../core/shape';
import { ImportError } from './errors';
import type { RawModel, RawValueInfo } from './raw';

/** Inputs a caller feeds: those without an initialiser. */
export function dataInputs({ graph }: RawModel): readonly RawValueInfo[] {
  const initialized = new Set(graph.initializers.map(({ name }) => name));
  return graph.inputs.filter(({ name }) => !initialized.has(name));
}

/** Initialisers that hold the running mean and variance of a BatchNormalization: kept by training, not by gradients. */
export function statistics({ graph }: RawModel): ReadonlySet<string> {
  const norms = graph.nodes.filter(({ domain, opType }) => domain === '' && opType === 'BatchNormalization');
  return new Set(norms.flatMap(({ inputs }) => inputs.slice(3, 5)));
}

/** Name of a symbolic axis; one the file does not name has that of its place. */
function nameOf(input: string, axis: number, dim: Dim): string {
  return dim === '' ? `${input}_${axis}` : String(dim);
}

function shapeOf({ type }: RawValueInfo): readonly Dim[] | undefined {
  return type.kind === 'tensor' ? type.shape : undefined;
}

/** Sizes of the symbolic axes of tensors of these shapes. Errors: a shape the model does not take, two sizes for one name. */
export function sizesOfShapes(
  model: RawModel,
  shapes: ReadonlyMap<string, readonly number[]>,
): Result<Map<string, number>, Diagnostic> {
  const sizes = new Map<string, number>();
  for (const info of dataInputs(model)) {
    const [declared, given] = [shapeOf(info), shapes.get(info.name)];
    if (!declared || !given) continue;
    const fits =
      declared.length === given.length &&
      declared.every((dim, axis) => {
        if (typeof dim === 'number') return dim === given[axis];
        const name = nameOf(info.name, axis, dim);
        const known = sizes.get(name) ?? (given[axis] as number);
        sizes.set(name, known);
        return known === given[axis];
      });
    if (!fits) return err(misfit(info.name, declared, given));
  }
  return ok(sizes);
}

/**
 * `sizes` and, for the first axis of every input, the batch. Errors: an input made for batches of another size, an axis nobody
 * gives a size.
 */
export function sizesOfBatch(
  model: RawModel,
  batch: number,
  sizes: ReadonlyMap<string, number>,
): Result<Map<string, number>, Diagnostic> {
  const all = new Map(sizes);
  for (const info of dataInputs(model)) {
    const shape = shapeOf(info);
    const [first] = shape ?? [];
    if (!shape || first === undefined) continue;
    const name = nameOf(info.name, 0, first);
    if (typeof first === 'string' && !all.has(name)) all.set(name, batch);
    if (typeof first === 'number' && first !== batch) return err(misfit(info.name, shape, [batch, ...shape.slice(1)]));
    const open = shape.findIndex((dim, axis) => typeof dim === 'string' && !all.has(nameOf(info.name, axis, dim)));
    if (open >= 0) return err(unknownAxis(info.name, shape, nameOf(info.name, open, shape[open] ?? '')));
  }
  return ok(all);
}

function misfit(name: string, declared: readonly Dim[], given: readonly Dim[]): Diagnostic {
  const actual = `input ${name} is ${formatShape(declared)}, not ${formatShape(given)}`;
  return new ImportError('shape', { op: 'the model', actual }).toDiagnostic();
}

function unknownAxis(input: string, shape: readonly Dim[], axis: string): Diagnostic {
  const what = `the size of ${axis} in input ${input} ${formatShape(shape)}`;
  return new ImportError('dynamic', { op: 'the model', what }).toDiagnostic();
}
