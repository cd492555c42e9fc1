import { expect, test } from 'vitest';
import type { ProgramInput } from '../compiler/program';
import type { DType } from '../core/dtype';
import type { Column, LoadedDataset, NumberArray } from '../data/dataset';
import { HostTables } from '../runtime/tables.fixture';
import { mostBytes, ResidentColumns } from './residentColumns';

const plenty = 2 ** 40;

function dataOf(count: number, columns: Readonly<Record<string, NumberArray>>): LoadedDataset {
  const named = Object.entries(columns).map(
    ([name, data]): Column => ({
      spec: { name, kind: 'features', dtype: 'uint8', shape: [data.length / count] },
      data,
    }),
  );
  return { count, columns: named };
}

const input = (column: string, dtype: DType): ProgramInput => ({
  role: 'data',
  name: column,
  column,
  use: 'input',
  type: { dtype, shape: ['B', 1] },
});

test('columns that share their numbers share a table; other elements have one of their own', async () => {
  const bytes = Uint8Array.of(3, 1, 2, 0);
  const data = dataOf(2, { x: bytes, 'more:x': bytes });
  const tables = new HostTables(plenty);
  const inputs = [input('x', 'uint8'), input('more:x', 'uint8'), input('more:x', 'int32'), input('x', 'uint8')];
  const resident = await ResidentColumns.create({ tables }, data, inputs);
  expect(tables.live.size).toBe(2);
  expect(resident?.table('x', 'uint8')).toBe(resident?.table('more:x', 'uint8'));
  const rows = resident?.table('x', 'int32')?.take({ rows: Uint32Array.of(1, 1, 0), dims: [3, 2] });
  expect(rows && tables.gather(rows)).toEqual({ dtype: 'int32', dims: [3, 2], data: Int32Array.of(2, 0, 2, 0, 3, 1) });
  resident?.dispose();
  expect(tables.live.size).toBe(0);
});

test('at most 256 MB in all, and elements that tables have', async () => {
  const half = new Uint8Array(mostBytes / 2);
  const data = dataOf(1, { x: half, y: half.subarray(), z: new Uint8Array(1) });
  const tables = new HostTables(plenty);
  const place = async (...inputs: ProgramInput[]) => (await ResidentColumns.create({ tables }, data, inputs))?.place;
  expect(await place(input('x', 'uint8'), input('y', 'uint8'), input('z', 'uint8'))).toBe('tooLarge');
  expect(await place(input('x', 'float32'))).toBe('tooLarge');
  expect(tables.live.size).toBe(0);
  const longs = await ResidentColumns.create({ tables }, data, [input('z', 'int64')]);
  expect(longs?.table('z', 'int64')).toBeUndefined();
});

test('a runtime without a memory of its own keeps nothing', async () => {
  expect(await ResidentColumns.create({}, dataOf(1, { x: new Uint8Array(1) }), [input('x', 'uint8')])).toBeUndefined();
});
