import { formatShape, normalizeAxis, type Shape, sameShape, type TensorType } from '../../../core/shape';
import { type NodeContext, type Rule, type RuleTable, since } from '../rule';
import type { Subgraph } from '../subgraph';

/** A branch that is known already is taken at import; else both are kept and run. */
const branch: Rule = (c) => {
  const known = c.known(0)?.data[0];
  const [yes, no] = [c.attrs.graph('then_branch'), c.attrs.graph('else_branch')];
  if (known !== undefined) return c.inlined(known ? yes : no);
  const bodies = { then_branch: c.subgraph(yes, []), else_branch: c.subgraph(no, []) };
  return c.carried(1, commonTypes(c, bodies.then_branch, bodies.else_branch), { bodies });
};

const typesOf = ({ graph }: Subgraph): TensorType[] => graph.outputs.map(({ value }) => value.type);

/** What both branches give; sizes they do not agree on are for the run to tell. */
function commonTypes(c: NodeContext, first: Subgraph, second: Subgraph): TensorType[] {
  const [left, right] = [typesOf(first), typesOf(second)];
  if (left.length !== right.length) c.refuse('branches of different outputs');
  return left.map(({ dtype, shape }, output) => {
    const other = right[output] ?? c.refuse('branches of different outputs');
    if (dtype !== other.dtype || shape.length !== other.shape.length)
      c.refuse(`branches of ${dtype} ${formatShape(shape)} and ${other.dtype} ${formatShape(other.shape)}`);
    return {
      dtype,
      shape: shape.map((size, axis) => (size === other.shape[axis] ? size : c.unknownSize(output, axis))),
    };
  });
}

/** The body hands its states on; what it gives beside them is stacked on a new first axis. */
const loop: Rule = (c) => {
  const body = c.attrs.graph('body');
  const states = Array.from({ length: Math.max(0, c.arity - 2) }, (_, i) => c.type(i + 2));
  const counter = body.inputs[0]?.type;
  const index: Shape = counter?.kind === 'tensor' && counter.shape?.length === 1 ? [1] : [];
  const inner = c.subgraph(body, [{ dtype: 'int64', shape: index }, { dtype: 'bool', shape: [] }, ...states]);
  const [, ...results] = typesOf(inner);
  expectStates(c, states, results);
  const steps = stepCount(c, inner) ?? c.unknownSize(states.length, 0);
  const stacked = results.slice(states.length).map(({ dtype, shape }) => ({ dtype, shape: [steps, ...shape] }));
  return c.carried(11, [...states, ...stacked], { bodies: { body: inner } });
};

function expectStates(c: NodeContext, before: readonly TensorType[], after: readonly TensorType[]): void {
  for (const [i, state] of before.entries()) {
    const next = after[i];
    if (next?.dtype !== state.dtype || !sameShape(next.shape, state.shape))
      c.refuse(`a state of ${formatShape(state.shape)} that becomes ${formatShape(next?.shape ?? [])}`);
  }
}

/** The number of steps where it is known: the trip count, if nothing can end the loop before. */
function stepCount(c: NodeContext, { graph }: Subgraph): number | undefined {
  const trips = c.has(0) ? c.known(0)?.data[0] : undefined;
  if (typeof trips !== 'bigint' || (c.has(1) && !c.known(1)?.data[0])) return undefined;
  const [goesOn, condition] = [graph.outputs[0]?.value, graph.inputs[1]?.value];
  return goesOn === condition ? Math.max(0, Number(trips)) : undefined;
}

/** One step for each slice of the scanned inputs. */
const scan: Rule = (c) => {
  const body = c.attrs.graph('body');
  const scanned = c.attrs.int('num_scan_inputs') ?? c.attrs.missing('num_scan_inputs');
  const count = c.arity - scanned;
  if (scanned < 1 || count < 0) c.refuse(`${scanned} scanned inputs of ${c.arity}`);
  const states = Array.from({ length: count }, (_, i) => c.type(i));
  const axes = c.attrs.ints('scan_input_axes') ?? new Array<number>(scanned).fill(0);
  const slices = axes.map((axis, i): TensorType => {
    const { dtype, shape } = c.type(count + i);
    return { dtype, shape: shape.toSpliced(normalizeAxis(axis, shape.length), 1) };
  });
  const inner = c.subgraph(body, [...states, ...slices]);
  const results = typesOf(inner);
  expectStates(c, states, results);
  const first = c.type(count).shape;
  const steps = first[normalizeAxis(axes[0] ?? 0, first.length)] ?? c.refuse('no scanned input');
  const placed = c.attrs.ints('scan_output_axes') ?? results.map(() => 0);
  const stacked = results.slice(count).map(({ dtype, shape }, i) => ({
    dtype,
    shape: shape.toSpliced(normalizeAxis(placed[i] ?? 0, shape.length + 1), 0, steps),
  }));
  return c.carried(11, [...states, ...stacked], { bodies: { body: inner } });
};

export const controlRules: RuleTable = {
  If: since(1, branch),
  Loop: since(1, loop),
  Scan: since(9, scan),
};
