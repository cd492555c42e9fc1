import { compileEvaluate, compileInspect, compileTrain } from '../../compiler/compile';
import { optimizerOf } from '../../compiler/optimizers/registry';
import type { Program, TrainProgram } from '../../compiler/program';
import { scheduleOf } from '../../compiler/schedules/registry';
import type { Moment } from '../../compiler/schedules/schedule';
import type { Diagnostic } from '../../core/diagnostic';
import { internal } from '../../core/errors';
import { err, ok, type Result } from '../../core/result';
import { checkParams } from '../../document/params';
import { unmeasuredMetric } from '../../document/phaseProblems';
import { batchesAnIteration } from '../../document/phases';
import type { NetDocument, Phase } from '../../document/schema';
import type { Target } from '../../ir/op';
import type { Fields, ParamsOf } from '../../layers/fields';
import { encodeProgram } from '../../onnx/encode';
import type { Compiled, Programs } from '../../training/programs';

/** A document that can be trained: its programs, and what its training program says. */
export interface CompiledDocument {
  /** The train program of the document's batch size, one step a call. */
  readonly train: TrainProgram;
  readonly evaluate: Program;
  learningRate(moment: Moment, phase: number): number;
  programs(target: Target): Programs;
}

/** Compiles a document for training. Errors: everything that is wrong with it. */
export function compileDocument(doc: NetDocument): Result<CompiledDocument, readonly Diagnostic[]> {
  const train = compileTrain(doc, { batch: doc.training.batchSize * batchesAnIteration(doc.training) });
  if (!train.ok) return train;
  const evaluate = compileEvaluate(doc);
  if (!evaluate.ok) return evaluate;
  const unmeasured = unmeasuredMetric(doc.training.earlyStopping?.metric, metricsOf(evaluate.value));
  if (unmeasured) return err([unmeasured]);
  return ok({
    train: train.value,
    evaluate: evaluate.value,
    learningRate: learningRateOf(doc),
    programs: (target) => programsOf(doc, train.value, evaluate.value, target),
  });
}

/** What an evaluate program measures beside the losses. */
function metricsOf({ outputs }: Program): string[] {
  return outputs.flatMap((output) => {
    if (output.role === 'metric') return [output.metric];
    return output.role === 'ratio' && 'metric' in output.of ? [output.of.metric] : [];
  });
}

function programsOf(doc: NetDocument, train: TrainProgram, evaluate: Program, target: Target): Programs {
  const known = new Map<string, Compiled<TrainProgram>>();
  let evaluating: Compiled | undefined;
  let inspecting: Compiled | undefined;
  const encode = <P extends Program>(program: P): Compiled<P> => ({
    program,
    model: encodeProgram(program, { target }),
  });
  const compileSize = (batch: number, stepsPerCall: number): TrainProgram =>
    batch === train.batch && stepsPerCall === 1 ? train : must(compileTrain(doc, { batch, stepsPerCall }));
  return {
    train(batch, stepsPerCall) {
      const key = `${batch} ${stepsPerCall}`;
      const compiled = known.get(key) ?? encode(compileSize(batch, stepsPerCall));
      known.set(key, compiled);
      return compiled;
    },
    evaluate() {
      evaluating ??= encode(evaluate);
      return evaluating;
    },
    inspect() {
      inspecting ??= encode(must(compileInspect(doc)));
      return inspecting;
    },
  };
}

/** The optimizer's rate times the schedule's factor. The document has compiled, so both exist and fit. */
function learningRateOf({ training }: NetDocument): (moment: Moment, phase: number) => number {
  const rates = training.phases.map(rateOf);
  return (moment, phase) => rates[phase]?.(moment) ?? internal(`no phase ${phase}`);
}

function rateOf({ optimizer, schedule = { type: 'constant', params: {} } }: Phase): (moment: Moment) => number {
  const rate = baseRate(optimizer);
  const { fields, factor } = scheduleOf(schedule.type) ?? internal(`no schedule ${schedule.type}`);
  const { params } = checkParams(fields, schedule.params, '');
  return (moment) => rate * factor(moment, params as ParamsOf<Fields>);
}

function baseRate({ type, params }: Phase['optimizer']): number {
  const { fields } = optimizerOf(type) ?? internal(`no optimizer ${type}`);
  const rate = checkParams(fields, params, '').params.learningRate;
  return typeof rate === 'number' ? rate : internal('a learning rate that is no number');
}

/** What compiled at one batch size compiles at another. */
function must<T>(result: Result<T, readonly Diagnostic[]>): T {
  return result.ok ? result.value : internal(result.error.map((item) => item.message).join('; '));
}
