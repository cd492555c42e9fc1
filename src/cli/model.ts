import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Diagnostic } from '../core/diagnostic';
import { err, ok, type Result } from '../core/result';
import { readModel } from '../onnx/decode/proto';
import type { RawModel } from '../onnx/decode/raw';
import { type Invocation, UsageError } from './command';
import type { Io } from './io';

/** Bytes of a file. Errors: `cli.unreadable`. */
export async function readBytes(path: string, io: Io): Promise<Result<Uint8Array, Diagnostic>> {
  try {
    return ok(await readFile(resolve(io.cwd, path)));
  } catch {
    const message = `${path} cannot be read`;
    return err({ code: 'cli.unreadable', severity: 'error', message, details: { path } });
  }
}

/** The model in a file. */
export async function openModel(path: string, io: Io): Promise<Result<RawModel, Diagnostic>> {
  const bytes = await readBytes(path, io);
  return bytes.ok ? readModel(bytes.value) : bytes;
}

/** `a=x,b=y` of an option as pairs; a part without `=` has the key ''. */
export function pairsOf({ values }: Invocation, name: string): [key: string, value: string][] {
  const text = values[name];
  if (typeof text !== 'string') return [];
  return text.split(',').map((part) => {
    const at = part.indexOf('=');
    return at < 0 ? ['', part] : [part.slice(0, at), part.slice(at + 1)];
  });
}

/** A number above 0 from an option, or undefined where it was not given. Throws `UsageError`. */
export function positiveNumber({ values }: Invocation, name: string): number | undefined {
  const text = values[name];
  if (typeof text !== 'string') return undefined;
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new UsageError(`--${name} takes a number above 0; got ${text || 'nothing'}`);
}

/** Whether a name fits one of several patterns, separated by commas: `*` is any characters, `?` one. */
export function matcher(patterns: string): (name: string) => boolean {
  const tests = patterns.split(',').map((pattern) => {
    const source = pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.');
    return new RegExp(`^${source}$`, 's');
  });
  return (name) => tests.some((test) => test.test(name));
}
