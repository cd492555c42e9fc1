import { isFloat } from '../core/dtype';
import { Rng } from '../core/rng';
import type { Graph } from '../ir/op';
import { eliminateDeadCode } from '../ir/passes/deadCode';
import type { DrawnBlock } from './blocks';
import { type DrawnCase, gradientOf } from './cases/all';
import type { DrawnComposite } from './composites/cases';
import { cotangents, type Forward, forwardGraph, gradientGraph, named } from './differentiate';
import { floats } from './gradcheck';
import type { DrawnLayerCase } from './layers/layerCase';
import type { RefTensor } from './reference/tensor';

export interface CaseProgram {
  readonly graph: Graph;
  readonly feeds: Readonly<Record<string, RefTensor>>;
}

/** What is run: a function with its inputs, and a name that seeds the weights of its outputs. */
export interface Tried {
  readonly of: string;
  readonly name: string;
  readonly inputs: readonly RefTensor[];
  readonly forward: Forward;
  readonly differentiable: boolean;
}

/** Outputs and, where the function is differentiable, the gradients of their weighted sum for every float input. */
export function programOf(item: Tried): CaseProgram {
  const types = item.inputs.map(({ dtype, dims }) => ({ dtype, shape: dims }));
  const forward = forwardGraph(types, item.forward);
  const wrt = floats(item.inputs);
  const results = forward.outputs.map(({ value }) => ({ dtype: value.type.dtype, dims: value.type.shape as number[] }));
  if (!item.differentiable || wrt.length === 0 || !results.some(({ dtype }) => isFloat(dtype)))
    return { graph: forward, feeds: named('x', item.inputs) };
  return {
    graph: eliminateDeadCode(gradientGraph(types, item.forward, wrt)),
    feeds: { ...named('x', item.inputs), ...cotangents(Rng.of(30, item.of, item.name), results) },
  };
}

/** The program of an operator's case. */
export function caseProgram(item: DrawnCase): CaseProgram {
  return programOf({ ...item, of: item.op, differentiable: gradientOf(item.op) === 'rule' });
}

/** The program of a composite's case. */
export function compositeProgram(item: DrawnComposite): CaseProgram {
  return programOf({ ...item, of: item.op, differentiable: true });
}

/** The program of a ready-made module. */
export function blockProgram(item: DrawnBlock): CaseProgram {
  return programOf({ ...item, of: item.preset, differentiable: true });
}

/** The program of a layer's case. */
export function layerProgram(item: DrawnLayerCase): CaseProgram {
  return programOf({ ...item, of: item.layer.type, differentiable: true });
}

/** The case alone with symbolic sizes in its inputs. */
export function symbolicProgram(item: Pick<DrawnCase, 'declared' | 'inputs' | 'forward'>): CaseProgram | undefined {
  if (!item.declared) return undefined;
  const types = item.declared.map((shape, i) => ({ dtype: item.inputs[i]?.dtype ?? 'float32', shape }));
  return { graph: forwardGraph(types, item.forward), feeds: named('x', item.inputs) };
}
