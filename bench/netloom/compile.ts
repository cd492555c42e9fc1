import type { TrainProgram } from '../../src/compiler/program';
import { repeatSteps } from '../../src/compiler/repeat';
import type { Trainable } from '../../src/compiler/trainable';
import { buildTrainStep } from '../../src/compiler/trainStep';
import { internal } from '../../src/core/errors';
import { Builder } from '../../src/ir/builder';
import type { Graph, Target, Value } from '../../src/ir/op';
import { optimize } from '../../src/ir/passes/optimize';
import { opOf } from '../../src/ir/registry';
import { encodeProgram } from '../../src/onnx/encode';
import { adam, type BenchModel, type Parameter, type Phase, sizeOf } from '../models/model';
import { netloomOps } from './ops';

/** The train step of one phase. Parameters of other phases come in as one vector, the data input `other`. */
export interface CompiledPhase {
  readonly program: TrainProgram;
  /** Parameters that are read only, in the order of `other`. */
  readonly others: readonly Parameter[];
  /** Floating-point operations of its products (convolutions, matrix products), multiply and add counted apart. */
  readonly flops: number;
}

/** Cuts the train step of each phase from a model. */
export function compileModel(model: BenchModel): CompiledPhase[] {
  return model.phases.map((phase) => {
    const others = model.parameters.filter(({ name }) => !name.startsWith(phase.trains));
    const built = buildTrainStep(lower(model, phase, others), {
      phases: [{ name: phase.name, optimizer: { type: 'adam', params: { ...adam } } }],
    });
    if (!built.ok) return internal(built.error.map(({ message }) => message).join('; '));
    const program = { ...built.value, graph: optimize(built.value.graph) };
    return { program, others, flops: productFlops(program.graph) };
  });
}

/** The bytes of a phase, K steps a call. */
export function encodePhase({ program }: CompiledPhase, stepsPerCall: number, target: Target): Uint8Array {
  return encodeProgram(stepsPerCall > 1 ? repeatSteps(program, stepsPerCall) : program, { target });
}

export const OTHER = 'other';

function lower(model: BenchModel, phase: Phase, others: readonly Parameter[]): Trainable {
  const b = new Builder();
  const parameters = model.parameters
    .filter((parameter) => !others.includes(parameter))
    .map(({ name, shape, init }) => ({ name, shape, init, value: b.input(name, { dtype: 'float32', shape }) }));
  const data = model.columns.map((column) => {
    const dtype = column.kind === 'classes' ? ('int32' as const) : ('float32' as const);
    return { name: column.name, value: b.input(column.name, { dtype, shape: [model.batch, ...column.shape] }) };
  });
  const frozen = others.length > 0 ? [{ name: OTHER, value: otherInput(b, others) }] : [];
  const known = new Map([...parameters.map(({ name, value }) => [name, value] as const), ...cut(b, frozen, others)]);
  const columns = new Map(data.map(({ name, value }) => [name, value]));
  const loss = phase.loss(netloomOps(b), {
    parameter: (name) => known.get(name) ?? internal(`no parameter ${name}`),
    data: (name) => columns.get(name) ?? internal(`no column ${name}`),
  });
  return {
    b,
    parameters,
    data: [...data, ...frozen].map((input) => ({ column: 'x', use: 'input' as const, ...input })),
    random: [],
    losses: [{ value: b.reshape(loss, [1]) }],
    metrics: [],
    outputs: [],
  };
}

function otherInput(b: Builder, others: readonly Parameter[]): Value {
  return b.input(OTHER, { dtype: 'float32', shape: [others.reduce((sum, { shape }) => sum + sizeOf(shape), 0)] });
}

function cut(
  b: Builder,
  frozen: readonly { value: Value }[],
  others: readonly Parameter[],
): (readonly [string, Value])[] {
  return frozen.flatMap(({ value }) => {
    const pieces = b.ops('split', [value], { axis: 0, sizes: others.map(({ shape }) => sizeOf(shape)) });
    return others.map(({ name, shape }, i) => [name, b.reshape(pieces[i] as Value, shape)] as const);
  });
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
