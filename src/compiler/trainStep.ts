import type { Diagnostic } from '../core/diagnostic';
import { internal } from '../core/errors';
import { err, ok, type Result } from '../core/result';
import { batchesAnIteration } from '../document/phases';
import type { TrainingProgram } from '../document/schema';
import { gradients } from '../ir/autodiff';
import type { Builder } from '../ir/builder';
import { elementsForOne } from '../ir/flops';
import { filledLike } from '../ir/gradients';
import type { Value } from '../ir/op';
import { eliminateDeadCode } from '../ir/passes/deadCode';
import { Binder, type Copy, cut, firstOfEach } from './bind';
import { gradientDiagnostic } from './errors';
import { type Part, replaced, runsOf, sideBySide, slice, taken } from './flatVector';
import { euclideanNorm, treatGradient } from './gradientTreatment';
import { type PhasePlan, planPhases, weightedSum } from './phasePlan';
import { joinVectors } from './pieces';
import type { ParameterSpec, ProgramOutput, StateSpec, TrainProgram } from './program';
import type { Trainable } from './trainable';

/**
 * Forward, backward and optimizer update of an iteration as one graph: (p, states, step, lr, batch, random) ->
 * (p', states', losses, metrics, |g|). Phases follow one another: each goes on from the parameters that the one before it left.
 */
export function buildTrainStep(
  lowered: Trainable,
  training: Pick<TrainingProgram, 'phases'>,
): Result<TrainProgram, readonly Diagnostic[]> {
  const binder = new Binder(lowered, { phases: training.phases, batches: batchesAnIteration(training) });
  const plans = planPhases(lowered, training.phases, binder.layout);
  if (!plans.ok) return plans;
  try {
    return ok(new Assembly(binder).assemble(plans.value));
  } catch (error) {
    return err([gradientDiagnostic(error)]);
  }
}

/** Mean over the batch, float32 []. */
export const meanOf =
  (b: Builder) =>
  (value: Value): Value =>
    b.op('reduceMean', [value], { axes: [0], keepDims: false });

/** Gradient of some parameters as one vector, float32 [T]; zeros where the loss does not depend on one. */
function flatGradient(b: Builder, loss: Value, pieces: readonly Value[]): Value {
  const parts = gradients(b, loss, pieces).map((g, i) => {
    const piece = pieces[i] ?? internal('a gradient without a parameter');
    return b.reshape(g ?? filledLike(b, piece, 0), [elementsForOne(piece.type.shape)]);
  });
  return joinVectors(b, parts);
}

const number = { dtype: 'float32' as const, shape: [] };

/** `m` for the first phase, `m2` for the second. */
const nameIn = (name: string, phase: number): string => (phase === 0 ? name : `${name}${phase + 1}`);
const endIn = (name: string, phase: number): string => (phase === 0 ? name : `${name}_${phase + 1}`);

/** What a phase leaves. */
interface Done {
  readonly plan: PhasePlan;
  readonly copy: Copy;
  readonly loss: Value;
  readonly norm: Value;
  /** By the names the program has for them. */
  readonly states: readonly { readonly name: string; readonly value: Value }[];
}

class Assembly {
  private p: Value;
  /** What `p` is made of: what no phase has changed stays one value, so that phases share what they compute from it. */
  private pieces: readonly Value[];
  private step: Value | undefined;
  private readonly rates = new Map<number, Value>();

  constructor(private readonly binder: Binder) {
    this.p = binder.flat ?? internal('nothing to train');
    this.pieces = binder.pieces();
  }

  assemble(plans: readonly PhasePlan[]): TrainProgram {
    const { binder } = this;
    const done = plans.map((plan) => this.phase(plan));
    const states = done.flatMap(({ plan, states: kept }): StateSpec[] =>
      kept.map(({ name }) => ({
        name,
        slots: sideBySide(plan.slots.map(({ name: slot, shape }) => ({ name: slot, shape }))),
      })),
    );
    const batch = binder.inputs.find((input) => input.role === 'data')?.type.shape[0];
    return {
      kind: 'train',
      ...this.results(done),
      inputs: binder.inputs,
      layout: binder.layout,
      batch: typeof batch === 'number' ? batch : internal('a train step without a fixed batch'),
      stepsPerCall: 1,
      optimizer: { type: plans.map(({ update }) => update.def.type).join('+'), states },
    };
  }

  private results(done: readonly Done[]): Pick<TrainProgram, 'graph' | 'outputs'> {
    const { b, names } = this.binder;
    const named: Record<string, Value> = {};
    const outputs: ProgramOutput[] = [];
    const emit = (output: ProgramOutput, value: Value) => {
      named[output.name] = value;
      outputs.push(output);
    };
    emit({ role: 'parameters', name: names.fresh('parameters_next') }, this.p);
    for (const { name, value } of done.flatMap(({ states }) => states))
      emit({ role: 'state', name: names.fresh(`state_${name}_next`), state: name }, value);
    for (const { plan, loss } of done)
      emit({ role: 'loss', name: names.fresh(endIn('loss', plan.index)), phase: plan.index }, loss);
    for (const { metric, value } of firstOfEach(done.flatMap(({ plan, copy }) => measured(plan, copy))))
      emit({ role: 'metric', name: names.fresh(metric), metric }, meanOf(b)(value));
    for (const { plan, norm } of done)
      emit({ role: 'gradientNorm', name: names.fresh(endIn('gradient_norm', plan.index)) }, norm);
    return { graph: eliminateDeadCode(b.graph(named)), outputs };
  }

  /** All steps of a phase, each on a batch of its own. */
  private phase(plan: PhasePlan): Done {
    const { steps } = plan;
    let done = this.optimizerStep(plan, 0, undefined);
    for (let i = 1; i < steps; i++) done = this.optimizerStep(plan, i, done);
    return done;
  }

  private optimizerStep(plan: PhasePlan, turn: number, before: Done | undefined): Done {
    const { binder, p } = this;
    const { b } = binder;
    const { index, losses, metrics, slots, update } = plan;
    const roots = [...losses, ...metrics].map(({ value }) => value);
    const first = index === 0 && turn === 0;
    const { pieces } = this;
    const copy = binder.copy(roots, { pieces, batch: turn, stream: first ? '' : `@${index}.${turn}` });
    const weighted = losses.map(({ value, weight }) => ({ value: copy.at(value), weight }));
    const loss = weightedSum(b, weighted, meanOf(b));
    const kept = update.def.states(update.params);
    const states = Object.fromEntries(
      kept.map((state, i) => [state, before?.states[i]?.value ?? this.declareState(state, plan)]),
    );
    const step = this.stepBefore(plan, turn);
    const lr = this.rate(plan);
    const raw = flatGradient(b, loss, copy.piecesOf(slots));
    const norm = euclideanNorm(b, raw);
    const part = taken(b, p, slots);
    const g = treatGradient(b, { g: raw, norm, p: part }, update.treatment);
    const shapes = slots.map(({ shape }) => shape);
    const next = update.def.update({ b, p: part, shapes, g, states, lr, step, params: update.params });
    this.p = replaced(b, p, [...putBack(b, slots, next.p), ...changedBuffers(b, binder.layout, copy)]);
    const updated = cut(b, next.p, slots).map((piece, i) => [slots[i]?.name ?? '', piece] as const);
    const changed = new Map([...copy.buffers, ...updated]);
    // later phases do not differentiate through this update
    this.pieces = binder.layout.map(({ name }, i) => {
      const now = changed.get(name);
      return now ? b.op('stopGradient', [now]) : (pieces[i] ?? internal(`no parameter ${name}`));
    });
    const left = kept.map((state) => ({
      name: nameIn(state, index),
      value: next.states[state] ?? internal(`${update.def.type} gave no ${state}`),
    }));
    return { plan, copy, loss, norm, states: left };
  }

  private declareState(state: string, { index, slots }: PhasePlan): Value {
    const { binder } = this;
    const key = nameIn(state, index);
    const size = slots.reduce((sum, { shape }) => sum + elementsForOne(shape), 0);
    const name = binder.names.fresh(`state_${key}`);
    return binder.declare({ role: 'state', name, state: key, type: { dtype: 'float32', shape: [size] } });
  }

  /** Optimizer steps that the phase did before this one. */
  private stepBefore({ steps }: PhasePlan, turn: number): Value {
    const { binder } = this;
    const { b, names } = binder;
    this.step ??= binder.declare({ role: 'step', name: names.fresh('step'), type: number });
    if (steps === 1) return this.step;
    return b.op('add', [b.op('mul', [this.step, b.scalar(steps)]), b.scalar(turn)]);
  }

  private rate({ index }: PhasePlan): Value {
    const { binder } = this;
    const name = () => binder.names.fresh(endIn('learning_rate', index));
    const rate =
      this.rates.get(index) ?? binder.declare({ role: 'learningRate', name: name(), phase: index, type: number });
    this.rates.set(index, rate);
    return rate;
  }
}

const measured = ({ metrics }: PhasePlan, copy: Copy) =>
  metrics.map(({ metric, value }) => ({ metric, value: copy.at(value) }));

/** An optimizer's vector [T] back into the places of its slots. */
function putBack(b: Builder, slots: readonly ParameterSpec[], vector: Value): Part[] {
  let from = 0;
  return runsOf(slots).map(({ start, end }) => {
    const value = slice(b, vector, from, from + end - start);
    from += end - start;
    return { offset: start, value };
  });
}

function changedBuffers(b: Builder, layout: readonly ParameterSpec[], { buffers }: Copy): Part[] {
  return layout.flatMap(({ name, shape, offset }) => {
    const value = buffers.get(name);
    return value ? [{ offset, value: b.reshape(value, [elementsForOne(shape)]) }] : [];
  });
}
