import type { TrainProgram } from '../../src/compiler/program';
import { repeatSteps } from '../../src/compiler/repeat';
import type { Trainable } from '../../src/compiler/trainable';
import { buildTrainStep } from '../../src/compiler/trainStep';
import { internal } from '../../src/core/errors';
import { Builder } from '../../src/ir/builder';
import type { Graph, Target } from '../../src/ir/op';
import { optimize } from '../../src/ir/passes/optimize';
import { opOf } from '../../src/ir/registry';
import { encodeProgram } from '../../src/onnx/encode';
import { adam, type BenchModel } from '../models/model';
import { netloomOps } from './ops';

/** A model's step: an update of each phase by Adam, one after the other, in one program. */
export interface CompiledModel {
  readonly program: TrainProgram;
  /** Floating-point operations of its products (convolutions, matrix products), multiply and add counted apart. */
  readonly flops: number;
}

export function compileModel(model: BenchModel): CompiledModel {
  const isAlone = model.phases.length === 1;
  const phases = model.phases.map(({ name, trains }) => ({
    name,
    optimizer: { type: 'adam', params: { ...adam } },
    ...(isAlone ? {} : { losses: [{ node: name, weight: 1 }], updates: [trains.replace(/\.$/, '')] }),
  }));
  const built = buildTrainStep(lower(model), { phases });
  if (!built.ok) return internal(built.error.map(({ message }) => message).join('; '));
  const program = { ...built.value, graph: optimize(built.value.graph) };
  return { program, flops: productFlops(program.graph) };
}

/** The bytes of a step, K steps a call. */
export function encodeModel({ program }: CompiledModel, stepsPerCall: number, target: Target): Uint8Array {
  return encodeProgram(stepsPerCall > 1 ? repeatSteps(program, stepsPerCall) : program, { target });
}

function lower(model: BenchModel): Trainable {
  const b = new Builder();
  const parameters = model.parameters.map(({ name, shape, init }) => ({
    name,
    shape,
    init,
    value: b.input(name, { dtype: 'float32', shape }),
  }));
  const data = model.columns.map((column) => {
    const dtype = column.kind === 'classes' ? ('int32' as const) : ('float32' as const);
    const value = b.input(column.name, { dtype, shape: [model.batch, ...column.shape] });
    return { name: column.name, column: 'x', use: 'input' as const, value };
  });
  const known = new Map(parameters.map(({ name, value }) => [name, value]));
  const columns = new Map(data.map(({ name, value }) => [name, value]));
  const losses = model.phases.map((phase) => {
    const loss = phase.loss(netloomOps(b), {
      parameter: (name) => known.get(name) ?? internal(`no parameter ${name}`),
      data: (name) => columns.get(name) ?? internal(`no column ${name}`),
    });
    return { nodeId: phase.name, value: b.reshape(loss, [1]) };
  });
  return { b, parameters, data, random: [], losses, metrics: [], outputs: [] };
}

const products = new Set(['conv', 'convTranspose', 'convWeightGrad', 'gemm', 'matmul', 'lstm', 'gru', 'rnn']);

function productFlops(graph: Graph): number {
  return graph.nodes.reduce((sum, node) => {
    if (node.op === 'scan') {
      const time = node.inputs[node.attrs.states]?.type.shape[0];
      return sum + (typeof time === 'number' ? time : 1) * productFlops(node.attrs.body);
    }
    const count = opOf(node.op).flops as ((node: unknown) => number) | undefined;
    return products.has(node.op) ? sum + (count?.(node) ?? 0) : sum;
  }, 0);
}
