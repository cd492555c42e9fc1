import type { ColumnSpec } from '../../layers/columns';
import type { Column } from '../dataset';
import { isMissing, numberOf, type TableKind } from './guess';
import { ImportError } from './report';

const MOST_CLASSES = 10_000;

/** Numbers of a length not known before. */
class Numbers<T extends Float32Array | Int32Array> {
  length = 0;

  constructor(private data: T) {}

  push(value: number): void {
    if (this.length === this.data.length) {
      const Kind = this.data.constructor as new (length: number) => T;
      const larger = new Kind(2 * this.data.length);
      larger.set(this.data);
      this.data = larger;
    }
    this.data[this.length++] = value;
  }

  get all(): T {
    return this.data.subarray(0, this.length) as T;
  }
}

/** One column of a table while rows arrive. */
export class Growing {
  readonly numbers = new Numbers(new Float32Array(1024));
  readonly labels = new Numbers(new Int32Array(1024));
  readonly texts: string[] = [];
  private readonly classes = new Map<string, number>();
  private first: number | string | undefined;
  private varies = false;
  missing = 0;
  mixed = 0;

  constructor(
    readonly title: string,
    readonly kind: TableKind,
    readonly target: boolean,
  ) {}

  /** What the cell is; a class is its name, what is missing is NaN or, for a class, ''; undefined where it does not fit. */
  read(cell: string): number | string | undefined {
    if (this.kind === 'text') return cell;
    if (this.kind === 'class') return isMissing(cell) ? '' : cell.trim();
    const value = numberOf(cell);
    if (Number.isNaN(value)) return isMissing(cell) ? value : undefined;
    // 1e39 is no float32
    return Number.isFinite(Math.fround(value)) ? value : undefined;
  }

  isMissing(value: number | string): boolean {
    return typeof value === 'number' ? Number.isNaN(value) : this.kind === 'class' && value === '';
  }

  /** Takes what `read` gave. Throws `ImportError` `tooManyClasses`. */
  add(value: number | string): void {
    const missing = this.isMissing(value);
    if (missing) this.missing++;
    else if (this.first === undefined) this.first = value;
    else if (this.first !== value) this.varies = true;
    if (typeof value === 'number') this.numbers.push(value);
    else if (this.kind === 'text') this.texts.push(value);
    else this.labels.push(missing ? -1 : this.classOf(value));
  }

  private classOf(name: string): number {
    const known = this.classes.get(name);
    if (known !== undefined) return known;
    if (this.classes.size >= MOST_CLASSES)
      throw new ImportError('tooManyClasses', { column: this.title, most: MOST_CLASSES });
    this.classes.set(name, this.classes.size);
    return this.classes.size - 1;
  }

  /** Whether a row that was taken has this class. */
  knows(name: string): boolean {
    return this.classes.has(name);
  }

  /** One value in every row that has one. */
  get constant(): boolean {
    return this.kind !== 'ignore' && !this.varies;
  }

  /** As a column of its own. */
  column(name: string): Column {
    const { title, target } = this;
    const more = { ...(title === name ? {} : { title: title.slice(0, 200) }), ...(target ? { target: true } : {}) };
    if (this.kind === 'text')
      return { spec: { name, ...more, kind: 'text', dtype: 'text', shape: [] }, data: this.texts };
    if (this.kind === 'number')
      return { spec: { name, ...more, kind: 'number', dtype: 'float32', shape: [] }, data: this.numbers.all };
    // classes in the order of their names, whatever row came first
    const names = sortedNames(this.classes.keys());
    const places = new Int32Array(names.length);
    names.forEach((label, i) => {
      places[this.classes.get(label) ?? 0] = i;
    });
    const spec: ColumnSpec = { name, ...more, kind: 'class', dtype: 'int32', shape: [], classes: names };
    return { spec, data: this.labels.all.map((label) => places[label] ?? -1) };
  }
}

/** `2` before `10`, on every machine alike. */
export const sortedNames = (names: Iterable<string>): string[] =>
  [...names].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }) || (a < b ? -1 : 1));
