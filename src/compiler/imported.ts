import type { Diagnostic } from '../core/diagnostic';
import { isFloat } from '../core/dtype';
import { internal, ShapeError } from '../core/errors';
import { err, ok, type Result } from '../core/result';
import { formatShape, type TensorType } from '../core/shape';
import type { HostTensor } from '../core/tensor';
import { gradients } from '../ir/autodiff';
import { Builder } from '../ir/builder';
import { filledLike } from '../ir/gradients';
import { inline } from '../ir/inline';
import type { Graph, GraphInput, Value } from '../ir/op';
import { eliminateDeadCode } from '../ir/passes/deadCode';
import { verify } from '../ir/verify';
import { binaryCrossEntropy } from '../layers/defs/binaryCrossEntropy';
import { crossEntropy } from '../layers/defs/crossEntropy';
import { mse } from '../layers/defs/mse';
import { defaultsOf } from '../layers/fields';
import { zeros } from '../layers/initializers';
import type { LowerContext } from '../layers/layer';
import { gradientDiagnostic } from './errors';
import { EndNames } from './names';
import { weightedSum } from './phasePlan';
import type { TrainProgram } from './program';
import type { Trainable } from './trainable';
import { buildTrainStep, meanOf } from './trainStep';

/** A model from elsewhere: a graph whose inputs are its data and its parameters. */
export interface ForwardModel {
  readonly graph: Graph;
  readonly parameters: readonly (GraphInput & { readonly tensor: HostTensor })[];
}

export const modelLosses = ['mse', 'cross_entropy', 'bce'] as const;
export type ModelLoss = (typeof modelLosses)[number];

export interface LossOnModel {
  readonly type: ModelLoss;
  /** Which output it measures; the first unless said. */
  readonly output?: string;
}

/** A model with a loss on one of its outputs. */
export interface LossModel extends Trainable {
  readonly prediction: Value;
  /** What the loss was taken of: the output, or the scores a final Sigmoid or Softmax was applied to. */
  readonly lossOf: 'output' | 'scores';
  readonly target: TensorType;
}

/**
 * Puts a loss on a model: the mean over the batch (axis 0) of PyTorch's mse_loss, of cross_entropy with class numbers (classes
 * along axis 1), or of binary_cross_entropy_with_logits. Where the output is a Sigmoid (bce) or Softmax (cross_entropy) the loss is
 * taken of the scores before it: the same number, without overflow. Errors: a loss that does not fit the output.
 */
export function withLoss(model: ForwardModel, { type, output }: LossOnModel): Result<LossModel, readonly Diagnostic[]> {
  const found = output === undefined ? model.graph.outputs[0] : model.graph.outputs.find(({ name }) => name === output);
  if (!found) return err([noOutput(model.graph, output ?? '')]);
  const { b, at } = copied(model);
  const prediction = at(found.value);
  try {
    return ok(measured(model, b, at, type, prediction));
  } catch (error) {
    if (error instanceof ShapeError) return err([misfit(type, found.name, prediction.type, error)]);
    throw error;
  }
}

/** One optimizer step on a model with a loss. Its batch must be fixed. Errors: a missing gradient, a loss that does not fit. */
export function compileModelStep(
  model: LossModel,
  optimizer: { readonly type: string; readonly params: Readonly<Record<string, number>> },
): Result<TrainProgram, readonly Diagnostic[]> {
  if (model.parameters.length === 0)
    return err([{ code: 'training.noParameters', severity: 'error', message: 'there is nothing to train' }]);
  const other = model.parameters.find(({ value }) => value.type.dtype !== 'float32');
  if (other) {
    const { dtype } = other.value.type;
    const message = `${other.name} is ${dtype}; a training step is float32 throughout`;
    return err([{ code: 'training.dtype', severity: 'error', message, details: { name: other.name, actual: dtype } }]);
  }
  const step = buildTrainStep(model, {
    phases: [{ name: '', optimizer: { ...optimizer, params: { ...optimizer.params } } }],
  });
  if (step.ok) verify(step.value.graph);
  return step;
}

export interface GradientProgram {
  /** Inputs: data, target, parameters. */
  readonly graph: Graph;
  /** Name of the input for the target. */
  readonly target: string;
  /** Names of the outputs; gradients in the order of the parameters. */
  readonly output: string;
  readonly loss: string;
  readonly gradients: readonly string[];
}

/** Output, loss and the gradient of every parameter; zeros where the loss does not depend on one. */
export function compileModelGradients(model: LossModel): Result<GradientProgram, readonly Diagnostic[]> {
  const { b, losses, parameters, prediction, data } = model;
  const weighted = losses.map(({ value }) => ({ value, weight: 1 }));
  const loss = weightedSum(b, weighted, meanOf(b));
  try {
    const found = gradients(
      b,
      loss,
      parameters.map(({ value }) => value),
    );
    const names = new EndNames({
      data: [...data, ...parameters].map(({ name, value }) => ({ column: 'x', use: 'input', name, value })),
      outputs: [],
    });
    const ends = { output: names.fresh('output'), loss: names.fresh('loss') };
    const each = parameters.map(({ name }) => names.fresh(`gradient/${name}`));
    const results = parameters.map(({ value }, i) => found[i] ?? filledLike(b, value, 0));
    const named = Object.fromEntries(each.map((name, i) => [name, results[i] ?? internal('a gradient is missing')]));
    const graph = eliminateDeadCode(b.graph({ [ends.output]: prediction, [ends.loss]: loss, ...named }));
    verify(graph);
    const target = data.at(-1)?.name ?? internal('a loss without a target');
    return ok({ graph, target, ...ends, gradients: each });
  } catch (error) {
    return err([gradientDiagnostic(error)]);
  }
}

/** The model's nodes in a builder of their own. */
function copied({ graph }: ForwardModel): { b: Builder; at: (value: Value) => Value } {
  const b = new Builder();
  const bindings = new Map<Value, Value>();
  for (const { name, value } of graph.inputs) bindings.set(value, b.input(name, value.type));
  inline(
    graph.nodes.filter(({ op }) => op !== 'input'),
    b,
    bindings,
  );
  return { b, at: (value) => bindings.get(value) ?? internal('a value was not copied') };
}

function measured(
  { graph, parameters }: ForwardModel,
  b: Builder,
  at: (value: Value) => Value,
  type: ModelLoss,
  prediction: Value,
): LossModel {
  const scores = scoresOf(type, prediction);
  const target: TensorType =
    type === 'cross_entropy' ? { dtype: 'int32', shape: scores.type.shape.toSpliced(1, 1) } : scores.type;
  const names = new Set(graph.inputs.map(({ name }) => name));
  let name = 'target';
  while (names.has(name)) name += '_';
  const wanted = b.input(name, target);
  const losses: { value: Value }[] = [];
  const metrics: { metric: Trainable['metrics'][number]['metric']; value: Value }[] = [];
  const context = contextOf(b, losses, metrics);
  if (type === 'cross_entropy') {
    const rows = asRows(b, scores, wanted);
    crossEntropy.lower(context, rows, defaultsOf(crossEntropy.params));
  } else {
    // a number alone is a batch of one
    const example = (value: Value) => (value.type.shape.length === 0 ? b.reshape(value, [1]) : value);
    const given = { prediction: example(scores), target: example(wanted) };
    (type === 'mse' ? mse : binaryCrossEntropy).lower(context, given, {});
  }
  const trained = new Set(parameters.map(({ value }) => value));
  const data = graph.inputs.flatMap(({ name: input, value }) =>
    trained.has(value) ? [] : [{ column: 'x', use: 'input' as const, name: input, value: at(value) }],
  );
  return {
    b,
    parameters: parameters.map(({ name: parameter, value, tensor }) => ({
      name: parameter,
      shape: tensor.dims,
      init: zeros,
      value: at(value),
    })),
    data: [...data, { column: 'y', use: 'target', name, value: wanted }],
    random: [],
    losses,
    metrics,
    outputs: [],
    prediction,
    lossOf: scores === prediction ? 'output' : 'scores',
    target,
  };
}

/** What a loss with logits is taken of: the input of a final Sigmoid (bce) or Softmax over the classes (cross_entropy). */
function scoresOf(type: ModelLoss, prediction: Value): Value {
  const { node } = prediction;
  const [scores] = node.inputs;
  if (type === 'bce' && node.op === 'sigmoid' && scores) return scores;
  if (type !== 'cross_entropy' || (node.op !== 'softmax' && node.op !== 'logSoftmax') || !scores) return prediction;
  const { axis } = node.attrs;
  return (axis < 0 ? axis + scores.type.shape.length : axis) === 1 ? scores : prediction;
}

/** [B, N] and [B]; with more axes [B, N, d..] and [B, d..] every place counts as an example. */
function asRows(b: Builder, scores: Value, target: Value): { logits: Value; target: Value } {
  const { shape } = scores.type;
  if (shape.length <= 2) return { logits: scores, target };
  const perm = [0, ...shape.slice(2).map((_, i) => i + 2), 1];
  const last = b.op('transpose', [scores], { perm });
  const count = shape.toSpliced(1, 1).reduce<number>((product, size) => {
    if (typeof size === 'number') return product * size;
    throw new ShapeError('symbolic', { actual: formatShape(shape) });
  }, 1);
  return { logits: b.reshape(last, [count, shape[1] ?? 0]), target: b.reshape(target, [count]) };
}

/** What the loss layers lower with; of a document they ask nothing else. */
function contextOf(
  b: Builder,
  losses: { value: Value }[],
  metrics: { metric: Trainable['metrics'][number]['metric']; value: Value }[],
): LowerContext {
  const refuse = (): never => internal('a loss asked for data');
  return {
    b,
    mode: 'train',
    batch: 1,
    parameter: refuse,
    buffer: refuse,
    update: refuse,
    data: refuse,
    random: refuse,
    output: refuse,
    argument: refuse,
    result: refuse,
    instance: refuse,
    loss: (value) => losses.push({ value }),
    metric: (metric, value) => metrics.push({ metric, value }),
  };
}

function noOutput(graph: Graph, output: string): Diagnostic {
  const names = graph.outputs.map(({ name }) => name).join(', ');
  return {
    code: 'training.noOutput',
    severity: 'error',
    message: `the model has no output ${output}; it has ${names}`,
    details: { actual: output, expected: names },
  };
}

/** Says which losses the output would take. */
function misfit(type: ModelLoss, output: string, { dtype, shape }: TensorType, error: ShapeError): Diagnostic {
  const fits = isFloat(dtype) ? 'mse and bce take any float output' : 'only a float output can be trained';
  return {
    code: 'training.lossMisfit',
    severity: 'error',
    message: `${type} does not fit the output ${output}, ${dtype} ${formatShape(shape)}: ${error.message}; cross_entropy takes scores [B, classes, …], ${fits}`,
    details: { loss: type, output, actual: `${dtype} ${formatShape(shape)}` },
  };
}
