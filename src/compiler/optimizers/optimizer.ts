import type { Localized } from '../../core/locale';
import type { Builder } from '../../ir/builder';
import type { Value } from '../../ir/op';
import type { Fields, ParamsOf } from '../../layers/fields';

export interface UpdateArgs<F extends Fields> {
  readonly b: Builder;
  /** Parameters, float32 [P]. */
  readonly p: Value;
  /** Shapes of the parameters that lie one behind the other in the vectors. */
  readonly shapes: readonly (readonly number[])[];
  /** Gradient, float32 [P]. */
  readonly g: Value;
  /** The vectors `states` named, float32 [P], zeros at first. */
  readonly states: Readonly<Record<string, Value>>;
  /** Learning rate of this step, float32 []. */
  readonly lr: Value;
  /** Steps done before this one, float32 []. */
  readonly step: Value;
  readonly params: ParamsOf<F>;
}

/** One optimizer, over the whole flat vector at once. `learningRate` is a field of every one; schedules scale it. */
export interface OptimizerDef<F extends Fields = Fields> {
  readonly type: string;
  readonly name: Localized;
  readonly summary: Localized;
  /** LaTeX: θ parameters, g their gradient, η the learning rate, λ weight decay, t the step. */
  readonly formula: string;
  readonly references: readonly string[];
  readonly fields: F & { readonly learningRate: Fields[string] };
  /** Names of the vectors it keeps between steps. */
  states(params: ParamsOf<F>): readonly string[];
  update(args: UpdateArgs<F>): { readonly p: Value; readonly states: Readonly<Record<string, Value>> };
}

export function defineOptimizer<F extends Fields>(def: OptimizerDef<F>): OptimizerDef<F> {
  return def;
}
