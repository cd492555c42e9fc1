import { expect, test } from 'vitest';
import { checkField } from '../fields';
import { portsOf } from '../registry';
import { columnsOf, dataset } from './dataset';

test('version 1 knew a shape and classes: they become two columns', () => {
  const old = { dataset: 'mnist', shape: [3, 8, 8], classes: ['a', 'b'], full: true, scaling: 'none' };
  const now = dataset.migrations[1]?.(old) ?? {};
  expect(now).toMatchObject({ dataset: 'mnist', full: true, scaling: 'none' });
  expect(now).not.toHaveProperty('shape');
  expect(columnsOf(now)).toEqual([
    { name: 'x', kind: 'picture', dtype: 'uint8', shape: [3, 8, 8] },
    { name: 'y', kind: 'class', dtype: 'uint8', shape: [], target: true, classes: ['a', 'b'] },
  ]);
});

test('the ports are the columns of numbers, in their order', () => {
  const columns = [
    { name: 'user', kind: 'class', dtype: 'int32', shape: [] },
    { name: 'note', kind: 'text', dtype: 'text', shape: [] },
    { name: 'rating', title: 'Stars', kind: 'number', dtype: 'float32', shape: [], target: true },
  ];
  const { outputs } = portsOf({ type: 'dataset', params: { columns } });
  expect(outputs.map(({ id, label }) => [id, label.en])).toEqual([
    ['user', 'user'],
    ['rating', 'Stars'],
  ]);
});

test('columns that are none are refused, naming the place', () => {
  const field = dataset.params.columns;
  const column = { name: 'x', kind: 'picture', dtype: 'uint8', shape: [1] };
  expect(checkField(field, [column]).ok).toBe(true);
  const refused = (value: unknown) => {
    const checked = checkField(field, value);
    return checked.ok ? 'taken' : checked.error.details.expected;
  };
  expect(refused([{ ...column, dtype: 'float64' }])).toContain('0.dtype');
  expect(refused([{ ...column, shape: [0] }])).toContain('0.shape.0');
  expect(refused([column, column])).toContain('two columns');
  expect(refused('x')).not.toBe('taken');
});
