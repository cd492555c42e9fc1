import type { Diagnostic } from '../core/diagnostic';
import { isFloat } from '../core/dtype';
import { err, ok, type Result } from '../core/result';
import { BATCH, type Dim } from '../core/shape';
import { trainingGaps } from '../document/analyze';
import { type Lowered, lowerDocument } from '../document/lower';
import { batchesAnIteration } from '../document/phases';
import type { NetDocument } from '../document/schema';
import { eliminateDeadCode } from '../ir/passes/deadCode';
import { optimize } from '../ir/passes/optimize';
import { type RecomputePolicy, recompute } from '../ir/passes/recompute';
import { verify } from '../ir/verify';
import type { Mode } from '../layers/layer';
import { Binder, layoutOf } from './bind';
import { gradientDiagnostic } from './errors';
import { buildEvaluate } from './evaluate';
import { nameClashes } from './names';
import type { Program, ProgramOutput, TrainProgram } from './program';
import { repeatSteps } from './repeat';
import { buildTrainStep } from './trainStep';

type Compiled<P> = Result<P, readonly Diagnostic[]>;

export interface TrainOptions {
  /** Examples a step: a batch for each optimizer step that a phase does in an iteration (`batchesAnIteration`). */
  readonly batch: number;
  /** Steps a call (K); 1 unless measured better. */
  readonly stepsPerCall?: number;
}

/** One optimizer step (or K of them in one call) over a batch of fixed size. Errors: everything wrong with the document, or a missing gradient. */
export function compileTrain(doc: NetDocument, { batch, stepsPerCall = 1 }: TrainOptions): Compiled<TrainProgram> {
  const lowered = lowerForTraining(doc, 'train', batch / batchesAnIteration(doc.training));
  if (!lowered.ok) return lowered;
  const built = buildTrainStep(lowered.value, doc.training);
  if (!built.ok) return built;
  const step = recomputing({ ...built.value, graph: optimize(built.value.graph) }, doc.training.recompute ?? 'none');
  const program = stepsPerCall > 1 ? repeatSteps(step, stepsPerCall) : step;
  verify(program.graph);
  return ok(program);
}

/** The step in less memory; of several phases the last one. */
function recomputing(step: TrainProgram, policy: RecomputePolicy): TrainProgram {
  const namesOf = (ends: readonly { readonly role: string; readonly name: string }[], ...roles: readonly string[]) =>
    ends.flatMap(({ role, name }) => (roles.includes(role) ? [name] : []));
  const parts = { forward: namesOf(step.outputs, 'loss', 'metric'), varying: namesOf(step.inputs, 'data', 'random') };
  return { ...step, graph: recompute(step.graph, { policy, ...parts }) };
}

/** Sums of loss and metrics over a batch of any size, and the answers. */
export function compileEvaluate(doc: NetDocument): Compiled<Program> {
  const lowered = lowerForTraining(doc, 'evaluate', BATCH);
  if (!lowered.ok) return lowered;
  return ok(finish(buildEvaluate(lowered.value, doc.training.phases)));
}

/** Raw example batch in, the answers of the Output nodes out. Parameters are graph inputs under their own names: the encoder makes them initialisers. */
export function compilePredict(doc: NetDocument): Compiled<Program> {
  const lowered = lower(doc, 'predict', BATCH);
  if (!lowered.ok) return lowered;
  const { b, outputs, data } = lowered.value;
  const gap = answersGap(outputs);
  if (gap) return err([gap]);
  const whole = eliminateDeadCode(b.graph(Object.fromEntries(outputs.map(({ name, value }) => [name, value]))));
  const read = new Set([...whole.nodes.flatMap((node) => node.inputs), ...outputs.map(({ value }) => value)]);
  const graph = {
    ...whole,
    inputs: whole.inputs.filter(({ value }) => read.has(value)),
    nodes: whole.nodes.filter((node) => node.op !== 'input' || node.outputs.some((value) => read.has(value))),
  };
  return ok(
    finish({
      kind: 'predict',
      graph,
      inputs: data
        .filter(({ value }) => read.has(value))
        .map(({ column, use, name, value }) => {
          return { role: 'data', name, column, use, type: value.type };
        }),
      outputs: outputs.map(({ name, nodeId }) => ({ role: 'answer', name, nodeId })),
      layout: layoutOf(lowered.value, doc.training.phases),
    }),
  );
}

/** Why the answers of a model cannot be told apart, or that it has none. */
function answersGap(outputs: Lowered['outputs']): Diagnostic | undefined {
  if (outputs.length === 0)
    return {
      code: 'export.noOutput',
      severity: 'error',
      message: 'add an Output node: it says what the exported model answers',
    };
  const repeated = outputs.find(({ name }, i) => outputs.findIndex((other) => other.name === name) < i);
  return (
    repeated && {
      code: 'export.repeatedName',
      severity: 'error',
      message: `two Output nodes have the name ${repeated.name}`,
      details: { name: repeated.name },
      nodeId: repeated.nodeId,
    }
  );
}

/** The first output of every node that could be lowered, for a batch of any size. Outputs are called after their nodes. */
export function compileInspect(doc: NetDocument): Compiled<Program> {
  const lowered = lower(doc, 'evaluate', BATCH);
  if (!lowered.ok) return lowered;
  const shown = [...lowered.value.ports].flatMap(([nodeId, ports]) => {
    const [value] = Object.values(ports);
    return value && isFloat(value.type.dtype) ? [{ nodeId, value }] : [];
  });
  const binder = new Binder(lowered.value, doc.training);
  const { at } = binder.copy(shown.map(({ value }) => value));
  const named = shown.map(({ nodeId, value }) => ({ name: binder.names.fresh(nodeId), nodeId, value }));
  const graph = binder.b.graph(Object.fromEntries(named.map(({ name, value }) => [name, at(value)])));
  const outputs = named.map(({ name, nodeId }): ProgramOutput => ({ role: 'activation', name, nodeId }));
  return ok(finish({ kind: 'inspect', graph, inputs: binder.inputs, outputs, layout: binder.layout }));
}

function finish(program: Program): Program {
  const graph = optimize(program.graph);
  verify(graph);
  return { ...program, graph };
}

function lower(doc: NetDocument, mode: Mode, batch: Dim): Compiled<Lowered> {
  const lowered = lowerDocument(doc, { mode, batch });
  const wrong = lowered.diagnostics.some((item) => item.severity === 'error')
    ? lowered.diagnostics
    : nameClashes(lowered);
  return wrong.length > 0 ? err(wrong) : ok(lowered);
}

function lowerForTraining(doc: NetDocument, mode: Mode, batch: Dim): Compiled<Lowered> {
  const lowered = lower(doc, mode, batch);
  if (!lowered.ok) return lowered;
  const gaps = trainingGaps(lowered.value, 'error');
  return gaps.length > 0 ? err(gaps) : lowered;
}

export { gradientDiagnostic };
