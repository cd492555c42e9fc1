import type { Diagnostic } from '../core/diagnostic';
import type { Result } from '../core/result';
import type { Io } from './io';

export interface Option {
  readonly type: 'string' | 'boolean';
  /** Name of the value in the help: `N`, `DIR`. */
  readonly value?: string;
  readonly help: string;
}

export interface Invocation {
  readonly positionals: readonly string[];
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
  readonly io: Io;
}

/** What a command answers: one JSON value, and the same for people. */
export interface Answer {
  readonly json: unknown;
  readonly text: string;
}

export interface Command {
  readonly name: string;
  readonly summary: string;
  /** Names of the positional arguments; those in brackets can be left out. */
  readonly arguments: readonly string[];
  readonly options: Readonly<Record<string, Option>>;
  /** Throws `UsageError` where an argument makes no sense; other failures are diagnostics. */
  run(invocation: Invocation): Promise<Result<Answer, readonly Diagnostic[]>>;
}

/** The command line itself is wrong: a message and exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A whole number from an option, or undefined where it was not given. Throws `UsageError`. */
export function wholeNumber(
  { values }: Invocation,
  name: string,
  min: number,
  max = Number.MAX_SAFE_INTEGER,
): number | undefined {
  const text = values[name];
  if (typeof text !== 'string') return undefined;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  const range = max === Number.MAX_SAFE_INTEGER ? `at least ${min}` : `${min} to ${max}`;
  throw new UsageError(`--${name} takes a whole number, ${range}; got ${text || 'nothing'}`);
}

/** One of `choices`, or undefined where it was not given. Throws `UsageError`. */
export function oneOf<T extends string>({ values }: Invocation, name: string, choices: readonly T[]): T | undefined {
  const text = values[name];
  if (typeof text !== 'string') return undefined;
  const choice = choices.find((candidate) => candidate === text);
  if (choice) return choice;
  throw new UsageError(`--${name} takes ${choices.join(', ')}; got ${text || 'nothing'}`);
}
