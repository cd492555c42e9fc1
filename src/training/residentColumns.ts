import type { ProgramInput } from '../compiler/program';
import { allocate, type DType, dtypeBytes } from '../core/dtype';
import { type Augment, type LoadedDataset, type NumberArray, type NumberColumn, numberColumn } from '../data/dataset';
import type { Executor, Table } from '../runtime/executor';

/** What the tables of one data set may take of a GPU's memory. */
export const mostBytes = 256 * 2 ** 20;

/**
 * Where the batches of a run are put together: on the GPU, of columns that lie there; or in this thread, and then copied:
 * because each is changed before it is learned from (`augmented`), the columns are too large, or the GPU has no memory left.
 */
export type BatchPlace = 'gpu' | 'augmented' | 'tooLarge' | 'noMemory';

type DataInput = Extract<ProgramInput, { role: 'data' }>;

type Kept = 'uint8' | 'int32' | 'float32';

/** A column, and the elements that a program takes it as. Columns may share their numbers. */
interface Wanted {
  readonly column: NumberColumn;
  readonly dtype: Kept;
}
type Resident = Wanted & { readonly table: Table };

/** The columns of a data set that the runtime keeps where it computes: a step then sends the numbers of its rows. */
export class ResidentColumns {
  private constructor(
    readonly place: BatchPlace,
    private readonly data: LoadedDataset,
    private readonly kept: readonly Resident[] = [],
  ) {}

  /**
   * Copies the columns that a program reads, all of them or none; those that `augment` changes in other ways than by moving pictures stay. Undefined where the runtime has
   * no memory of its own.
   */
  static async create(
    { tables }: Pick<Executor, 'tables'>,
    data: LoadedDataset,
    inputs: readonly ProgramInput[],
    augment?: Augment,
  ): Promise<ResidentColumns | undefined> {
    if (!tables) return undefined;
    const wanted: Wanted[] = [];
    let place: BatchPlace = 'gpu';
    for (const { column: name, type } of inputs.filter((input): input is DataInput => input.role === 'data')) {
      const { dtype } = type;
      const column = numberColumn(data, name);
      if (augment?.columns.has(name) && !augment.moved.has(name)) place = 'augmented';
      else if (isKept(dtype) && !found(wanted, column, dtype)) wanted.push({ column, dtype });
    }
    const sizes = wanted.map(({ column, dtype }) => column.data.length * dtypeBytes[dtype]);
    const whole = sizes.reduce((sum, size) => sum + size, 0);
    if (whole > mostBytes || sizes.some((size) => size > tables.limit)) return new ResidentColumns('tooLarge', data);
    const kept: Resident[] = [];
    for (const { column, dtype } of wanted) {
      const table = await tables.create({ data: valuesAs(column, dtype), width: column.data.length / data.count });
      if (!table) {
        for (const earlier of kept) earlier.table.dispose();
        return new ResidentColumns('noMemory', data);
      }
      kept.push({ column, dtype, table });
    }
    return new ResidentColumns(place, data, kept);
  }

  /** A column as elements of `dtype`, where it is kept. */
  table(column: string, dtype: DType): Table | undefined {
    return found(this.kept, numberColumn(this.data, column), dtype)?.table;
  }

  dispose(): void {
    for (const { table } of this.kept) table.dispose();
  }
}

const isKept = (dtype: DType): dtype is Kept => dtype === 'uint8' || dtype === 'int32' || dtype === 'float32';

const found = <W extends Wanted>(all: readonly W[], column: NumberColumn, dtype: DType): W | undefined =>
  all.find((item) => item.column.data === column.data && item.dtype === dtype);

/** The whole column as a program takes it: classes are stored as bytes and fed as int32. */
function valuesAs(column: NumberColumn, dtype: Kept): NumberArray {
  const into = allocate(dtype, column.data.length);
  if (into.constructor === column.data.constructor) return column.data;
  into.set(column.data);
  return into;
}
