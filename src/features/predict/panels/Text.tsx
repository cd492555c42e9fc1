import { type CSSProperties, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { HostTensor } from '../../../core/tensor';
import { type Encoded, type TestRows, usePredict } from '../../../stores/predict';
import { AnswerBars } from '../AnswerBars';
import { useAwake } from '../awake';
import { Caption, ExampleText } from '../Controls';
import styles from '../Controls.module.css';
import { useAnswer, useExampleText } from '../hooks';
import { answersOf, shortenings } from '../maths/occlusion';
import type { TrialProps } from '../TrialPanel';
import { ints, numbersOf, percent } from '../tensors';

/** A text, the tokens that the model sees of it, its answer, and by how much each token changes that. */
export function Text({ trial, facts }: TrialProps<'text'>) {
  const { t } = useTranslation('predict');
  const awake = useAwake();
  const { text, isExample, rows, encoded, write, sample } = useExampleText(awake, trial.source);
  const asked = useAsked(trial.column, text === '' ? undefined : encoded.value);
  const answer = useAnswer(asked?.question, asked);
  const name = facts.output?.name;
  const classes = usePredict((state) => state.classes);
  const numbers = numbersOf(answer?.outputs.main, name);
  const told = useMemo(() => {
    const { about } = answer ?? {};
    if (!numbers || !about) return undefined;
    return {
      ...answersOf(numbers, about.count, classes.length),
      pieces: about.encoded.pieces,
      kept: about.encoded.kept,
      places: about.places,
    };
  }, [numbers, answer, classes.length]);
  const truth = isExample ? labelOf(rows.value, facts.target?.name) : undefined;
  return (
    <div className={styles.body}>
      <div className={styles.column}>
        <ExampleText value={text} maxLength={5000} onChange={write} onSample={sample} id="text" />
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard */}
        <ol className={styles.tokens} aria-label={t('tokens')} tabIndex={0} data-testid="tokens">
          {(told?.pieces ?? (text === '' ? [] : (encoded.value?.pieces ?? []))).map((piece, i) => {
            const effect = told?.effects[told.places.indexOf(i)];
            const cut = i >= (told?.kept ?? encoded.value?.kept ?? 0);
            return (
              <li
                // biome-ignore lint/suspicious/noArrayIndexKey: the same token may stand in several places
                key={i}
                className={styles.token}
                data-unknown={piece.unknown}
                data-special={piece.special}
                data-cut={cut}
                data-effect={effect === undefined ? undefined : effect >= 0 ? 'for' : 'against'}
                style={{ '--strength': `${Math.min(100, 250 * Math.abs(effect ?? 0))}%` } as CSSProperties}
                title={[
                  piece.unknown ? t('unknownToken') : cut ? t('cutToken') : `${piece.id}`,
                  effect === undefined ? '' : t('withoutIt', { change: signed(-effect) }),
                ].join(' ')}
              >
                {piece.special ? `[${t(`special.${piece.text}`)}]` : piece.text}
              </li>
            );
          })}
        </ol>
        <Caption problem={rows.problem ?? encoded.problem}>
          {truth !== undefined && told
            ? t(told.best === truth ? 'right' : 'wrong', { label: classes[truth] ?? truth })
            : told
              ? t('tokensHelp')
              : undefined}
        </Caption>
      </div>
      <div className={styles.side}>
        <AnswerBars compact values={told?.values} classes={classes} />
      </div>
    </div>
  );
}

const signed = (change: number): string => `${change < 0 ? '−' : '+'}${percent(Math.abs(change))}`;

function labelOf(rows: TestRows | undefined, target: string | undefined): number | undefined {
  const value = target === undefined ? undefined : rows?.fed[target]?.data[0];
  return value === undefined ? undefined : Number(value);
}

interface Asked {
  readonly question: { readonly main: Readonly<Record<string, HostTensor>> };
  readonly encoded: Encoded;
  /** Rows asked: the whole text, then without each of the pieces at `places`. */
  readonly count: number;
  readonly places: readonly number[];
}

/** The row of the whole text, and one without each token. */
function useAsked(column: string, encoded: Encoded | undefined): Asked | undefined {
  return useMemo(() => {
    const row = encoded?.row?.data;
    if (!encoded || !(row instanceof Int32Array)) return undefined;
    const { rows, places } = shortenings(row, encoded);
    const count = 1 + places.length;
    return { question: { main: { [column]: ints(rows, [count, row.length]) } }, encoded, count, places };
  }, [column, encoded]);
}
