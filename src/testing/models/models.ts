import { compileTrain } from '../../compiler/compile';
import type { TrainProgram } from '../../compiler/program';
import { internal } from '../../core/errors';
import { batchesAnIteration } from '../../document/phases';
import type { DocModule, DocNode, NetDocument, ParamValue, Phase } from '../../document/schema';
import { place, wired } from '../../document/templates/template';
import { labelled } from '../../layers/columns';
import { Numbers } from '../cases/case';
import type { RefTensor } from '../reference/tensor';

/** Steps every model trains. */
export const STEPS = 20;
export const BATCH = 4;

export interface Optimizer {
  readonly type: 'adam' | 'sgd';
  readonly params: Readonly<Record<string, ParamValue>>;
}

export const optimizers: Readonly<Record<string, Optimizer>> = {
  adam: { type: 'adam', params: { learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } },
  'adam, other constants': { type: 'adam', params: { learningRate: 0.005, beta1: 0.5, beta2: 0.9, epsilon: 1e-3 } },
  sgd: { type: 'sgd', params: { learningRate: 0.1, momentum: 0 } },
  momentum: { type: 'sgd', params: { learningRate: 0.05, momentum: 0.9 } },
};

interface Model {
  readonly nodes: readonly DocNode[];
  /** `from.port -> to.port` */
  readonly wires: readonly string[];
  readonly classes: number;
  readonly shape: readonly number[];
  readonly modules?: readonly DocModule[];
  /** One over everything unless said; the optimizer is filled in. */
  readonly phases?: readonly Omit<Phase, 'optimizer'>[];
}

const labels = (count: number) => Array.from({ length: count }, (_, i) => `c${i}`);
const at = [0, 0] as const;
const step = (column: string, type: string, params: Record<string, number> = {}) => ({ column, type, params });
const source = (shape: readonly number[], classes: number, params: Record<string, unknown> = {}): DocNode =>
  place('data', 'dataset', at, { columns: labelled(shape, labels(classes)), ...params } as never);

const block = (id: string, nodes: readonly DocNode[], wires: readonly string[]): DocModule => ({
  id,
  name: id,
  nodes: [place('in', 'moduleInput', at), ...nodes, place('out', 'moduleOutput', at)],
  edges: wired(wires),
  groups: [],
  notes: [],
});
const ports = { inputs: [{ id: 'in', name: '' }], outputs: [{ id: 'out', name: '' }] };
const instance = (id: string, module: string, weights: 'own' | 'shared'): DocNode =>
  place(id, 'module', at, { module, weights, ...ports } as never);

export const models: Readonly<Record<string, Model>> = {
  mlp: {
    shape: [6],
    classes: 3,
    nodes: [
      source([6], 3, { steps: [step('x', 'scale'), step('x', 'normalise', { mean: 0.5, std: 0.25 })] }),
      place('dense_1', 'dense', at, { units: 8, activation: 'tanh' }),
      place('dense_2', 'dense', at, { units: 3 }),
      place('loss', 'crossEntropy', at),
      place('answer', 'output', at),
    ],
    wires: [
      'data.x -> dense_1.x',
      'dense_1.y -> dense_2.x',
      'dense_2.y -> loss.logits',
      'data.y -> loss.target',
      'dense_2.y -> answer.x',
    ],
  },
  cnn: {
    shape: [1, 10, 10],
    classes: 3,
    nodes: [
      source([1, 10, 10], 3),
      place('conv_1', 'conv2d', at, { filters: 2, activation: 'relu' }),
      place('pool_1', 'maxPool2d', at),
      place('conv_2', 'conv2d', at, { filters: 3, padding: 'same' }),
      place('pool_2', 'maxPool2d', at),
      place('flatten_1', 'flatten', at),
      place('dense_1', 'dense', at, { units: 6, activation: 'sigmoid' }),
      place('dense_2', 'dense', at, { units: 3 }),
      place('loss', 'crossEntropy', at, { labelSmoothing: 0.1 }),
    ],
    wires: [
      'data.x -> conv_1.x',
      'conv_1.y -> pool_1.x',
      'pool_1.y -> conv_2.x',
      'conv_2.y -> pool_2.x',
      'pool_2.y -> flatten_1.x',
      'flatten_1.y -> dense_1.x',
      'dense_1.y -> dense_2.x',
      'dense_2.y -> loss.logits',
      'data.y -> loss.target',
    ],
  },
  regression: {
    shape: [5],
    classes: 2,
    nodes: [
      source([5], 2, { steps: [step('x', 'scale'), step('y', 'oneHot')] }),
      place('dense_1', 'dense', at, { units: 4, activation: 'sigmoid' }),
      place('dense_2', 'dense', at, { units: 2, bias: false }),
      place('loss', 'mse', at),
    ],
    wires: ['data.x -> dense_1.x', 'dense_1.y -> dense_2.x', 'dense_2.y -> loss.prediction', 'data.y -> loss.target'],
  },
  dropout: {
    shape: [5],
    classes: 3,
    nodes: [
      source([5], 3),
      place('dense_1', 'dense', at, { units: 8, activation: 'tanh' }),
      place('drop_1', 'dropout', at, { rate: 0.25 }),
      place('dense_2', 'dense', at, { units: 8 }),
      place('drop_2', 'dropout', at, { rate: 0.5 }),
      place('dense_3', 'dense', at, { units: 3 }),
      place('loss', 'crossEntropy', at),
    ],
    wires: [
      'data.x -> dense_1.x',
      'dense_1.y -> drop_1.x',
      'drop_1.y -> dense_2.x',
      'dense_2.y -> drop_2.x',
      'drop_2.y -> dense_3.x',
      'dense_3.y -> loss.logits',
      'data.y -> loss.target',
    ],
  },
  vae: {
    shape: [6],
    classes: 3,
    nodes: [
      source([6], 3),
      place('dense_1', 'dense', at, { units: 5, activation: 'tanh' }),
      place('mean', 'dense', at, { units: 2 }),
      place('logVariance', 'dense', at, { units: 2 }),
      place('code', 'sampling', at),
      place('dense_2', 'dense', at, { units: 6 }),
      place('drawn', 'binaryCrossEntropy', at),
      place('kl', 'klDivergence', at),
    ],
    wires: [
      'data.x -> dense_1.x',
      'dense_1.y -> mean.x',
      'dense_1.y -> logVariance.x',
      'mean.y -> code.mean',
      'logVariance.y -> code.logVariance',
      'code.z -> dense_2.x',
      'dense_2.y -> drawn.prediction',
      'data.x -> drawn.target',
      'mean.y -> kl.mean',
      'logVariance.y -> kl.logVariance',
    ],
    phases: [
      {
        name: 'main',
        losses: [
          { node: 'drawn', weight: 6 },
          { node: 'kl', weight: 0.5 },
        ],
      },
    ],
  },
  gan: {
    shape: [6],
    classes: 3,
    modules: [
      block(
        'artist',
        [
          place('dense_1', 'dense', at, { units: 5, activation: 'tanh' }),
          place('dense_2', 'dense', at, { units: 6, activation: 'sigmoid' }),
        ],
        ['in.y -> dense_1.x', 'dense_1.y -> dense_2.x', 'dense_2.y -> out.x'],
      ),
      block(
        'critic',
        [
          place('dense_1', 'dense', at, { units: 7, bias: false }),
          place('norm', 'batchNorm', at),
          place('relu', 'leakyRelu', at, { slope: 0.2 }),
          place('dense_2', 'dense', at, { units: 1 }),
        ],
        ['in.y -> dense_1.x', 'dense_1.y -> norm.x', 'norm.y -> relu.x', 'relu.y -> dense_2.x', 'dense_2.y -> out.x'],
      ),
    ],
    nodes: [
      source([6], 3),
      place('noise', 'noise', at, { shape: [4] }),
      instance('gen', 'artist', 'own'),
      instance('real', 'critic', 'shared'),
      instance('fake', 'critic', 'shared'),
      place('ones', 'fill', at),
      place('yes', 'fill', at),
      place('zeros', 'fill', at, { value: 0 }),
      place('saysReal', 'binaryCrossEntropy', at),
      place('saysFake', 'binaryCrossEntropy', at),
      place('fools', 'binaryCrossEntropy', at),
    ],
    wires: [
      'noise.z -> gen.in',
      'data.x -> real.in',
      'gen.out -> fake.in',
      'real.out -> ones.x',
      'real.out -> saysReal.prediction',
      'ones.y -> saysReal.target',
      'fake.out -> zeros.x',
      'fake.out -> saysFake.prediction',
      'zeros.y -> saysFake.target',
      'fake.out -> yes.x',
      'fake.out -> fools.prediction',
      'yes.y -> fools.target',
    ],
    phases: [
      {
        name: 'critic',
        losses: [
          { node: 'saysReal', weight: 0.5 },
          { node: 'saysFake', weight: 0.25 },
        ],
        updates: ['critic'],
        steps: 2,
      },
      { name: 'artist', losses: [{ node: 'fools', weight: 1 }], updates: ['gen'] },
    ],
  },
};

/** A model as a document that trains with an optimizer. */
export function documentOf(model: string, optimizer: string): NetDocument {
  const { nodes, wires, modules = [], phases = [{ name: 'main' }] } = models[model] ?? internal(`no model ${model}`);
  const { type, params } = optimizers[optimizer] ?? internal(`no optimizer ${optimizer}`);
  return {
    format: 'netloom',
    version: 1,
    id: model,
    name: model,
    nodes: [...nodes],
    edges: wired(wires),
    groups: [],
    notes: [],
    modules: [...modules],
    training: {
      seed: 1,
      batchSize: BATCH,
      epochs: 1,
      validation: { fraction: 0, stratified: false },
      phases: phases.map((phase) => ({ ...phase, optimizer: { type, params: { ...params } } })),
    },
  };
}

/** Where training starts and what it is fed, by name; data and random numbers have a leading axis of STEPS. */
export interface Fixture {
  readonly program: TrainProgram;
  readonly parameters: Readonly<Record<string, RefTensor>>;
  readonly batches: Readonly<Record<string, RefTensor>>;
}

/** The start and the numbers of a model: the same for every optimizer. */
export function fixtureOf(model: string, optimizer: string, stepsPerCall = 1): Fixture {
  const doc = documentOf(model, optimizer);
  const compiled = compileTrain(doc, { batch: BATCH * batchesAnIteration(doc.training), stepsPerCall });
  if (!compiled.ok) return internal(compiled.error.map(({ message }) => message).join('; '));
  const { classes } = models[model] ?? internal(`no model ${model}`);
  const numbers = new Numbers('model', model);
  const program = compiled.value;
  const parameters = program.layout.map(({ name, shape }) => [name, numbers.gentle(...shape)] as const);
  const batches = program.inputs.flatMap((input): [string, RefTensor][] => {
    const dims = [STEPS, ...(input.type.shape.slice(stepsPerCall > 1 ? 1 : 0) as number[])];
    if (input.role === 'random') return [[input.name, numbers.uniform(...dims)]];
    if (input.role !== 'data') return [];
    const most = input.column === 'x' ? 255 : classes - 1;
    return [[input.column, numbers.whole(input.type.dtype, 0, most, ...dims)]];
  });
  return { program, parameters: Object.fromEntries(parameters), batches: Object.fromEntries(batches) };
}
