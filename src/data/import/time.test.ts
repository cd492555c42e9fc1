import { expect, test } from 'vitest';
import { numberOf } from './guess';
import { areDates, orderBy } from './time';

const order = (there: readonly string[], title = 'x') => orderBy({ title, there, numberOf });

test.each([
  [['2024-01-30', '2024-01-31', '2024-02-01']],
  [['2023/12', '2024/1', '2024/2']],
  [['2024年1月30日', '2024年1月31日', '2024年2月1日']],
  [['30.01.2024', '31.01.2024', '01.02.2024']],
  [['1/30/24', '1/31/24', '2/1/24']],
  [['30 Jan 2024', '31 January 2024', '1 Feb 2024']],
  [['Dec 31, 2023', 'January 1, 2024', 'Feb. 2, 2024']],
  [['2024-01-30T22:00:00Z', '2024-01-30T23:00:00Z', '2024-01-31T00:00:00Z']],
  [['2024-01-30 09:30', '2024-01-30 10:00', '2024-01-30 10:30']],
])('%s rise in time', (dates) => {
  expect(areDates(dates)).toBe(true);
  expect(order(dates)).toBe('oldest');
  expect(order(dates.toReversed())).toBe('newest');
  expect(order([...dates, ...dates])).toBe('any');
});

test('a day that could be a month is read as what keeps the rows in order', () => {
  expect(order(['1/2/2024', '1/3/2024', '1/4/2024'])).toBe('oldest');
  expect(order(['9/1/2024', '10/1/2024', '11/1/2024', '1/2/2024'])).toBe('oldest');
});

test('numbers are times where their column is named so and they differ', () => {
  const years = ['1990', '1991', '1992', '1993'];
  expect(areDates(years)).toBe(false);
  expect([order(years, 'Year'), order(years, '年份'), order(years, 'id')]).toEqual(['oldest', 'oldest', 'any']);
  expect(order(['1990', '1990', '1990', '1991', '1991', '1992', '1992'], 'year')).toBe('any');
  expect(order(['3', '1', '2'], 'time')).toBe('any');
  expect(areDates(['1023.10', '1200.5', '9999.12'])).toBe(false);
  expect(areDates(['31.31.2024', '2024-13-01'])).toBe(false);
  expect(areDates([])).toBe(false);
});
