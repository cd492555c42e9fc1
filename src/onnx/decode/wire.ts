import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import type { AnyTypedArray } from '../../core/dtype';
import { ImportError } from './errors';
import type { Budget } from './limits';

/** Reads one field of a message; called once for each occurrence. */
export type FieldReaders = Readonly<Record<number, () => void>>;

/**
 * Reads the protobuf wire format in place: messages never leave their bounds, and arrays of numbers become typed arrays of the
 * size their bytes say. Throws ImportError `malformed` or `tooLarge`, or what the underlying reader throws on truncated bytes.
 */
export class Wire {
  private readonly reader: BinaryReader;
  private type: WireType = WireType.Varint;
  private end: number;

  constructor(
    private readonly source: Uint8Array,
    private readonly budget: Budget,
  ) {
    budget.bytes(source.length);
    this.reader = new BinaryReader(source);
    this.end = source.length;
  }

  /** Reads fields up to the end of the present message; unknown ones are passed over. */
  fields(readers: FieldReaders): void {
    const { reader } = this;
    while (reader.pos < this.end) {
      const [field, type] = reader.tag();
      this.type = type;
      const read = readers[field];
      if (read) read();
      else this.skip();
      if (reader.pos > this.end) malformed('a field runs over the end of its message');
    }
  }

  /** The present field as a message. */
  message<T>(read: () => T): T {
    const outer = this.end;
    const end = this.lengthDelimited();
    this.budget.item();
    this.end = end;
    const result = this.budget.nested(read);
    if (this.reader.pos !== end) malformed('a message of the wrong length');
    this.end = outer;
    return result;
  }

  int(): bigint {
    this.expect(WireType.Varint);
    return BigInt(this.reader.int64());
  }

  /** A varint as a number; beyond 2^53 the nearest. */
  number(): number {
    return Number(this.int());
  }

  float(): number {
    this.expect(WireType.Bit32);
    return this.reader.float();
  }

  /** Shares the file's memory. */
  bytes(): Uint8Array {
    this.budget.item();
    this.lengthDelimitedStart();
    return this.reader.bytes();
  }

  text(): string {
    this.budget.item();
    this.lengthDelimitedStart();
    return this.reader.string();
  }

  floats(into: Numbers<Float32Array>): void {
    this.numbers(into, WireType.Bit32, 4, () => this.reader.float());
  }

  doubles(into: Numbers<Float64Array>): void {
    this.numbers(into, WireType.Bit64, 8, () => this.reader.double());
  }

  int32s(into: Numbers<Int32Array>): void {
    this.numbers(into, WireType.Varint, 0, () => this.reader.int32());
  }

  int64s(into: Numbers<BigInt64Array>): void {
    this.numbers(into, WireType.Varint, 0, () => BigInt(this.reader.int64()));
  }

  uint64s(into: Numbers<BigUint64Array>): void {
    this.numbers(into, WireType.Varint, 0, () => BigInt(this.reader.uint64()));
  }

  /** A repeated number, packed or one at a time. `width`: bytes an element, 0 for varints. */
  private numbers<A extends AnyTypedArray>(
    into: Numbers<A>,
    single: WireType,
    width: number,
    next: () => A[number],
  ): void {
    if (this.type === single) {
      into.reserve(1);
      into.push(next());
      return;
    }
    const end = this.lengthDelimited();
    const length = end - this.reader.pos;
    if (width > 0 && length % width !== 0) malformed('a packed field of the wrong length');
    const count = width > 0 ? length / width : this.varintsUntil(end);
    into.reserve(count);
    for (let i = 0; i < count; i++) into.push(next());
    if (this.reader.pos !== end) malformed('a packed field of the wrong length');
  }

  /** How many varints lie before `end`: the last byte of each is below 128. */
  private varintsUntil(end: number): number {
    let count = 0;
    for (let at = this.reader.pos; at < end; at++) if ((this.source[at] as number) < 128) count++;
    return count;
  }

  private skip(): void {
    if (this.type === WireType.StartGroup || this.type === WireType.EndGroup) malformed('a group');
    this.reader.skip(this.type);
  }

  private expect(type: WireType): void {
    if (this.type !== type) malformed(`wire type ${this.type} instead of ${type}`);
  }

  private lengthDelimitedStart(): void {
    this.expect(WireType.LengthDelimited);
  }

  /** Reads a length; gives where it ends. */
  private lengthDelimited(): number {
    this.lengthDelimitedStart();
    const length = this.reader.uint32();
    const end = this.reader.pos + length;
    if (end > this.end) malformed('a field runs over the end of its message');
    return end;
  }
}

/** A typed array that grows; its memory stays within twice what the file spends on it. */
export class Numbers<A extends AnyTypedArray> {
  private length = 0;
  private data: A | undefined;

  constructor(private readonly make: new (length: number) => A) {}

  reserve(more: number): void {
    const needed = this.length + more;
    const { data, length } = this;
    if (data && needed <= data.length) return;
    const grown = new this.make(Math.max(needed, 2 * length));
    for (let i = 0; i < length; i++) grown[i] = (data as A)[i] as A[number];
    this.data = grown;
  }

  push(value: A[number]): void {
    (this.data as A)[this.length++] = value;
  }

  /** What was read, or undefined where the field did not occur. */
  taken(): A | undefined {
    return this.length > 0 ? (this.data?.subarray(0, this.length) as A) : undefined;
  }
}

function malformed(actual: string): never {
  throw new ImportError('malformed', { actual });
}
