import { describe, expect, it } from 'vitest';
import { ShapeError } from '../core/errors';
import type { TensorType } from '../core/shape';
import { Builder } from '../ir/builder';
import { given } from '../testing/cases/case';
import { lowerLayer } from '../testing/layers/layerCase';
import { interpret } from '../testing/reference/interpret';
import { crossEntropy } from './defs/crossEntropy';
import { checkField, defaultsOf } from './fields';
import { weighted } from './losses';

describe('a weighted mean', () => {
  const of = (value: number[], weight: number[]) => {
    const b = new Builder();
    const [x, w] = ['x', 'w'].map((name) => b.input(name, { dtype: 'float32', shape: [value.length] }));
    const graph = b.graph({ y: weighted(b, x!, w) });
    return [
      ...(interpret(graph, { x: given([value.length], ...value), w: given([weight.length], ...weight) }).y?.data ?? []),
    ];
  };

  it('of a batch is the sum of the values over the sum of the weights', () => {
    const each = of([3, 0, 2], [1, 0, 4]);
    expect(each.reduce((sum, x) => sum + x, 0) / 3).toBeCloseTo(5 / 5, 6);
  });

  it('is 0 where nothing counts: a batch of padding', () => {
    expect(of([0, 0], [0, 0])).toEqual([0, 0]);
  });
});

describe('cross-entropy', () => {
  const float = (...shape: (number | string)[]): TensorType => ({ dtype: 'float32', shape });
  const int = (...shape: (number | string)[]): TensorType => ({ dtype: 'int32', shape });
  const problem = (logits: TensorType, target: TensorType, params = {}): ShapeError => {
    try {
      lowerLayer(crossEntropy, {
        mode: 'train',
        batch: 4,
        ports: { logits, target },
        params: { ...defaultsOf(crossEntropy.params), ...params },
      });
    } catch (error) {
      if (error instanceof ShapeError) return error;
      throw error;
    }
    throw new Error('it was accepted');
  };

  it.each([
    ['scores that are not flat', float(4, 8, 3, 3), int(4), { port: 'logits', code: 'rank' }],
    ['one number an example', float(4), int(4), { port: 'logits', code: 'rank' }],
    ['whole numbers as scores', int(4, 3), int(4), { port: 'logits', code: 'dtype' }],
    ['a target for every position, scores for none', float(4, 3), int(4, 7), { port: 'target', code: 'rank' }],
    ['sequences of other lengths', float(4, 7, 3), int(4, 6), { port: 'target', code: 'dim' }],
    ['probabilities of other classes', float(4, 3), float(4, 5), { port: 'target', code: 'dim' }],
  ])('refuses %s', (_, logits, target, expected) => {
    expect(problem(logits, target)).toMatchObject(expected);
  });

  it('wants a weight for each class', () => {
    const error = problem(float(4, 3), int(4), { classWeights: '1, 2' });
    expect(error).toMatchObject({ code: 'dim', details: { axis: 'class weights', expected: 3, actual: 2 } });
  });

  it.each(['', '1', '1, 2.5,0', ' .5 ,1e-3', '3.'])('takes %j for weights', (text) => {
    expect(checkField(crossEntropy.params.classWeights, text).ok).toBe(true);
  });

  it.each(['1,', ',1', 'a', '-1,2', '1 2', '1,,2', 'NaN'])('does not take %j for weights', (text) => {
    expect(checkField(crossEntropy.params.classWeights, text).ok).toBe(false);
  });
});
