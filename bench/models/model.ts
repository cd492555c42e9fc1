import { Rng } from '../../src/core/rng';
import { type Initializer, initialize, ones, zeros } from '../../src/layers/initializers';
import type { Ops, Window } from './ops';

/** How an engine lays a parameter out. */
export type ParameterKind = 'vector' | 'matrix' | 'conv' | 'convTranspose';

export interface Parameter {
  readonly name: string;
  readonly kind: ParameterKind;
  readonly shape: readonly number[];
  readonly init: Initializer;
}

/** One input of a step, without the batch axis. */
export type Column =
  | {
      readonly name: string;
      readonly kind: 'uniform' | 'normal' | 'picture';
      readonly shape: readonly number[];
      /** Random numbers of the step: no data set holds them. */
      readonly isDrawn?: boolean;
    }
  /** int32 in [0, below). */
  | { readonly name: string; readonly kind: 'classes'; readonly shape: readonly number[]; readonly below: number };

export interface Phase {
  readonly name: string;
  /** Parameters it changes: all whose names begin so. */
  readonly trains: string;
  loss<T>(ops: Ops<T>, given: Given<T>): T;
}

/** What a step is given, as tensors of the engine. */
export interface Given<T> {
  parameter(name: string): T;
  data(name: string): T;
}

/** A model all engines train alike: a step is one update of each phase by Adam, in order. */
export interface BenchModel {
  readonly id: string;
  readonly title: string;
  readonly kind: 'small' | 'dense' | 'convolutional' | 'recurrent' | 'attention';
  readonly batch: number;
  readonly parameters: readonly Parameter[];
  readonly columns: readonly Column[];
  readonly phases: readonly Phase[];
}

export const adam = { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;
export const seed = 1;
/** Prepared batches; step s takes number s mod BATCHES. */
export const BATCHES = 8;

export type Values = Float32Array | Int32Array;

export interface Batch {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Values;
}

export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1);

/** Where training starts, by name: the same numbers for every engine. */
export function startOf(model: BenchModel): Map<string, Float32Array> {
  return new Map(
    model.parameters.map(({ name, shape, init }) => {
      const values = new Float32Array(sizeOf(shape));
      initialize(values, init, seed, `${model.id}/${name}`);
      return [name, values];
    }),
  );
}

/** The prepared batches, each with one entry a column in order. Pictures are bytes / 255 as a data set gives them. */
export function batchesOf(model: BenchModel): Batch[][] {
  return Array.from({ length: BATCHES }, (_, n) =>
    model.columns.map((column) => {
      const shape = [model.batch, ...column.shape];
      const rng = Rng.of(seed, 'bench', model.id, column.name, String(n));
      return { name: column.name, shape, values: valuesOf(column, sizeOf(shape), rng) };
    }),
  );
}

function valuesOf(column: Column, size: number, rng: Rng): Values {
  switch (column.kind) {
    case 'classes':
      return Int32Array.from({ length: size }, () => rng.int(column.below));
    case 'picture':
      return Float32Array.from({ length: size }, () => Math.fround(rng.int(256) / 255));
    case 'uniform':
      return Float32Array.from({ length: size }, () => rng.uniform());
    case 'normal':
      return Float32Array.from({ length: size }, () => rng.normal());
    default:
      return column satisfies never;
  }
}

/** Weight and bias as torch.nn.Linear starts them. */
export function linear(name: string, inputs: number, outputs: number): Parameter[] {
  const init: Initializer = { kind: 'uniform', bound: 1 / Math.sqrt(inputs) };
  return [
    { name: `${name}.weight`, kind: 'matrix', shape: [outputs, inputs], init },
    { name: `${name}.bias`, kind: 'vector', shape: [outputs], init },
  ];
}

/** Weight and, where asked for, bias as torch.nn.Conv2d starts them. */
export function convolution(
  name: string,
  channels: number,
  filters: number,
  options: { kernel?: number; bias?: boolean; transposed?: boolean } = {},
): Parameter[] {
  const { kernel = 3, bias = true, transposed = false } = options;
  const fanIn = (transposed ? filters : channels) * kernel * kernel;
  const init: Initializer = { kind: 'uniform', bound: 1 / Math.sqrt(fanIn) };
  const ends = transposed ? [channels, filters] : [filters, channels];
  const kind = transposed ? 'convTranspose' : 'conv';
  const weight = { name: `${name}.weight`, kind, shape: [...ends, kernel, kernel], init } as const;
  return bias ? [weight, { name: `${name}.bias`, kind: 'vector', shape: [filters], init }] : [weight];
}

/** Scale and shift of a normalisation. */
export function affine(name: string, size: number): Parameter[] {
  return [
    { name: `${name}.weight`, kind: 'vector', shape: [size], init: ones },
    { name: `${name}.bias`, kind: 'vector', shape: [size], init: zeros },
  ];
}

/** The dense layer `name` of x. */
export function dense<T>(ops: Ops<T>, given: Given<T>, name: string, x: T): T {
  return ops.dense(x, given.parameter(`${name}.weight`), given.parameter(`${name}.bias`));
}

/** The convolution `name` of x; without a bias unless said. */
export function conv<T>(ops: Ops<T>, given: Given<T>, name: string, x: T, options: Window & { bias?: boolean }): T {
  const bias = options.bias ? given.parameter(`${name}.bias`) : undefined;
  return ops.conv2d(x, given.parameter(`${name}.weight`), bias, options);
}

/** The same the other way round. */
export function convTranspose<T>(
  ops: Ops<T>,
  given: Given<T>,
  name: string,
  x: T,
  options: Window & { bias?: boolean },
): T {
  const bias = options.bias ? given.parameter(`${name}.bias`) : undefined;
  return ops.convTranspose2d(x, given.parameter(`${name}.weight`), bias, options);
}

/** Batch normalisation `name` of x. */
export function batchNorm<T>(ops: Ops<T>, given: Given<T>, name: string, x: T): T {
  return ops.batchNorm(x, given.parameter(`${name}.weight`), given.parameter(`${name}.bias`));
}

/** Layer normalisation `name` of x. */
export function layerNorm<T>(ops: Ops<T>, given: Given<T>, name: string, x: T): T {
  return ops.layerNorm(x, given.parameter(`${name}.weight`), given.parameter(`${name}.bias`));
}
