import { internal } from '../../core/errors';
import { at, type Kernel } from './kernel';
import { fromHost, type RefTensor, volume } from './tensor';

export const input: Kernel<'input'> = ({ attrs: { name }, feeds }) => [feeds[name] ?? internal(`no feed ${name}`)];

export const constant: Kernel<'constant'> = ({ attrs: { tensor } }) => [fromHost(tensor)];

export const after: Kernel<'after'> = ({ inputs }) => [at(inputs, 0)];

/** The n-th slice of the first axis. */
function sliceAt({ dtype, dims, data }: RefTensor, n: number): RefTensor {
  const rest = dims.slice(1);
  const size = volume(rest);
  return { dtype, dims: rest, data: data.slice(n * size, (n + 1) * size) };
}

/**
 * states_0 given; (states_n+1, y_n) = body(states_n, x_n, captured); gives the last states and y stacked on a new first axis.
 * Reversed, n runs from the last slice to the first and y_n still lies at n.
 */
export const scan: Kernel<'scan'> = ({ inputs, outputs, attrs: { body, states, captured = 0, reverse }, run }) => {
  const names = body.outputs.map(({ name }) => name);
  const fixed = inputs.slice(inputs.length - captured);
  const length = at(inputs, states).dims[0] ?? 0;
  let held = inputs.slice(0, states);
  const stacks = outputs.slice(states).map(({ dims }) => new Float64Array(volume(dims)));
  for (let i = 0; i < length; i++) {
    const n = reverse ? length - 1 - i : i;
    const slices = inputs.slice(states, inputs.length - captured).map((x) => sliceAt(x, n));
    const given = [...held, ...slices, ...fixed];
    const results = run(body, Object.fromEntries(body.inputs.map(({ name }, j) => [name, at(given, j)])));
    const ordered = names.map((name) => results[name] ?? internal(`the body gave no ${name}`));
    held = ordered.slice(0, states);
    for (const [j, stack] of stacks.entries()) {
      const { data } = at(ordered, states + j);
      stack.set(data, n * data.length);
    }
  }
  return [...held, ...stacks.map((data, i) => ({ ...at(outputs, states + i), data }))];
};

/** Meaning of the few ONNX operators our cases carry over; the IR itself does not know them. */
const carried: Readonly<Record<string, Kernel<'onnx'>>> = {
  Det: ({ inputs, outputs }) => {
    const { data, dims } = at(inputs, 0);
    const n = dims.at(-1) ?? 0;
    const type = at(outputs, 0);
    const of = (i: number) => determinant(data.slice(i * n * n, (i + 1) * n * n), n);
    return [{ ...type, data: Float64Array.from({ length: volume(type.dims) }, (_, i) => of(i)) }];
  },
  If: ({ inputs, attrs: { bodies, places }, run }) => {
    const [first = internal('no branch'), second = internal('no branch')] = Object.values(bodies);
    const yes = at(inputs, 0).data[0] !== 0;
    const from = places.length + (yes ? 0 : first.captured);
    const { graph, captured } = yes ? first : second;
    return ordered(graph, inputs.slice(from, from + captured), run);
  },
  // the trip count is given, the condition is not
  Loop: ({ inputs, outputs, attrs: { bodies, places }, run }) => {
    const { graph } = bodies.body ?? internal('no body');
    let held = inputs.slice(1, places.length);
    const stacks: number[][] = outputs.slice(held.length).map(() => []);
    const trips = at(inputs, 0).data[0] ?? 0;
    for (let i = 0; i < trips; i++) {
      const step: RefTensor = { dtype: 'int64', dims: [], data: Float64Array.of(i) };
      const go: RefTensor = { dtype: 'bool', dims: [], data: Float64Array.of(1) };
      const [, ...results] = ordered(graph, [step, go, ...held, ...inputs.slice(places.length)], run);
      for (const [j, stack] of stacks.entries()) stack.push(...at(results, held.length + j).data);
      held = results.slice(0, held.length);
    }
    return [...held, ...stacks.map((data, j) => ({ ...at(outputs, held.length + j), data: Float64Array.from(data) }))];
  },
};

export const onnx: Kernel<'onnx'> = (args) =>
  (carried[args.attrs.opType] ?? internal(`no meaning for ${args.attrs.opType}`))(args);

function ordered(
  graph: Parameters<Parameters<Kernel<'onnx'>>[0]['run']>[0],
  given: readonly RefTensor[],
  run: Parameters<Kernel<'onnx'>>[0]['run'],
): RefTensor[] {
  const results = run(graph, Object.fromEntries(graph.inputs.map(({ name }, i) => [name, at(given, i)])));
  return graph.outputs.map(({ name }) => results[name] ?? internal(`the body gave no ${name}`));
}

/** By the first row (Laplace). */
function determinant(m: Float64Array, n: number): number {
  if (n === 0) return 1;
  let sum = 0;
  for (let column = 0; column < n; column++) {
    const minor = m.filter((_, i) => i >= n && i % n !== column);
    sum += (column % 2 === 0 ? 1 : -1) * (m[column] as number) * determinant(minor, n - 1);
  }
  return sum;
}
