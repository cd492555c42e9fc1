import type { ProgramInput } from '../compiler/program';
import { allocate, type DType, dtypeBytes } from '../core/dtype';
import { gather } from '../data/batches';
import { type Augment, type LoadedDataset, type NumberArray, numberColumn } from '../data/dataset';
import type { Executor, Table } from '../runtime/executor';

/** What the tables of one data set may take of a GPU's memory. */
export const mostBytes = 256 * 2 ** 20;

/**
 * Where the batches of a run are put together: on the GPU, of columns that lie there; or in this thread, and then copied:
 * because each is changed before it is learned from (`augmented`), the columns are too large, or the GPU has no memory left.
 */
export type BatchPlace = 'gpu' | 'augmented' | 'tooLarge' | 'noMemory';

type DataInput = Extract<ProgramInput, { role: 'data' }>;

/** The columns of a data set that the runtime keeps where it computes: a step then sends the numbers of its rows. */
export class ResidentColumns {
  private constructor(
    readonly place: BatchPlace,
    private readonly tables: ReadonlyMap<string, Table> = new Map(),
  ) {}

  /**
   * Copies the columns that a program reads, all of them or none; those that `augment` changes stay. Undefined where the runtime has
   * no memory of its own.
   */
  static async create(
    { tables }: Pick<Executor, 'tables'>,
    data: LoadedDataset,
    inputs: readonly ProgramInput[],
    augment?: Augment,
  ): Promise<ResidentColumns | undefined> {
    if (!tables) return undefined;
    const wanted = new Map<string, { column: string; dtype: Kept }>();
    let place: BatchPlace = 'gpu';
    for (const { column, type } of inputs.filter((input): input is DataInput => input.role === 'data')) {
      if (augment?.columns.has(column)) place = 'augmented';
      else if (isKept(type.dtype)) wanted.set(keyOf(column, type.dtype), { column, dtype: type.dtype });
    }
    const sizes = [...wanted.values()].map(({ column, dtype }) => bytesAs(data, column, dtype));
    const whole = sizes.reduce((sum, size) => sum + size, 0);
    if (whole > mostBytes || sizes.some((size) => size > tables.limit)) return new ResidentColumns('tooLarge');
    const made = new Map<string, Table>();
    for (const [key, { column, dtype }] of wanted) {
      const values = valuesAs(data, column, dtype);
      const table = await tables.create({ data: values, width: values.length / data.count });
      if (!table) {
        for (const earlier of made.values()) earlier.dispose();
        return new ResidentColumns('noMemory');
      }
      made.set(key, table);
    }
    return new ResidentColumns(place, made);
  }

  /** A column as elements of `dtype`, where it is kept. */
  table(column: string, dtype: DType): Table | undefined {
    return this.tables.get(keyOf(column, dtype));
  }

  dispose(): void {
    for (const table of this.tables.values()) table.dispose();
  }
}

type Kept = 'uint8' | 'int32' | 'float32';
const isKept = (dtype: DType): dtype is Kept => dtype === 'uint8' || dtype === 'int32' || dtype === 'float32';
const keyOf = (column: string, dtype: DType): string => `${dtype} ${column}`;

const bytesAs = (data: LoadedDataset, column: string, dtype: Kept): number =>
  numberColumn(data, column).data.length * dtypeBytes[dtype];

/** The whole column as a program takes it: classes are stored as bytes and fed as int32. */
function valuesAs(data: LoadedDataset, name: string, dtype: Kept): NumberArray {
  const column = numberColumn(data, name);
  const into = allocate(dtype, column.data.length);
  if (into.constructor === column.data.constructor) return column.data;
  gather(
    column,
    Uint32Array.from({ length: data.count }, (_, i) => i),
    into,
  );
  return into;
}
