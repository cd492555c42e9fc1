import type { Diagnostic } from '../core/diagnostic';
import { internal } from '../core/errors';
import { err, ok, type Result } from '../core/result';
import { checkParams } from '../document/params';
import type { Phase, TrainingProgram } from '../document/schema';
import { gradients } from '../ir/autodiff';
import type { Builder } from '../ir/builder';
import { elementsForOne } from '../ir/flops';
import { filledLike } from '../ir/gradients';
import type { Value } from '../ir/op';
import { eliminateDeadCode } from '../ir/passes/deadCode';
import type { Fields, ParamsOf } from '../layers/fields';
import { type Bound, bindFlat, firstOfEach, parameterCount } from './bind';
import { gradientDiagnostic } from './errors';
import { euclideanNorm, type GradientTreatment, gradientFields, treatGradient } from './gradientTreatment';
import type { OptimizerDef } from './optimizers/optimizer';
import { optimizerOf } from './optimizers/registry';
import type { ProgramInput, ProgramOutput, TrainProgram } from './program';
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
  const bound = bindFlat(
    lowered,
    [...lowered.losses, ...lowered.metrics].map(({ value }) => value),
  );
  const loss = meanLoss(
    bound.b,
    lowered.losses.map(({ value }) => bound.at(value)),
  );
  try {
    return ok(assemble(bound, lowered, loss, update.value));
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

/** Gradient of every parameter as one vector, float32 [P]; zeros where the loss does not depend on one. */
function flatGradient({ b, pieces }: Bound, loss: Value): Value {
  const parts = gradients(b, loss, pieces).map((g, i) => {
    const piece = pieces[i] ?? internal('a gradient without a parameter');
    return b.reshape(g ?? filledLike(b, piece, 0), [elementsForOne(piece.type.shape)]);
  });
  return parts.length === 1 ? (parts[0] as Value) : b.op('concat', parts, { axis: 0 });
}

function assemble(bound: Bound, lowered: Trainable, loss: Value, { def, params, treatment }: Update): TrainProgram {
  const { b, layout, names } = bound;
  const p = bound.flat ?? internal('nothing to train');
  const vector = { dtype: 'float32' as const, shape: [parameterCount(layout)] };
  const number = { dtype: 'float32' as const, shape: [] };
  const inputs: ProgramInput[] = [...bound.inputs];
  const declare = (input: ProgramInput): Value => {
    inputs.push(input);
    return b.input(input.name, input.type);
  };
  const stateNames = def.states(params);
  const states = Object.fromEntries(
    stateNames.map((state) => {
      const name = names.fresh(`state_${state}`);
      return [state, declare({ role: 'state', name, state, type: vector })];
    }),
  );
  const step = declare({ role: 'step', name: names.fresh('step'), type: number });
  const lr = declare({ role: 'learningRate', name: names.fresh('learning_rate'), type: number });
  const raw = flatGradient(bound, loss);
  const norm = euclideanNorm(b, raw);
  const g = treatGradient(b, { g: raw, norm, p }, treatment);
  const next = def.update({ b, p, g, states, lr, step, params });
  const named: Record<string, Value> = {};
  const outputs: ProgramOutput[] = [];
  const emit = (output: ProgramOutput, value: Value) => {
    named[output.name] = value;
    outputs.push(output);
  };
  emit({ role: 'parameters', name: names.fresh('parameters_next') }, next.p);
  for (const state of stateNames)
    emit(
      { role: 'state', name: names.fresh(`state_${state}_next`), state },
      next.states[state] ?? internal(`${def.type} gave no ${state}`),
    );
  emit({ role: 'loss', name: names.fresh('loss') }, loss);
  for (const { metric, value } of firstOfEach(lowered.metrics))
    emit(
      { role: 'metric', name: names.fresh(metric), metric },
      b.op('reduceMean', [bound.at(value)], { axes: [0], keepDims: false }),
    );
  emit({ role: 'gradientNorm', name: names.fresh('gradient_norm') }, norm);
  const batch = bound.inputs.find((input) => input.role === 'data')?.type.shape[0];
  return {
    kind: 'train',
    graph: eliminateDeadCode(b.graph(named)),
    inputs,
    outputs,
    layout,
    batch: typeof batch === 'number' ? batch : internal('a train step without a fixed batch'),
    stepsPerCall: 1,
    optimizer: { type: def.type, states: stateNames },
  };
}
