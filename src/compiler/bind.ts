import { internal } from '../core/errors';
import type { Shape } from '../core/shape';
import { Builder } from '../ir/builder';
import { elementsForOne } from '../ir/flops';
import { inline } from '../ir/inline';
import type { Value } from '../ir/op';
import { eliminateDeadCode } from '../ir/passes/deadCode';
import { EndNames } from './names';
import type { ParameterSpec, ProgramInput } from './program';
import type { Trainable } from './trainable';

/** Where each parameter lies in the flat vector, in the order of lowering. */
export function layoutOf(lowered: Pick<Trainable, 'parameters'>): ParameterSpec[] {
  let offset = 0;
  return lowered.parameters.map(({ name, shape, init }) => {
    const slot = { name, shape, init, offset };
    offset += elementsForOne(shape);
    return slot;
  });
}

export function parameterCount(layout: readonly ParameterSpec[]): number {
  const last = layout.at(-1);
  return last ? last.offset + elementsForOne(last.shape) : 0;
}

/** A lowered document copied into a fresh program, its parameters cut from one flat vector. */
export interface Bound {
  readonly b: Builder;
  readonly layout: readonly ParameterSpec[];
  /** The flat vector, float32 [P]; undefined where the document has no parameters. */
  readonly flat: Value | undefined;
  /** Each parameter, in the order of the layout. */
  readonly pieces: readonly Value[];
  readonly inputs: readonly ProgramInput[];
  /** Names for the ends still to come. */
  readonly names: EndNames;
  /** The copy of a value of the lowered document. */
  at(value: Value): Value;
}

/** Copies what `roots` need. Data and random inputs nobody reads are left out. */
export function bindFlat(lowered: Trainable, roots: readonly Value[]): Bound {
  const b = new Builder();
  const layout = layoutOf(lowered);
  const size = parameterCount(layout);
  const inputs: ProgramInput[] = [];
  const names = new EndNames(lowered);
  const bindings = new Map<Value, Value>();
  const declare = (input: ProgramInput): Value => {
    inputs.push(input);
    return b.input(input.name, input.type);
  };
  const flat =
    size > 0
      ? declare({ role: 'parameters', name: names.fresh('parameters'), type: { dtype: 'float32', shape: [size] } })
      : undefined;
  const pieces = flat ? cut(b, flat, layout) : [];
  for (const [i, { value }] of lowered.parameters.entries())
    bindings.set(value, pieces[i] ?? internal('a parameter without a piece'));
  const { nodes } = eliminateDeadCode(
    lowered.b.graph(Object.fromEntries(roots.map((value, i) => [`root${i}`, value]))),
  );
  const read = new Set(nodes.flatMap((node) => node.inputs).concat(roots));
  for (const { value, column, use, name } of lowered.data) {
    if (!read.has(value)) continue;
    const end = use === 'input' ? names.keep(name) : names.fresh(name);
    bindings.set(value, declare({ role: 'data', name: end, column, use, type: value.type }));
  }
  for (const { value, key, distribution } of lowered.random)
    if (read.has(value))
      bindings.set(value, declare({ role: 'random', name: key, key, distribution, type: value.type }));
  inline(
    nodes.filter((node) => node.op !== 'input'),
    b,
    bindings,
  );
  const at = (value: Value) => bindings.get(value) ?? internal('a value was not copied');
  return { b, layout, flat, pieces, inputs, names, at };
}

/** Several losses may measure one metric: the first stands for it. */
export function firstOfEach<M extends Trainable['metrics'][number]>(metrics: readonly M[]): readonly M[] {
  return metrics.filter(({ metric }, i) => metrics.findIndex((other) => other.metric === metric) === i);
}

function cut(b: Builder, flat: Value, layout: readonly ParameterSpec[]): Value[] {
  const sizes = layout.map(({ shape }) => elementsForOne(shape));
  const parts = sizes.length === 1 ? [flat] : b.ops('split', [flat], { axis: 0, sizes });
  return layout.map(({ shape }, i) => b.reshape(parts[i] as Value, shape as Shape));
}
