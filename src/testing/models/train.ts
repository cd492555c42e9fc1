import type { ProgramInput, ProgramOutput } from '../../compiler/program';
import { internal } from '../../core/errors';
import { type RefTensor, tensor, volume } from '../reference/tensor';
import { type Fixture, optimizers, STEPS } from './models';

type Feeds = Readonly<Record<string, RefTensor>>;
/** Runs the train step once: the interpreter or a session. */
export type Run = (feeds: Feeds) => Promise<Record<string, RefTensor>>;

/** What PyTorch's golden values hold, each with a leading axis of STEPS. */
export type Curve = Record<string, RefTensor>;

/** Trains STEPS steps, K of them a call; parameters are seen after every call. */
export async function train({ program, parameters, batches }: Fixture, optimizer: string, run: Run): Promise<Curve> {
  const k = program.stepsPerCall;
  const rows = new Map<string, number[]>();
  const keep = (name: string, data: Iterable<number>) => rows.set(name, [...(rows.get(name) ?? []), ...data]);
  let carried: Record<string, Float64Array> = {
    parameters: Float64Array.from(program.layout.flatMap(({ name }) => [...(parameters[name]?.data ?? [])])),
  };
  for (const { name, slots } of program.optimizer.states)
    carried[name] = new Float64Array(slots.reduce((sum, { shape }) => sum + volume(shape), 0));
  for (let step = 0; step < STEPS; step += k) {
    const feeds = program.inputs.map((input) => [input.name, feed(input, { carried, batches, optimizer, step, k })]);
    const results = await run(Object.fromEntries(feeds));
    const next: Record<string, Float64Array> = {};
    for (const output of program.outputs) {
      const { data } = results[output.name] ?? internal(`no output ${output.name}`);
      if (output.role === 'parameters' || output.role === 'state') next[carriedName(output)] = data;
      else keep(output.name, data);
    }
    carried = next;
    for (const { name, shape, offset } of program.layout)
      keep(name, next.parameters?.subarray(offset, offset + volume(shape)) ?? []);
  }
  return Object.fromEntries(
    [...rows].map(([name, data]) => {
      const shape = program.layout.find((slot) => slot.name === name)?.shape;
      return [name, tensor('float32', shape ? [STEPS / k, ...shape] : [STEPS], data)];
    }),
  );
}

function carriedName(end: (ProgramInput | ProgramOutput) & { role: 'parameters' | 'state' }): string {
  return end.role === 'state' ? end.state : 'parameters';
}

interface Now {
  readonly carried: Readonly<Record<string, Float64Array>>;
  readonly batches: Feeds;
  readonly optimizer: string;
  readonly step: number;
  readonly k: number;
}

function feed(input: ProgramInput, { carried, batches, optimizer, step, k }: Now): RefTensor {
  const { dtype, shape } = input.type;
  const dims = shape as number[];
  switch (input.role) {
    case 'parameters':
    case 'state':
      return { dtype, dims, data: carried[carriedName(input)] ?? internal(`nothing carried for ${input.name}`) };
    case 'step':
      return tensor(dtype, dims, [step]);
    case 'learningRate': {
      const rate = Math.fround(Number(optimizers[optimizer]?.params.learningRate));
      return tensor(dtype, dims, new Array(volume(dims)).fill(rate));
    }
    case 'data':
    case 'random': {
      const all = batches[input.role === 'data' ? input.column : input.name] ?? internal(`no ${input.name}`);
      const one = volume(all.dims.slice(1));
      return { dtype, dims, data: all.data.slice(step * one, (step + k) * one) };
    }
    default:
      return input satisfies never;
  }
}
