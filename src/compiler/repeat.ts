import { internal } from '../core/errors';
import { Builder } from '../ir/builder';
import { inline } from '../ir/inline';
import type { Graph, GraphInput, Value } from '../ir/op';
import type { ProgramInput, ProgramOutput, TrainProgram } from './program';

/** Roles that one step hands to the next. */
const carried = new Set<ProgramInput['role']>(['parameters', 'state', 'step']);

/**
 * K steps in one call: Scan over a super-batch. What a call costs is paid once, the numbers are those of K calls.
 * Data, random tensors and learning rates gain a leading [K] axis, and so do loss, metrics and gradient norm.
 */
export function repeatSteps(step: TrainProgram, k: number): TrainProgram {
  const states = step.inputs.filter((input) => carried.has(input.role));
  const scanned = step.inputs.filter((input) => !carried.has(input.role));
  const handedOn = step.outputs.filter((output) => output.role === 'parameters' || output.role === 'state');
  const watched = step.outputs.filter((output) => output.role !== 'parameters' && output.role !== 'state');
  const body = bodyOf(step, [...states, ...scanned], states, handedOn, watched);
  const b = new Builder();
  const outerInputs = [...states, ...scanned].map(
    (input): ProgramInput =>
      carried.has(input.role) ? input : { ...input, type: { ...input.type, shape: [k, ...input.type.shape] } },
  );
  const results = b.ops(
    'scan',
    outerInputs.map(({ name, type }) => b.input(name, type)),
    { body, states: states.length },
  );
  const named = Object.fromEntries(
    body.outputs.flatMap(({ name }, i) => (name === 'step_next' ? [] : [[name, results[i] as Value]])),
  );
  return { ...step, graph: b.graph(named), inputs: outerInputs, outputs: [...handedOn, ...watched], stepsPerCall: k };
}

/** The step as a Scan body: states in the order of the inputs, the step counter counted up. */
function bodyOf(
  step: TrainProgram,
  order: readonly ProgramInput[],
  states: readonly ProgramInput[],
  handedOn: readonly ProgramOutput[],
  watched: readonly ProgramOutput[],
): Graph {
  const b = new Builder();
  const bindings = new Map<Value, Value>();
  const inputs = order.map(({ name, type }): GraphInput => {
    const old = step.graph.inputs.find((input) => input.name === name)?.value ?? internal(`no input ${name}`);
    const value = b.input(name, type);
    bindings.set(old, value);
    return { name, value };
  });
  inline(step.graph.nodes, b, bindings);
  const result = (name: string): Value => {
    const old = step.graph.outputs.find((output) => output.name === name)?.value ?? internal(`no output ${name}`);
    return bindings.get(old) ?? internal(`output ${name} was not copied`);
  };
  const counter = inputs.find((_, i) => states[i]?.role === 'step')?.value ?? internal('no step counter');
  const next = states.map((state) => {
    if (state.role === 'step') return { name: 'step_next', value: b.op('add', [counter, b.scalar(1)]) };
    const output = handedOn.find(
      (item) =>
        item.role === state.role && (item.role !== 'state' || state.role !== 'state' || item.state === state.state),
    );
    const { name } = output ?? internal(`nothing follows ${state.name}`);
    return { name, value: result(name) };
  });
  const seen = watched.map(({ name }) => ({ name, value: result(name) }));
  return { ...b.graph({}), inputs, outputs: [...next, ...seen] };
}
