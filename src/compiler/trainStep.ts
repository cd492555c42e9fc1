import type { Diagnostic } from '../core/diagnostic';
import { internal } from '../core/errors';
import { err, ok, type Result } from '../core/result';
import type { ParameterSlot } from '../document/checkpoint';
import { checkParams } from '../document/params';
import type { Phase, TrainingProgram } from '../document/schema';
import { gradients } from '../ir/autodiff';
import type { Builder } from '../ir/builder';
import { elementsForOne } from '../ir/flops';
import { filledLike } from '../ir/gradients';
import type { Value } from '../ir/op';
import { eliminateDeadCode } from '../ir/passes/deadCode';
import type { Fields, ParamsOf } from '../layers/fields';
import { Binder, type Copy, firstOfEach, parameterCount } from './bind';
import { gradientDiagnostic } from './errors';
import { type Part, replaced, slice } from './flatVector';
import { euclideanNorm, type GradientTreatment, gradientFields, treatGradient } from './gradientTreatment';
import type { OptimizerDef } from './optimizers/optimizer';
import { optimizerOf } from './optimizers/registry';
import type { ParameterSpec, ProgramOutput, TrainProgram } from './program';
import { scheduleOf } from './schedules/registry';
import type { Trainable } from './trainable';

/** Forward, backward and optimizer update of one batch as one graph: (p, states, step, lr, batch, random) -> (p', states', step', loss, metrics, |g|). */
export function buildTrainStep(
  lowered: Trainable,
  training: Pick<TrainingProgram, 'phases'>,
): Result<TrainProgram, readonly Diagnostic[]> {
  const phase = training.phases[0] ?? internal('a training program without a phase');
  const update = readUpdate(phase);
  if (!update.ok) return update;
  try {
    return ok(assemble(lowered, update.value));
  } catch (error) {
    return err([gradientDiagnostic(error)]);
  }
}

/** What turns a gradient into new parameters. */
interface Update {
  readonly def: OptimizerDef;
  readonly params: ParamsOf<Fields>;
  readonly treatment: GradientTreatment;
}

function readUpdate({
  optimizer: { type, params },
  schedule,
  gradient = {},
}: Phase): Result<Update, readonly Diagnostic[]> {
  const def = optimizerOf(type);
  if (!def) return err([unknownPart('optimizer', type)]);
  const timing = schedule && scheduleOf(schedule.type);
  if (schedule && !timing) return err([unknownPart('schedule', schedule.type)]);
  const scheduled = checkParams(timing?.fields ?? {}, schedule?.params ?? {}, 'training.phases[0].schedule.params');
  const checked = checkParams(def.fields, params, 'training.phases[0].optimizer.params');
  const treatment = checkParams(gradientFields, gradient, 'training.phases[0].gradient');
  const diagnostics = [...checked.diagnostics, ...scheduled.diagnostics, ...treatment.diagnostics];
  return diagnostics.length > 0
    ? err(diagnostics)
    : ok({ def, params: checked.params as ParamsOf<Fields>, treatment: treatment.params as GradientTreatment });
}

function unknownPart(part: 'optimizer' | 'schedule', type: string): Diagnostic {
  const path = `training.phases[0].${part}.type`;
  return {
    code: `training.${part}`,
    severity: 'error',
    message: `there is no ${part} ${type}`,
    details: { type },
    path,
  };
}

/** Sum over the losses of the mean over the batch, float32 []. */
export function meanLoss(b: Builder, losses: readonly Value[]): Value {
  const means = losses.map((value) => b.op('reduceMean', [value], { axes: [0], keepDims: false }));
  return means.reduce((total, mean) => b.op('add', [total, mean]));
}

/** Gradient of some parameters as one vector, float32 [T]; zeros where the loss does not depend on one. */
function flatGradient(b: Builder, loss: Value, pieces: readonly Value[]): Value {
  const parts = gradients(b, loss, pieces).map((g, i) => {
    const piece = pieces[i] ?? internal('a gradient without a parameter');
    return b.reshape(g ?? filledLike(b, piece, 0), [elementsForOne(piece.type.shape)]);
  });
  return parts.length === 1 ? (parts[0] as Value) : b.op('concat', parts, { axis: 0 });
}

const number = { dtype: 'float32' as const, shape: [] };

function assemble(lowered: Trainable, update: Update): TrainProgram {
  const binder = new Binder(lowered);
  const { b, names, layout } = binder;
  const { losses, metrics } = lowered;
  const p = binder.flat ?? internal('nothing to train');
  const copy = binder.copy([...losses, ...metrics].map(({ value }) => value));
  const loss = meanLoss(
    b,
    losses.map(({ value }) => copy.at(value)),
  );
  const { next, norm, states } = optimize(binder, { p, copy, loss }, update);
  const named: Record<string, Value> = {};
  const outputs: ProgramOutput[] = [];
  const emit = (output: ProgramOutput, value: Value) => {
    named[output.name] = value;
    outputs.push(output);
  };
  emit({ role: 'parameters', name: names.fresh('parameters_next') }, next);
  for (const { name, value } of states)
    emit({ role: 'state', name: names.fresh(`state_${name}_next`), state: name }, value);
  emit({ role: 'loss', name: names.fresh('loss') }, loss);
  for (const { metric, value } of firstOfEach(metrics))
    emit(
      { role: 'metric', name: names.fresh(metric), metric },
      b.op('reduceMean', [copy.at(value)], { axes: [0], keepDims: false }),
    );
  emit({ role: 'gradientNorm', name: names.fresh('gradient_norm') }, norm);
  const batch = binder.inputs.find((input) => input.role === 'data')?.type.shape[0];
  return {
    kind: 'train',
    graph: eliminateDeadCode(b.graph(named)),
    inputs: binder.inputs,
    outputs,
    layout,
    batch: typeof batch === 'number' ? batch : internal('a train step without a fixed batch'),
    stepsPerCall: 1,
    optimizer: { type: update.def.type, states: states.map(({ name }) => ({ name, slots: trainedSlots(layout) })) },
  };
}

interface Pass {
  /** The flat vector, float32 [P]. */
  readonly p: Value;
  readonly copy: Copy;
  readonly loss: Value;
}

/** One optimizer update: the vector after it, buffers included, and what the optimizer keeps. */
function optimize(binder: Binder, { p, copy, loss }: Pass, { def, params, treatment }: Update) {
  const { b, names, layout } = binder;
  const trained = layout.filter(({ buffer }) => !buffer);
  const size = parameterCount(trained);
  const vector = { dtype: 'float32' as const, shape: [size] };
  const kept = def.states(params);
  const states = Object.fromEntries(
    kept.map((state) => {
      const name = names.fresh(`state_${state}`);
      return [state, binder.declare({ role: 'state', name, state, type: vector })];
    }),
  );
  const step = binder.declare({ role: 'step', name: names.fresh('step'), type: number });
  const lr = binder.declare({ role: 'learningRate', name: names.fresh('learning_rate'), type: number });
  const raw = flatGradient(b, loss, copy.pieces.slice(0, trained.length));
  const norm = euclideanNorm(b, raw);
  const part = slice(b, p, 0, size);
  const g = treatGradient(b, { g: raw, norm, p: part }, treatment);
  const shapes = trained.map(({ shape }) => shape);
  const next = def.update({ b, p: part, shapes, g, states, lr, step, params });
  return {
    norm,
    next: replaced(b, p, [{ offset: 0, value: next.p }, ...changedBuffers(b, layout, copy)]),
    states: kept.map((name) => ({ name, value: next.states[name] ?? internal(`${def.type} gave no ${name}`) })),
  };
}

function changedBuffers(b: Builder, layout: readonly ParameterSpec[], { buffers }: Copy): Part[] {
  return layout.flatMap(({ name, shape, offset }) => {
    const value = buffers.get(name);
    return value ? [{ offset, value: b.reshape(value, [elementsForOne(shape)]) }] : [];
  });
}

/** The slots that an optimizer's vectors cover. */
function trainedSlots(layout: readonly ParameterSpec[]): ParameterSlot[] {
  return layout.filter(({ buffer }) => !buffer).map(({ name, shape, offset }) => ({ name, shape, offset }));
}
