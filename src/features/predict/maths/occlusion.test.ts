import { expect, it } from 'vitest';
import type { Piece } from '../../../stores/predict';
import { answersOf, shortenings } from './occlusion';

const piece = (id: number, special = false): Piece => ({ text: String(id), id, unknown: false, special });

it('leaves out each token in turn, the others move together', () => {
  const pieces = [piece(5), piece(6), piece(7)];
  expect(shortenings(Int32Array.of(5, 6, 7, 0), { pieces, kept: 3, padding: 'end' })).toEqual({
    rows: Int32Array.of(5, 6, 7, 0, 6, 7, 0, 0, 5, 7, 0, 0, 5, 6, 0, 0),
    places: [0, 1, 2],
  });
  expect(shortenings(Int32Array.of(0, 5, 6, 7), { pieces, kept: 3, padding: 'start' }).rows.slice(4, 8)).toEqual(
    Int32Array.of(0, 0, 6, 7),
  );
});

it('leaves start and end tokens in their places, and what was cut off out of account', () => {
  const pieces = [piece(2, true), piece(5), piece(6), piece(3, true), piece(9)];
  const { rows, places } = shortenings(Int32Array.of(2, 5, 6, 3), { pieces, kept: 4, padding: 'end' });
  expect(places).toEqual([1, 2]);
  expect([...rows.slice(4)]).toEqual([2, 6, 3, 0, 2, 5, 3, 0]);
});

it('reads one output of two classes as both probabilities, and what each token adds to the likelier', () => {
  const { values, best, effects } = answersOf(Float32Array.of(0.75, 0.5, 1), 3, 2);
  expect([...values]).toEqual([0.25, 0.75]);
  expect(best).toBe(1);
  expect(effects).toEqual([0.25, -0.25]);
  const many = answersOf(Float32Array.of(0.5, 0.25, 0.25, 0.25, 0.5, 0.25), 2, 3);
  expect([many.best, ...many.effects]).toEqual([0, 0.25]);
});
