import { allocate } from '../core/dtype';
import { internal } from '../core/errors';
import { MOVE_SIZE, type Moves } from '../core/moves';
import type { HostTensor } from '../core/tensor';
import type { Batch, Executor, Feed, RuntimeTensor, Table, TableRows, TableSource, Tables } from './executor';

/** Tables as a GPU has them, in this thread's memory. */
export class HostTables implements Tables {
  readonly live = new Set<Table>();
  /** Rows that runs took so far, table by table. */
  taken = 0;

  constructor(
    readonly limit: number,
    private readonly memory = Number.POSITIVE_INFINITY,
  ) {}

  async create({ data, width }: TableSource): Promise<Table | undefined> {
    const used = [...this.live].reduce((sum, { bytes }) => sum + bytes, 0);
    if (used + data.byteLength > this.memory) return undefined;
    const { live } = this;
    const table = new HostTable(data.slice(), width, () => live.delete(table));
    live.add(table);
    return table;
  }

  /** The batch, as the device would put it together when a run begins. */
  gather({ table, rows, dims, moves }: TableRows): HostTensor {
    if (!(table instanceof HostTable) || !this.live.has(table)) return internal('expected a table that is there');
    const { data, width } = table;
    const dtype = data instanceof Uint8Array ? 'uint8' : data instanceof Int32Array ? 'int32' : 'float32';
    const values = allocate(dtype, rows.length * width);
    for (const [i, row] of rows.entries()) {
      const source = data.subarray(row * width, (row + 1) * width);
      for (let e = 0; e < width; e++) values[i * width + e] = source[moves ? sourceOf(moves, i, e) : e] ?? 0;
    }
    this.taken += rows.length;
    return { dtype, dims, data: values };
  }
}

/** Where element `e` of picture `i` comes from, -1 for nowhere. */
function sourceOf({ height, width, values }: Moves, i: number, e: number): number {
  const at = (place: number, axis: number): number => {
    const [sign = 0, offset = 0, from = 0, to = 0] = values.subarray(i * MOVE_SIZE + 4 * axis);
    return place >= from && place < to ? sign * place + offset : -1;
  };
  const [y, x] = [at(Math.floor(e / width) % height, 0), at(e % width, 1)];
  return y < 0 || x < 0 ? -1 : e - (e % (height * width)) + y * width + x;
}

class HostTable implements Table {
  readonly bytes: number;

  constructor(
    readonly data: TableSource['data'],
    readonly width: number,
    readonly dispose: () => void,
  ) {
    this.bytes = data.byteLength;
  }

  take(batch: Batch): TableRows {
    return { ...batch, table: this };
  }
}

/** The executor with tables: sessions put batches together before they run. */
export function withTables(inner: Executor, tables: HostTables): Executor {
  const feedOf = (feed: Feed): HostTensor | RuntimeTensor => ('table' in feed ? tables.gather(feed) : feed);
  return {
    ...inner,
    tables,
    async createSession(model, options) {
      const session = await inner.createSession(model, options);
      return {
        inputNames: session.inputNames,
        outputNames: session.outputNames,
        dispose: () => session.dispose(),
        run: (feeds) =>
          session.run(Object.fromEntries(Object.entries(feeds).map(([name, feed]) => [name, feedOf(feed)]))),
      };
    },
  };
}
