import type { Diagnostic } from '../core/diagnostic';
import { err, type Result } from '../core/result';
import { parseDocument } from '../document/parse';
import type { NetDocument } from '../document/schema';

/** The fragment of a link that carries a project, before its data: the version of the format. */
const PREFIX = 'project=1.';
/** Longest data that is looked at, in characters: browsers refuse longer addresses long before. */
const MAX_TEXT = 1 << 20;
/** Largest document a link may unfold to, in bytes: 20,000 nodes are about 4 MB. */
const MAX_BYTES = 8 << 20;

type Opened = Result<NetDocument, readonly Diagnostic[]>;

const refusal = (code: string, message: string, details: Record<string, string | number> = {}): Opened =>
  err([{ code, severity: 'error', message, details }]);

/** The fragment (without `#`) of a link that carries this document, without its weights: deflate, base64url. */
export async function encodeShare(document: NetDocument): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(document));
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return PREFIX + toBase64Url(new Uint8Array(await new Response(packed).arrayBuffer()));
}

/** Whether a fragment says that it carries a project. */
export const isShare = (fragment: string): boolean => fragment.replace(/^#/, '').startsWith('project=');

/**
 * The document of a fragment; of anything else diagnostics: `share.version`, `share.tooLong` (the text or what it unfolds to),
 * `share.broken`, or those of `parseDocument`. Never unfolds more than it would keep.
 */
export async function decodeShare(fragment: string): Promise<Opened> {
  const text = fragment.replace(/^#/, '');
  if (!text.startsWith(PREFIX)) return refusal('share.version', 'the link was made by another version of Netloom');
  const data = text.slice(PREFIX.length);
  if (data.length > MAX_TEXT) return tooLong();
  const bytes = fromBase64Url(data);
  if (!bytes) return broken('not base64url');
  const unpacked = await unpack(bytes);
  if (unpacked === 'broken') return broken('not deflate');
  if (unpacked === 'large') return tooLong();
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(unpacked));
  } catch {
    return broken('not JSON');
  }
  return parseDocument(json);
}

const broken = (reason: string) => refusal('share.broken', `the link is damaged or incomplete: ${reason}`, { reason });
const tooLong = () =>
  refusal('share.tooLong', `the link carries more than ${MAX_BYTES >> 20} MB`, { most: MAX_BYTES >> 20 });

/** Reads no further than the bound, however much the data would unfold to. */
async function unpack(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array | 'broken' | 'large'> {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      size += part.value.length;
      if (size > MAX_BYTES) {
        void reader.cancel().catch(() => {});
        return 'large';
      }
      parts.push(part.value);
    }
  } catch {
    return 'broken';
  }
  const all = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const CHUNK = 0x8000;

function toBase64Url(bytes: Uint8Array): string {
  let binary = '';
  for (let start = 0; start < bytes.length; start += CHUNK)
    binary += String.fromCharCode(...bytes.subarray(start, start + CHUNK));
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) return undefined;
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    return Uint8Array.from(binary, (char) => char.charCodeAt(0));
  } catch {
    return undefined;
  }
}
