/** Bytes that can be read from the beginning more than once: a file of the page or of the disk. */
export interface ByteSource {
  readonly name: string;
  readonly size: number;
  stream(): AsyncIterable<Uint8Array>;
}

/** Encodings that tables come in. */
export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'gb18030', 'shift_jis', 'euc-kr'] as const;
export type Encoding = (typeof encodings)[number];

const PROBE = 1 << 20;

/** The first `limit` bytes. */
export async function head(source: ByteSource, limit = PROBE): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of source.stream()) {
    parts.push(part);
    size += part.length;
    if (size >= limit) break;
  }
  const out = new Uint8Array(Math.min(size, limit));
  let at = 0;
  for (const part of parts) {
    out.set(part.subarray(0, out.length - at), at);
    at += Math.min(part.length, out.length - at);
  }
  return out;
}

/** By byte order mark; else UTF-8 where the beginning is; else `fallback`, a guess that has to be shown. */
export function guessEncoding(
  bytes: Uint8Array,
  fallback: Encoding = 'windows-1252',
): { encoding: Encoding; sure: boolean } {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: 'utf-16le', sure: true };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: 'utf-16be', sure: true };
  try {
    // the probe may end inside a character
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return { encoding: 'utf-8', sure: true };
  } catch {
    return { encoding: fallback, sure: false };
  }
}

/** The text piece by piece. Bytes that are none in the encoding become U+FFFD and are counted. */
export async function* decoded(
  source: ByteSource,
  encoding: Encoding,
  onBytes: (read: number) => void = () => {},
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  let read = 0;
  for await (const part of source.stream()) {
    read += part.length;
    yield decoder.decode(part, { stream: true });
    onBytes(read);
  }
  yield decoder.decode();
}
