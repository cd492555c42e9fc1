import { inflateSync } from 'fflate';
import { ImportError } from './report';

/** A file that can be read at any place: of the page or of the disk. */
export interface ByteFile {
  readonly name: string;
  readonly size: number;
  /** Bytes from `start` to before `end`. */
  read(start: number, end: number): Promise<Uint8Array>;
}

/** A file inside an archive; a folder ends in a slash. */
export interface ZipEntry {
  readonly path: string;
  /** Rejects where the entry cannot be unpacked or is not what its checksum says. */
  bytes(): Promise<Uint8Array>;
}

const END = 0x06054b50;
const END_SIZE = 22;
const LONGEST_COMMENT = 0xffff;
const LOCATOR_64 = 0x07064b50;
const LOCATOR_64_SIZE = 20;
const END_64 = 0x06064b50;
const CENTRAL = 0x02014b50;
const CENTRAL_SIZE = 46;
const LOCAL_SIZE = 30;
/** One picture or text unpacked; what says it is larger is not unpacked. */
const LARGEST_ENTRY = 2 ** 28;

interface Directory {
  readonly start: number;
  readonly size: number;
  readonly entries: number;
}

/** The entries of a zip archive (stored or deflated, ZIP64 too), each unpacked when it is asked for. Rejects with `ImportError` `archive`. Source: PKWARE APPNOTE 6.3.10. */
export async function zipEntries(file: ByteFile): Promise<ZipEntry[]> {
  const refused = new ImportError('archive', { name: file.name });
  const { start, size, entries } = (await findDirectory(file)) ?? fail(refused);
  if (start + size > file.size) throw refused;
  const view = viewOf(await file.read(start, start + size));
  const found: ZipEntry[] = [];
  let at = 0;
  for (let i = 0; i < entries; i++) {
    if (at + CENTRAL_SIZE > view.byteLength || view.getUint32(at, true) !== CENTRAL) throw refused;
    const [name, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true)) as [
      number,
      number,
      number,
    ];
    if (at + CENTRAL_SIZE + name + extra > view.byteLength) throw refused;
    found.push(entryAt(file, view, at, name, extra));
    at += CENTRAL_SIZE + name + extra + comment;
  }
  return found;
}

const fail = (error: Error): never => {
  throw error;
};

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const big = (view: DataView, at: number): number => Number(view.getBigUint64(at, true));

/** The record at the end says where the directory lies. */
async function findDirectory(file: ByteFile): Promise<Directory | undefined> {
  const from = Math.max(0, file.size - END_SIZE - LONGEST_COMMENT);
  const view = viewOf(await file.read(from, file.size));
  for (let at = view.byteLength - END_SIZE; at >= 0; at--) {
    if (view.getUint32(at, true) !== END) continue;
    const [entries, size, start] = [
      view.getUint16(at + 10, true),
      view.getUint32(at + 12, true),
      view.getUint32(at + 16, true),
    ];
    const isSmall = entries !== 0xffff && size !== 0xffffffff && start !== 0xffffffff;
    return isSmall ? { start, size, entries } : ((await findLarge(file, from + at)) ?? { start, size, entries });
  }
  return undefined;
}

/** ZIP64: a locator stands before the record at the end. */
async function findLarge(file: ByteFile, end: number): Promise<Directory | undefined> {
  if (end < LOCATOR_64_SIZE) return undefined;
  const locator = viewOf(await file.read(end - LOCATOR_64_SIZE, end));
  if (locator.getUint32(0, true) !== LOCATOR_64) return undefined;
  const at = big(locator, 8);
  if (at + 56 > file.size) return undefined;
  const view = viewOf(await file.read(at, at + 56));
  if (view.getUint32(0, true) !== END_64) return undefined;
  return { entries: big(view, 32), size: big(view, 40), start: big(view, 48) };
}

function entryAt(file: ByteFile, view: DataView, at: number, nameLength: number, extraLength: number): ZipEntry {
  const flags = view.getUint16(at + 8, true);
  const method = view.getUint16(at + 10, true);
  const checksum = view.getUint32(at + 16, true);
  const nameAt = view.byteOffset + at + CENTRAL_SIZE;
  const path = nameOf(new Uint8Array(view.buffer, nameAt, nameLength), (flags & 0x800) !== 0);
  const known = {
    packed: view.getUint32(at + 20, true),
    size: view.getUint32(at + 24, true),
    start: view.getUint32(at + 42, true),
  };
  const { packed, size, start } = withLarge(view, at + CENTRAL_SIZE + nameLength, extraLength, known);
  return {
    path,
    async bytes() {
      if ((flags & 1) !== 0 || size > LARGEST_ENTRY || (method !== 0 && method !== 8))
        throw new Error(`${path}: encrypted, too large or packed in another way`);
      const local = viewOf(await file.read(start, start + LOCAL_SIZE));
      const from = start + LOCAL_SIZE + local.getUint16(26, true) + local.getUint16(28, true);
      const raw = await file.read(from, from + packed);
      const bytes = method === 0 ? raw : inflateSync(raw, { out: new Uint8Array(size) });
      if (bytes.length !== size || crc32(bytes) !== checksum) throw new Error(`${path}: not what its checksum says`);
      return bytes;
    },
  };
}

/** Names that are not marked as UTF-8 are read as UTF-8 where they are, else as the Windows of the language that wrote most of them. */
function nameOf(bytes: Uint8Array, isUtf8: boolean): string {
  try {
    return new TextDecoder('utf-8', { fatal: !isUtf8 }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

interface Sizes {
  readonly packed: number;
  readonly size: number;
  readonly start: number;
}

/** Numbers of 64 bits stand in an extra field of their own, each only where the short one is full. */
function withLarge(view: DataView, from: number, length: number, { packed, size, start }: Sizes): Sizes {
  let at = from;
  while (at + 4 <= from + length) {
    const [id, bytes] = [view.getUint16(at, true), view.getUint16(at + 2, true)];
    at += 4;
    if (id !== 1) {
      at += bytes;
      continue;
    }
    const end = Math.min(at + bytes, from + length);
    const read = (short: number): number => {
      if (short !== 0xffffffff || at + 8 > end) return short;
      at += 8;
      return big(view, at - 8);
    };
    const whole = read(size);
    return { size: whole, packed: read(packed), start: read(start) };
  }
  return { packed, size, start };
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

/** CRC-32 of ISO 3309, as zip archives have it. */
function crc32(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (let i = 0; i < bytes.length; i++)
    value = (crcTable[(value ^ (bytes[i] as number)) & 0xff] as number) ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}
