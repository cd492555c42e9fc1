import type { Numbers } from '../cases/case';
import type { Forward } from '../differentiate';
import type { RefTensor } from '../reference/tensor';

/** One way to call a function that writes several operators. */
export interface CompositeCase {
  /** Unique within the function; seeds its numbers. */
  readonly name: string;
  inputs(numbers: Numbers): readonly RefTensor[];
  /** What the script that makes golden values needs to call PyTorch's counterpart. */
  readonly attrs: Readonly<Record<string, unknown>>;
  readonly forward: Forward;
  /** At a corner of the function: gradients are compared with PyTorch's choice there, not with differences. */
  readonly kink?: true;
  /** Input shapes with symbolic sizes: the function must be writable for them too. */
  readonly declared?: readonly (readonly (number | string)[])[];
}
