import { useEffect, useMemo, useRef, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { Diagnostic } from '../../core/diagnostic';
import type { Result } from '../../core/result';
import { columnName } from '../../document/dataSources';
import { useDocument } from '../../stores/document';
import {
  type Encoded,
  encode,
  type Lexicon,
  lexicons,
  type Outputs,
  type Question,
  type TestRows,
  testRows,
  usePredict,
} from '../../stores/predict';
import { useRun } from '../../stores/run';
import { answersTarget, type Facts } from './facts';
import { inUnit } from './maths/scales';

/** The last answer, with what belonged to its question. */
export interface Answered<T> {
  readonly about: T;
  readonly outputs: Readonly<Record<string, Outputs>>;
}

/**
 * Asks the exported model whenever the question or the weights change, and takes the question back at the end.
 * @param question keeps its identity as long as it is the same; undefined asks nothing
 * @param about goes with the answer to this question
 */
export function useAnswer<T>(question: Question | undefined, about: T): Answered<T> | undefined {
  const known = useRef(new WeakMap<Question, T>());
  if (question && !known.current.has(question)) known.current.set(question, about);
  const answer = usePredict((state) => state.answer);
  const { ask } = usePredict.getState();
  useEffect(() => ask(question), [ask, question]);
  // Closed, the panel asks nothing: no export for it while training.
  useEffect(() => () => ask(undefined), [ask]);
  return useMemo(() => {
    if (!answer || !known.current.has(answer.question)) return undefined;
    return { about: known.current.get(answer.question) as T, outputs: answer.outputs };
  }, [answer]);
}

/** Something fetched from a worker, or why it cannot be had. */
export interface Fetched<T> {
  readonly value: T | undefined;
  readonly problem: Diagnostic | undefined;
}

/** Changes when what the data steps learned may have changed. */
function useLearned(): string {
  return useRun(({ runId, checkpoint }) => `${runId} ${checkpoint !== undefined}`);
}

/**
 * What `load` gives, anew whenever `key` changes; the old value stays until then. Undefined `key` fetches nothing.
 * What comes too late is dropped.
 */
function useFetched<T>(key: string | undefined, load: () => Promise<Result<T, readonly Diagnostic[]>>): Fetched<T> {
  const [state, setState] = useState<Fetched<T>>({ value: undefined, problem: undefined });
  const latest = useRef(load);
  latest.current = load;
  const learned = useLearned();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `learned` says when to fetch again
  useEffect(() => {
    if (key === undefined) return;
    let current = true;
    void latest
      .current()
      .catch((error: unknown): Result<T, readonly Diagnostic[]> => {
        const message = error instanceof Error ? error.message : String(error);
        return {
          ok: false,
          error: [{ code: 'engine.failed', severity: 'error', message, details: { reason: message } }],
        };
      })
      .then((result) => {
        if (!current) return;
        setState((old) =>
          result.ok ? { value: result.value, problem: undefined } : { value: old.value, problem: result.error[0] },
        );
      });
    return () => {
      current = false;
    };
  }, [key, learned]);
  return state;
}

/** Changes with what the data nodes are told to do. */
const useDataVersion = (): number =>
  useVersion(
    useDocument(
      useShallow(({ document }) => document.nodes.flatMap(({ type, params }) => (type === 'dataset' ? [params] : []))),
    ),
  );

/** Examples of the test split from place `from` on. */
export function useTestRows(awake: boolean, from: number, count = 1): Fetched<TestRows> {
  const version = useDataVersion();
  return useFetched(awake ? `${from} ${count} ${version}` : undefined, () => testRows(from, count));
}

/** An answer in the unit of the column that is learned, where the model learned it standardised. */
export function useInUnit(
  values: Float32Array | undefined,
  rows: TestRows | undefined,
  facts: Facts,
): Float32Array | undefined {
  const scale = useMemo(
    () => (answersTarget(facts) ? rows?.scales[facts.target?.name ?? ''] : undefined),
    [rows, facts],
  );
  return useMemo(() => values && inUnit(values, scale), [values, scale]);
}

/** Token tables of the data node's columns. */
export function useLexicons(awake: boolean): Fetched<readonly Lexicon[]> {
  const version = useDataVersion();
  return useFetched(awake ? `lexicons ${version}` : undefined, lexicons);
}

/** A text cut into the tokens that the model sees. */
export function useEncoded(awake: boolean, column: string, text: string): Fetched<Encoded & { readonly of: string }> {
  return useFetched(awake ? `${column} ${text}` : undefined, async () => {
    const result = await encode(column, text);
    return result.ok ? { ok: true, value: { ...result.value, of: text } } : result;
  });
}

/** A text column of the first example as it is stored. */
export function rawText(rows: TestRows | undefined, column: string): string | undefined {
  const at = rows?.raw.columns.findIndex(({ name }) => name === columnName(column)) ?? -1;
  const value = rows?.raw.rows[0]?.[at];
  return typeof value === 'string' ? value : undefined;
}

export interface ShownText {
  /** What was typed, else that of the example. */
  readonly text: string;
  readonly isExample: boolean;
  /** The example. */
  readonly rows: Fetched<TestRows>;
  readonly encoded: ReturnType<typeof useEncoded>;
  write(text: string): void;
  /** Takes another example, and back what was typed. */
  sample(): void;
}

/** A text of the test split, or what is typed over it, cut into tokens. */
export function useExampleText(awake: boolean, column: string): ShownText {
  const [typed, setTyped] = useState<string>();
  const [place, setPlace] = useState(0);
  const rows = useTestRows(awake, place);
  const text = typed ?? rawText(rows.value, column) ?? '';
  const encoded = useEncoded(awake && text !== '', column, text);
  const sample = () => {
    setTyped(undefined);
    setPlace(anyNumber());
  };
  return { text, isExample: typed === undefined, rows, encoded, write: setTyped, sample };
}

/** A number that changes with the identity of what is given. */
export function useVersion(value: unknown): number {
  const known = useRef({ value, version: 0 });
  if (known.current.value !== value) known.current = { value, version: known.current.version + 1 };
  return known.current.version;
}

/** A whole number to begin with, for "another one". */
export const anyNumber = (): number => Math.floor(Math.random() * 1e6);
