const BLOCK = 512;

/** Files of a tar archive (POSIX ustar) whose names pass, by name. */
export function untar(archive: Uint8Array, wanted: (name: string) => boolean): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  const field = (at: number, from: number, size: number): string => {
    const bytes = archive.subarray(at + from, at + from + size);
    const end = bytes.indexOf(0);
    return Buffer.from(end < 0 ? bytes : bytes.subarray(0, end)).toString('utf8');
  };
  for (let at = 0; at + BLOCK <= archive.length; ) {
    const name = field(at, 0, 100);
    if (name === '') break;
    const size = Number.parseInt(field(at, 124, 12).trim() || '0', 8);
    const kind = field(at, 156, 1);
    if ((kind === '0' || kind === '') && wanted(name)) files.set(name, archive.subarray(at + BLOCK, at + BLOCK + size));
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
}
