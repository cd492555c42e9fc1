import type { OpName } from '../../ir/op';
import { as, given, type Numbers, type OpCase, type OpCases } from './case';

export type Draw = (numbers: Numbers) => Numbers['normal'];

export interface UnaryTrial {
  /** ONNX Runtime has no float64 kernel. */
  readonly single?: true;
}

/** Shapes of every kind for y = f(x). */
export function unaryCases<K extends OpName>(
  draw: Draw,
  attrs: OpCase<K>['attrs'],
  special: readonly OpCase<K>[] = [],
  { single }: UnaryTrial = {},
): OpCases<K>['cases'] {
  const double: OpCase<K> = { name: 'float64', inputs: (n) => [as('float64', draw(n)(4))], attrs };
  return [
    { name: 'matrix', inputs: (n) => [draw(n)(3, 5)], attrs },
    { name: 'scalar', inputs: (n) => [draw(n)()], attrs },
    { name: 'rank 4', inputs: (n) => [draw(n)(2, 1, 2, 3)], attrs },
    { name: 'empty', inputs: (n) => [draw(n)(2, 0)], attrs },
    ...(single ? [] : [double]),
    { name: 'symbolic batch', inputs: (n) => [draw(n)(3, 2)], attrs, declared: [['B', 2]] },
    ...special,
  ];
}

/** A vector of the values as they stand; `kink`: one of them is a corner. */
export function at<K extends OpName>(
  name: string,
  values: readonly number[],
  attrs: OpCase<K>['attrs'],
  kink?: true,
): OpCase<K> {
  return { name, inputs: () => [given([values.length], ...values)], attrs, ...(kink ? { kink } : {}) };
}
