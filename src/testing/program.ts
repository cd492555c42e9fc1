import { isFloat } from '../core/dtype';
import { Rng } from '../core/rng';
import type { Graph } from '../ir/op';
import { eliminateDeadCode } from '../ir/passes/deadCode';
import { type DrawnCase, gradientOf } from './cases/all';
import { cotangents, forwardGraph, gradientGraph, named } from './differentiate';
import { floats } from './gradcheck';
import type { RefTensor } from './reference/tensor';

export interface CaseProgram {
  readonly graph: Graph;
  readonly feeds: Readonly<Record<string, RefTensor>>;
}

/** Outputs of a case and, where its operator has a gradient, the gradients of their weighted sum for every float input. */
export function caseProgram(item: DrawnCase): CaseProgram {
  const types = item.inputs.map(({ dtype, dims }) => ({ dtype, shape: dims }));
  const forward = forwardGraph(types, item.forward);
  const wrt = floats(item.inputs);
  const results = forward.outputs.map(({ value }) => ({ dtype: value.type.dtype, dims: value.type.shape as number[] }));
  const differentiable =
    gradientOf(item.op) === 'rule' && wrt.length > 0 && results.some(({ dtype }) => isFloat(dtype));
  if (!differentiable) return { graph: forward, feeds: named('x', item.inputs) };
  return {
    graph: eliminateDeadCode(gradientGraph(types, item.forward, wrt)),
    feeds: { ...named('x', item.inputs), ...cotangents(Rng.of(30, item.op, item.name), results) },
  };
}

/** The case alone with symbolic sizes in its inputs. */
export function symbolicProgram(item: DrawnCase): CaseProgram | undefined {
  if (!item.declared) return undefined;
  const types = item.declared.map((shape, i) => ({ dtype: item.inputs[i]?.dtype ?? 'float32', shape }));
  return { graph: forwardGraph(types, item.forward), feeds: named('x', item.inputs) };
}
