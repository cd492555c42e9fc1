import { type CSSProperties, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Encoded, type Lexicon, usePredict } from '../../../stores/predict';
import { useAwake } from '../awake';
import { Caption, ExampleText } from '../Controls';
import styles from '../Controls.module.css';
import { rawText, useExampleText, useLexicons } from '../hooks';
import { extra } from '../parts';
import type { TrialProps } from '../TrialPanel';
import { ints, numbersOf, percent } from '../tensors';

/** A text written again in the model's way, token by token, with what it looked at meanwhile. */
export function Translator({ trial, facts }: TrialProps<'translator'>) {
  const { t } = useTranslation('predict');
  const awake = useAwake();
  const { text, isExample, rows, encoded, write, sample } = useExampleText(awake, trial.source);
  const { value: tables, problem } = useLexicons(awake);
  const lexicon = tables?.find(({ columns }) => columns.includes(trial.given));
  const written = useWritten(trial, text === '' ? undefined : encoded.value, lexicon, facts.output?.name);
  const wanted = isExample ? rawText(rows.value, trial.written) : undefined;
  const result = written?.steps.map(({ text: part }) => part).join(lexicon?.unit === 'words' ? ' ' : '');
  return (
    <div className={styles.body}>
      <div className={styles.column}>
        <ExampleText value={text} maxLength={500} onChange={write} onSample={sample} id="translator" />
        <p className={styles.figure} data-testid="translated">
          {result || '–'}
          {wanted !== undefined && <small>{t('truth', { value: wanted })}</small>}
        </p>
        {written && written.steps.length > 0 && <Attention steps={written.steps} read={written.read} />}
        <Caption problem={rows.problem ?? problem ?? encoded.problem}>
          {encoded.value?.pieces.some(({ unknown }) => unknown)
            ? t('unknownSigns', {
                signs: [
                  ...new Set(encoded.value.pieces.filter(({ unknown }) => unknown).map((piece) => piece.text)),
                ].join(' '),
              })
            : written?.steps[0]?.weights
              ? t('attentionHelp')
              : undefined}
        </Caption>
      </div>
    </div>
  );
}

type TrialOf = TrialProps<'translator'>['trial'];

interface Step {
  readonly text: string;
  readonly share: number;
  /** How much it looked at each piece that was read. */
  readonly weights: readonly number[] | undefined;
}

interface Written {
  readonly read: readonly string[];
  readonly steps: readonly Step[];
}

/** Greedy decoding: at each step the likeliest token, read again with those before it, until the end token. */
function useWritten(
  trial: TrialOf,
  encoded: Encoded | undefined,
  lexicon: Lexicon | undefined,
  output: string | undefined,
) {
  const models = usePredict((state) => state.models);
  const [written, setWritten] = useState<Written>();
  const { prepare, ask } = usePredict.getState();
  const asked = encoded !== undefined && lexicon !== undefined;
  useEffect(() => {
    if (!asked) return;
    // an empty question keeps the weights fresh
    ask({});
    prepare();
    return () => ask(undefined);
  }, [asked, ask, prepare]);
  const decode = useMemo(() => decoder(trial, output), [trial, output]);
  useEffect(() => {
    if (!encoded || !lexicon || !models.main) return;
    const going = { on: true };
    void decode(encoded, lexicon, (now) => {
      if (going.on) setWritten(now);
      return going.on;
    });
    return () => {
      going.on = false;
    };
  }, [encoded, lexicon, models, decode]);
  return encoded ? written : undefined;
}

function decoder({ column, given, length, attention }: TrialOf, output: string | undefined) {
  return async (encoded: Encoded, { tokens, special }: Lexicon, show: (written: Written) => boolean): Promise<void> => {
    const { run } = usePredict.getState();
    if (!encoded.row) return;
    const so: number[] = [special.start];
    const steps: Step[] = [];
    const read = encoded.pieces.slice(0, encoded.kept).map((piece) => (piece.special ? '·' : piece.text));
    for (let at = 0; at < length; at++) {
      const row = new Int32Array(length).fill(special.pad);
      row.set(so);
      const result = await run({ [column]: encoded.row, [given]: ints(row, [1, length]) });
      const answer = result.ok ? numbersOf(result.value, output) : undefined;
      if (!result.ok || !answer) return;
      const size = answer.length / length;
      const shares = answer.subarray(at * size, (at + 1) * size);
      const token = shares.indexOf(Math.max(...shares));
      if (token === special.end || token === special.pad) break;
      const weights = attention ? lookedAt(result.value[extra.attention], at, read.length) : undefined;
      so.push(token);
      steps.push({ text: tokens[token] || '□', share: shares[token] ?? 0, weights });
      if (!show({ read, steps: [...steps] })) return;
    }
    show({ read, steps });
  };
}

/** Mean over the heads of what the weights [1, heads, T, S] say of step `at`. */
function lookedAt(
  weights: { readonly dims: readonly number[]; readonly data: ArrayLike<number | bigint> } | undefined,
  at: number,
  count: number,
): readonly number[] | undefined {
  if (weights?.dims.length !== 4) return undefined;
  const [, heads = 1, steps = 1, keys = 1] = weights.dims;
  return Array.from({ length: Math.min(count, keys) }, (_, key) => {
    let sum = 0;
    for (let head = 0; head < heads; head++) sum += Number(weights.data[(head * steps + at) * keys + key]) / heads;
    return sum;
  });
}

/** What was written down the side, what was read along the top; where the one looked at the other is dark. */
function Attention({ steps, read }: Written) {
  const { t } = useTranslation('predict');
  const shown = steps.some(({ weights }) => weights) ? read : [];
  return (
    <div
      className={styles.heat}
      role="img"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
      tabIndex={0}
      aria-label={t('attention')}
      data-testid="attention"
      style={{ gridTemplateColumns: `2ch 6ch repeat(${Math.max(1, shown.length)}, minmax(7px, 14px))` }}
    >
      {shown.length > 0 && (
        <>
          <span />
          <span />
          {shown.map((part, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: places in the text
            <span key={i}>{part}</span>
          ))}
        </>
      )}
      {steps.map(({ text, share, weights }, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: places in the text
        <div key={row} style={{ display: 'contents' }}>
          <span>{text}</span>
          <span>{percent(share)}</span>
          {shown.map((_, i) => (
            <span
              // biome-ignore lint/suspicious/noArrayIndexKey: places in the text
              key={i}
              className={styles.cell}
              style={{ '--strength': `${Math.round(100 * (weights?.[i] ?? 0))}%` } as CSSProperties}
            />
          ))}
        </div>
      ))}
    </div>
  );
}
