import type { Diagnostic } from '../core/diagnostic';
import { err, ok, type Result } from '../core/result';
import { checkParams } from '../document/params';
import { stepsOf, updates, weightIn } from '../document/phases';
import type { Phase, TrainingProgram } from '../document/schema';
import type { Builder } from '../ir/builder';
import type { Value } from '../ir/op';
import type { Fields, ParamsOf } from '../layers/fields';
import type { GradientTreatment } from './gradientTreatment';
import { gradientFields } from './gradientTreatment';
import type { OptimizerDef } from './optimizers/optimizer';
import { optimizerOf } from './optimizers/registry';
import type { ParameterSpec } from './program';
import { scheduleOf } from './schedules/registry';
import type { Measured, Trainable } from './trainable';

/** What turns a gradient into new parameters. */
export interface Update {
  readonly def: OptimizerDef;
  readonly params: ParamsOf<Fields>;
  readonly treatment: GradientTreatment;
}

/** A loss and by how much it counts. */
export interface WeightedLoss extends Pick<Measured, 'value' | 'ratio'> {
  readonly weight: number;
}

/** A phase of the training program, for one document. */
export interface PhasePlan {
  readonly index: number;
  /** Optimizer steps an iteration. */
  readonly steps: number;
  readonly update: Update;
  readonly losses: readonly WeightedLoss[];
  readonly metrics: Trainable['metrics'];
  /** What it updates, in the order of the layout. */
  readonly slots: readonly ParameterSpec[];
}

type Phases = TrainingProgram['phases'];

/** Losses of a phase with their weights; those of weight 0 are left out. */
export function lossesOf(lowered: Pick<Trainable, 'losses'>, phase: Pick<Phase, 'losses'>): WeightedLoss[] {
  return lowered.losses.flatMap((loss) => {
    const weight = weightIn(phase, loss.nodeId);
    return weight ? [{ ...loss, weight }] : [];
  });
}

/** Sum over the losses of weight times the mean over the batch (or its sum, as `reduce` does it), float32 []. */
export function weightedSum(b: Builder, losses: readonly WeightedLoss[], reduce: (value: Value) => Value): Value {
  const parts = losses.map(({ value, weight }) => {
    const part = reduce(value);
    return weight === 1 ? part : b.op('mul', [part, b.scalar(weight)]);
  });
  return parts.reduce((total, part) => b.op('add', [total, part]));
}

/** Reads the training program against a document. Errors: unknown parts, parameters that do not fit, a phase without losses or anything to update. */
export function planPhases(
  lowered: Trainable,
  phases: Phases,
  layout: readonly ParameterSpec[],
): Result<readonly PhasePlan[], readonly Diagnostic[]> {
  const plans: PhasePlan[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const [index, phase] of phases.entries()) {
    const update = readUpdate(phase, index);
    const losses = lossesOf(lowered, phase);
    const slots = layout.filter((slot) => !slot.buffer && updates(phase, slot));
    if (!update.ok) diagnostics.push(...update.error);
    if (losses.length === 0) diagnostics.push(gap(phase, index, 'phaseNoLoss', 'has no loss to minimise'));
    if (slots.length === 0) diagnostics.push(gap(phase, index, 'phaseNothing', 'updates nothing'));
    if (!update.ok) continue;
    const metrics = metricsOf(lowered, phases, index);
    plans.push({ index, steps: stepsOf(phase), update: update.value, losses, metrics, slots });
  }
  return diagnostics.length > 0 ? err(diagnostics) : ok(plans);
}

/** Metrics are measured in the phase whose loss they stand beside; others in the first. */
function metricsOf({ losses, metrics }: Trainable, phases: Phases, index: number): Trainable['metrics'] {
  return metrics.filter(({ nodeId }) => {
    const beside = losses.some((loss) => nodeId !== undefined && loss.nodeId === nodeId);
    const home = beside ? phases.findIndex((phase) => weightIn(phase, nodeId) !== undefined) : 0;
    return Math.max(0, home) === index;
  });
}

function gap({ name }: Phase, index: number, code: string, what: string): Diagnostic {
  const phase = name || String(index + 1);
  const path = `training.phases[${index}]`;
  const message = `the training phase ${phase} ${what}`;
  return { code: `training.${code}`, severity: 'error', message, details: { phase }, path };
}

function readUpdate(
  { optimizer: { type, params }, schedule, gradient = {} }: Phase,
  index: number,
): Result<Update, readonly Diagnostic[]> {
  const place = `training.phases[${index}]`;
  const def = optimizerOf(type);
  if (!def) return err([unknownPart(place, 'optimizer', type)]);
  const timing = schedule && scheduleOf(schedule.type);
  if (schedule && !timing) return err([unknownPart(place, 'schedule', schedule.type)]);
  const scheduled = checkParams(timing?.fields ?? {}, schedule?.params ?? {}, `${place}.schedule.params`);
  const checked = checkParams(def.fields, params, `${place}.optimizer.params`);
  const treatment = checkParams(gradientFields, gradient, `${place}.gradient`);
  const diagnostics = [...checked.diagnostics, ...scheduled.diagnostics, ...treatment.diagnostics];
  return diagnostics.length > 0
    ? err(diagnostics)
    : ok({ def, params: checked.params as ParamsOf<Fields>, treatment: treatment.params as GradientTreatment });
}

function unknownPart(place: string, part: 'optimizer' | 'schedule', type: string): Diagnostic {
  const message = `there is no ${part} ${type}`;
  return { code: `training.${part}`, severity: 'error', message, details: { type }, path: `${place}.${part}.type` };
}
