import type { DType } from '../../core/dtype';
import { Rng } from '../../core/rng';
import type { Shape } from '../../core/shape';
import type { OpAttrs, OpName } from '../../ir/op';
import { type RefTensor, tensor, volume } from '../reference/tensor';

/** One way to call an operator. */
export interface OpCase<K extends OpName> {
  /** Unique within the operator; seeds its numbers. */
  readonly name: string;
  inputs(numbers: Numbers): readonly RefTensor[];
  readonly attrs: OpAttrs[K];
  /** At a corner of the function: gradients are compared with PyTorch's choice there, not with differences. */
  readonly kink?: true;
  /** Declares these input shapes, with symbolic sizes, in one more ONNX comparison of the values. */
  readonly declared?: readonly Shape[];
}

export interface OpCases<K extends OpName> {
  /** What the operator's gradient rule is: written, none needed, or none possible. */
  readonly gradient: 'rule' | 'zero' | 'undefined';
  readonly cases: readonly [OpCase<K>, ...OpCase<K>[]];
}

/**
 * Seeded inputs. Floats are multiples of 1/64 (1/32 where they must be apart): sums of products of them are exact in float32
 * in any order, so that a comparison at 1e-5 measures the operator and not the summation.
 */
export class Numbers {
  private readonly rng: Rng;

  constructor(op: string, name: string) {
    this.rng = Rng.of(20, op, name);
  }

  /** About standard normal. */
  readonly normal = (...dims: number[]): RefTensor => this.fill(dims, () => Math.round(this.rng.normal() * 64) / 64);

  /** About half as large. */
  readonly gentle = (...dims: number[]): RefTensor => this.fill(dims, () => Math.round(this.rng.normal() * 32) / 64);

  /** In [0, 1), as the generator gives them to a layer. */
  readonly uniform = (...dims: number[]): RefTensor => this.fill(dims, () => this.rng.int(64) / 64);

  /** In [0.25, 3]. */
  readonly positive = (...dims: number[]): RefTensor => this.fill(dims, () => (16 + this.rng.int(177)) / 64);

  /** In ±[0.25, 2.25): away from the corner at 0. */
  readonly nonzero = (...dims: number[]): RefTensor =>
    this.fill(dims, () => (this.rng.int(2) === 0 ? -1 : 1) * ((16 + this.rng.int(128)) / 64));

  /** In (-0.93, 0.93): where arcsin and its like are smooth. */
  readonly within = (...dims: number[]): RefTensor => this.fill(dims, () => (this.rng.int(119) - 59) / 64);

  /** In [1.25, 4]. */
  readonly aboveOne = (...dims: number[]): RefTensor => this.fill(dims, () => (80 + this.rng.int(177)) / 64);

  /** In (-3, 3), never a multiple of 1/64: away from every jump there. */
  readonly between = (...dims: number[]): RefTensor => this.fill(dims, () => (2 * this.rng.int(384) - 383) / 128);

  /** All different, at least 1/32 from each other and from 0: away from the corners of a maximum. */
  readonly apart = (...dims: number[]): RefTensor => {
    const order = Uint32Array.from({ length: volume(dims) }, (_, i) => i);
    this.rng.shuffle(order);
    return tensor(
      'float32',
      dims,
      [...order].map((place) => (2 * place - order.length + 1.5) / 32),
    );
  };

  /** Whole numbers in [low, high] of any type. */
  readonly whole = (dtype: DType, low: number, high: number, ...dims: number[]): RefTensor => ({
    ...this.fill(dims, () => low + this.rng.int(high - low + 1)),
    dtype,
  });

  readonly bool = (...dims: number[]): RefTensor => this.whole('bool', 0, 1, ...dims);

  private fill(dims: readonly number[], draw: () => number): RefTensor {
    return tensor('float32', dims, Array.from({ length: volume(dims) }, draw));
  }
}

/** float32 elements as they stand, row-major. */
export function given(dims: readonly number[], ...values: number[]): RefTensor {
  return tensor('float32', dims, values);
}

/** The same numbers under another element type. */
export function as(dtype: DType, x: RefTensor): RefTensor {
  return { ...x, dtype };
}
