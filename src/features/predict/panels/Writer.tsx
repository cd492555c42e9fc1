import { Button } from '@mantine/core';
import { IconPencil, IconPlayerStop } from '@tabler/icons-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Lexicon, usePredict } from '../../../stores/predict';
import { useAwake } from '../awake';
import { BarList, Caption, NumberField } from '../Controls';
import styles from '../Controls.module.css';
import { useAnswer, useEncoded, useLexicons } from '../hooks';
import { chances, type Window, windowOf } from '../maths/nextToken';
import { likeliest, write } from '../maths/write';
import type { TrialProps } from '../TrialPanel';
import { ints, numbersOf, percent } from '../tensors';

const BARS = 8;
/** `topK` 0 and `topP` 1 leave all tokens in. */
const defaults = { temperature: 0.8, topK: 0, topP: 1, length: 200, seed: 1 };

/** What stands where chances will, so that the panel does not jump when they come. */
const placeholders = Array.from({ length: BARS }, (_, key) => ({ key, name: '·', share: 0, text: '' }));

/** A white sign that would not be seen, as one that is. */
const visible = (token: string): string => token.replace(' ', '␣').replace('\n', '↵').replace('\t', '⇥');

/** Goes on writing from a prompt, token by token, with the chances of the next one. */
export function Writer({ trial, facts }: TrialProps<'writer'>) {
  const { t } = useTranslation('predict');
  const awake = useAwake();
  const { value: tables, problem } = useLexicons(awake);
  const lexicon = tables?.find(({ columns }) => columns.includes(trial.column));
  const [settings, setSettings] = useState(defaults);
  const [prompt, setPrompt] = useState('Call me ');
  const encoded = useEncoded(awake, trial.source, prompt).value;
  const ids = useMemo(() => encoded?.pieces.map(({ id }) => id) ?? [], [encoded]);
  const writer = useWriting(trial, lexicon, facts.output?.name);
  const { length, seed, ...choosing } = settings;
  const change = (values: Partial<typeof defaults>) => setSettings({ ...settings, ...values });
  const unknown = [...new Set(encoded?.pieces.filter((piece) => piece.unknown).map(({ text }) => text))];

  const idle = useNext(
    trial,
    !writer.busy && ids.length > 0 ? [...ids, ...writer.tokens] : undefined,
    facts.output?.name,
  );
  const shares = writer.shares ?? (idle && lexicon ? chances(idle, choosing, allowedIn(lexicon)) : undefined);
  const open = usePredict((state) => state.models.main !== undefined);
  const ready = open && lexicon !== undefined && ids.length > 0 && encoded?.of === prompt;
  const waiting = awake
    ? prompt === ''
      ? t('writePrompt')
      : open && lexicon && encoded
        ? undefined
        : t('loading')
    : t('nearPanel');
  return (
    <div className={styles.body}>
      <div className={styles.column}>
        <div className={styles.row}>
          <input
            className={styles.text}
            value={prompt}
            maxLength={2000}
            aria-label={t('prompt')}
            placeholder={t('prompt')}
            onChange={({ currentTarget }) => {
              setPrompt(currentTarget.value);
              writer.clear();
            }}
            data-testid="writer-prompt"
          />
          {writer.busy ? (
            <Button
              size="compact-xs"
              leftSection={<IconPlayerStop size={13} />}
              onClick={writer.stop}
              data-testid="writer-stop"
            >
              {t('stop')}
            </Button>
          ) : (
            <Button
              size="compact-xs"
              leftSection={<IconPencil size={13} />}
              disabled={!ready}
              onClick={() => void writer.start({ prompt: ids, count: length, choosing, seed })}
              data-testid="writer-write"
            >
              {t('write')}
            </Button>
          )}
        </div>
        <p className={styles.written} data-testid="written" data-busy={writer.busy}>
          <mark>{prompt}</mark>
          {lexicon && textOf(writer.tokens, lexicon)}
        </p>
        <div className={styles.fieldRow}>
          <NumberField
            label={t('temperature')}
            value={settings.temperature}
            min={0}
            max={5}
            step={0.1}
            onChange={(v) => change({ temperature: within(v, 0, 5, 0.8) })}
            id="writer-temperature"
          />
          <NumberField
            label={t('topK')}
            value={settings.topK}
            min={0}
            max={1000}
            onChange={(v) => change({ topK: Math.round(within(v, 0, 1000, 0)) })}
            id="writer-top-k"
          />
          <NumberField
            label={t('topP')}
            value={settings.topP}
            min={0.01}
            max={1}
            step={0.05}
            onChange={(v) => change({ topP: within(v, 0.01, 1, 1) })}
            id="writer-top-p"
          />
          <NumberField
            label={t('length')}
            value={settings.length}
            min={1}
            max={5000}
            onChange={(v) => change({ length: Math.round(within(v, 1, 5000, 200)) })}
            id="writer-length"
          />
          <NumberField
            label={t('seed')}
            value={settings.seed}
            min={0}
            max={0xffffffff}
            onChange={(v) => change({ seed: Math.round(within(v, 0, 0xffffffff, 1)) })}
            id="writer-seed"
          />
        </div>
        <Caption problem={problem ?? writer.problem}>
          {unknown.length > 0
            ? t('unknownSigns', { signs: unknown.map(visible).join(' ') })
            : writer.looksAhead
              ? t('looksAhead')
              : ids.length + writer.tokens.length > trial.length
                ? t('readsLast', { length: trial.length })
                : waiting}
        </Caption>
      </div>
      <div className={`${styles.side} ${styles.narrow}`}>
        <BarList
          id="next-tokens"
          label={t('nextToken')}
          items={
            shares && lexicon
              ? likeliest(shares, BARS).map(({ token, share }) => ({
                  key: token,
                  name: <code>{visible(lexicon.tokens[token] ?? '')}</code>,
                  share,
                  text: percent(share),
                }))
              : placeholders
          }
        />
      </div>
    </div>
  );
}

const within = (value: number, low: number, high: number, otherwise: number): number =>
  Number.isFinite(value) ? Math.max(low, Math.min(high, value)) : otherwise;

/** Only what stands for text is written. */
const allowedIn =
  ({ tokens }: Lexicon) =>
  (token: number): boolean =>
    (tokens[token] ?? '') !== '';

function textOf(ids: readonly number[], { tokens, unit }: Lexicon): string {
  const parts = ids.map((id) => tokens[id] ?? '');
  return unit === 'characters' ? parts.join('') : ` ${parts.join(' ')}`;
}

/** The answer [V] at the last token of the window. */
function atLast(answer: Float32Array, length: number, last: number): Float32Array {
  const size = answer.length / length;
  return answer.subarray(last * size, (last + 1) * size);
}

/** What the model answers after these tokens, live. */
function useNext(
  { column, length }: TrialProps<'writer'>['trial'],
  tokens: readonly number[] | undefined,
  name: string | undefined,
) {
  const key = tokens?.slice(-length).join();
  const window = useMemo(() => (key ? windowOf(key.split(',').map(Number), length) : undefined), [key, length]);
  const question = useMemo(
    () => window && { main: { [column]: ints(window.row, [1, length]) } },
    [window, column, length],
  );
  const answer = useAnswer(question, window);
  const numbers = numbersOf(answer?.outputs.main, name);
  return numbers && answer?.about ? atLast(numbers, length, answer.about.last) : undefined;
}

type Start = Pick<Parameters<typeof write>[0], 'prompt' | 'count' | 'choosing' | 'seed'>;

/** The life of a text in the making. */
function useWriting(
  { column, length }: TrialProps<'writer'>['trial'],
  lexicon: Lexicon | undefined,
  name: string | undefined,
) {
  const [tokens, setTokens] = useState<readonly number[]>([]);
  const [shares, setShares] = useState<Float64Array>();
  const [busy, setBusy] = useState(false);
  const [looksAhead, setLooksAhead] = useState(false);
  const problem = usePredict((state) => state.diagnostics[0]);
  const run = useRef({ going: false });
  useEffect(() => {
    const { current } = run;
    return () => {
      current.going = false;
    };
  }, []);
  const answer = async ({ row, last }: Window): Promise<Float32Array | undefined> => {
    const result = await usePredict.getState().run({ [column]: ints(row, [1, length]) });
    const numbers = result.ok ? numbersOf(result.value, name) : undefined;
    return numbers && atLast(numbers, length, last);
  };
  const start = async (wanted: Start): Promise<void> => {
    if (!lexicon || run.current.going) return;
    const own = { going: true };
    run.current = own;
    setTokens([]);
    setBusy(true);
    setLooksAhead(await readsOn(answer, wanted.prompt, length));
    const written: number[] = [];
    await write({
      ...wanted,
      length,
      answer,
      allowed: allowedIn(lexicon),
      onToken: (token, chancesThen) => {
        if (!own.going) return false;
        written.push(token);
        setTokens([...written]);
        setShares(chancesThen);
        return true;
      },
    });
    own.going = false;
    setBusy(false);
    setShares(undefined);
  };
  const stop = () => {
    run.current.going = false;
  };
  const clear = () => {
    stop();
    setTokens([]);
    setShares(undefined);
  };
  return { tokens, shares, busy, looksAhead, problem, start, stop, clear };
}

/** Whether what stands right of the last token changes the answer there: then the model is not causal, and padding misleads it. */
async function readsOn(
  answer: (window: Window) => Promise<Float32Array | undefined>,
  prompt: readonly number[],
  length: number,
): Promise<boolean> {
  if (prompt.length >= length) return false;
  const [blank, other] = [await answer(windowOf(prompt, length, 0)), await answer(windowOf(prompt, length, 4))];
  return (
    blank !== undefined && other !== undefined && blank.some((value, i) => Math.abs(value - (other[i] ?? 0)) > 1e-4)
  );
}
