import { expect, test } from 'vitest';
import { labelled, mnistColumns } from '../columns';
import { checkField } from '../fields';
import { portsOf } from '../registry';
import { dataset } from './dataset';

test('version 1 knew a shape and classes: they become two columns', () => {
  const old = {
    dataset: 'mnist',
    shape: [3, 8, 8],
    classes: ['a', 'b'],
    full: true,
    scaling: 'standard',
    mean: 0.5,
    std: 0.25,
    target: 'oneHot',
  };
  const now = dataset.migrations[1]?.(old) ?? {};
  expect(now).toEqual({
    dataset: 'mnist',
    full: true,
    columns: labelled([3, 8, 8], ['a', 'b']),
    steps: [
      { column: 'x', type: 'scale', params: {} },
      { column: 'x', type: 'normalise', params: { fitted: false, mean: 0.5, std: 0.25 } },
      { column: 'y', type: 'oneHot', params: {} },
    ],
  });
  expect(dataset.migrations[1]?.({ dataset: 'mnist' })).toMatchObject({
    columns: mnistColumns,
    steps: [{ type: 'scale' }],
  });
  expect(dataset.migrations[1]?.({ scaling: 'none' })).toMatchObject({ steps: [] });
});

test('the ports are the columns of numbers, in their order', () => {
  const columns = [
    { name: 'user', kind: 'class', dtype: 'int32', shape: [] },
    { name: 'note', kind: 'text', dtype: 'text', shape: [] },
    { name: 'rating', title: 'Stars', kind: 'number', dtype: 'float32', shape: [], target: true },
  ];
  const { outputs } = portsOf({ type: 'dataset', params: { columns, steps: [] } });
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
