import type { ParameterSpec, StateSpec, TrainProgram } from '../../compiler/program';
import type { Checkpoint, ParameterSlot } from '../../document/checkpoint';
import { initialize } from '../../layers/initializers';
import type { TrainingStart } from '../../training/trainerOptions';

/**
 * Where a run begins. From a checkpoint, parameters are taken by name and shape; the optimizer's vectors, the step and
 * the curves only if the whole layout and the optimizer fit. The rest is initialised from the seed.
 */
export function startOf(
  program: Pick<TrainProgram, 'layout' | 'optimizer'>,
  seed: number,
  checkpoint: Checkpoint | undefined,
): TrainingStart {
  const { optimizer } = program;
  const parameters = parametersOf(program.layout, seed, checkpoint);
  const layout = program.layout.map(({ name, shape, offset }) => ({ name, shape, offset }));
  if (checkpoint && sameLayout(layout, checkpoint.layout) && sameOptimizer(optimizer, checkpoint.optimizer)) {
    const { step, history, best } = checkpoint;
    return { layout, parameters, optimizer: checkpoint.optimizer, step, history, best };
  }
  const zeros = ({ name, slots }: StateSpec) => [name, new Float32Array(lengthOf(slots))] as const;
  return {
    layout,
    parameters,
    optimizer: { type: optimizer.type, state: Object.fromEntries(optimizer.states.map(zeros)) },
    step: 0,
    history: { train: [], validation: [] },
  };
}

/** The flat vector: what the checkpoint has under the same name and shape, freshly initialised otherwise. */
export function parametersOf(
  layout: readonly ParameterSpec[],
  seed: number,
  checkpoint: Checkpoint | undefined,
): Float32Array {
  const old = new Map(checkpoint?.layout.map((slot) => [slot.name, slot]));
  const parameters = new Float32Array(lengthOf(layout));
  for (const slot of layout) {
    const target = parameters.subarray(slot.offset, slot.offset + sizeOf(slot));
    const source = old.get(slot.name);
    if (checkpoint && source && sameSizes(source.shape, slot.shape)) {
      target.set(checkpoint.parameters.subarray(source.offset, source.offset + sizeOf(source)));
    } else initialize(target, slot.init, seed, slot.name);
  }
  return parameters;
}

/** Elements of the vector that the slots fill. */
function lengthOf(slots: readonly ParameterSlot[]): number {
  const last = slots.at(-1);
  return last ? last.offset + sizeOf(last) : 0;
}

function sizeOf({ shape }: ParameterSlot): number {
  return shape.reduce((a, b) => a * b, 1);
}

function sameSizes(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, i) => size === b[i]);
}

function sameLayout(a: readonly ParameterSlot[], b: readonly ParameterSlot[]): boolean {
  return (
    a.length === b.length &&
    a.every((slot, i) => {
      const other = b[i];
      return other?.name === slot.name && other.offset === slot.offset && sameSizes(other.shape, slot.shape);
    })
  );
}

function sameOptimizer(a: TrainProgram['optimizer'], b: Checkpoint['optimizer']): boolean {
  const fits = ({ name, slots }: StateSpec) => b.state[name]?.length === lengthOf(slots);
  return a.type === b.type && a.states.length === Object.keys(b.state).length && a.states.every(fits);
}
