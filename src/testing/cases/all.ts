import type { Shape } from '../../core/shape';
import type { OpAttrs, OpName } from '../../ir/op';
import { opOf } from '../../ir/registry';
import type { Forward } from '../differentiate';
import type { RefTensor } from '../reference/tensor';
import { Numbers, type OpCase, type OpCases } from './case';
import { opCases } from './registry';

/** A case with its inputs drawn, its operator forgotten by the type. */
export interface DrawnCase {
  readonly op: OpName;
  readonly name: string;
  readonly inputs: readonly RefTensor[];
  readonly attrs: OpAttrs[OpName];
  readonly kink: boolean;
  readonly declared: readonly Shape[] | undefined;
  /** All results of the operator. */
  readonly forward: Forward;
}

export const opNames = Object.keys(opCases) as OpName[];

/** What the gradient rule of an operator is said to be. */
export function gradientOf(op: OpName): OpCases<OpName>['gradient'] {
  return opCases[op].gradient;
}

/** All cases of one operator. */
export function casesOf(op: OpName): DrawnCase[] {
  // the cases and the name belong to the same operator
  const cases = opCases[op].cases as readonly OpCase<OpName>[];
  return cases.map((item) => ({
    op,
    name: item.name,
    inputs: item.inputs(new Numbers(op, item.name)),
    attrs: item.attrs,
    kink: item.kink ?? false,
    declared: item.declared,
    forward: forwardOf(op, item.attrs),
  }));
}

function forwardOf<K extends OpName>(op: K, attrs: OpAttrs[K]): Forward {
  // inputs are made by whoever builds the graph
  if (op === 'input') return (_, inputs) => inputs;
  return (b, inputs) => {
    const types = inputs.map(({ type }) => type);
    const def = opOf(op);
    return b.append(op, inputs, attrs, def.infer(types, attrs), b.origin).slice(0, def.results);
  };
}
