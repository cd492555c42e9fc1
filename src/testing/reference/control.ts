import { internal } from '../../core/errors';
import { at, type Kernel } from './kernel';
import { fromHost, type RefTensor, volume } from './tensor';

export const input: Kernel<'input'> = ({ attrs: { name }, feeds }) => [feeds[name] ?? internal(`no feed ${name}`)];

export const constant: Kernel<'constant'> = ({ attrs: { tensor } }) => [fromHost(tensor)];

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
