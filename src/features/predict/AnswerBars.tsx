import { useTranslation } from 'react-i18next';
import { barsOf } from './bars';
import styles from './PredictPanel.module.css';

interface Props {
  /** Undefined before there is an answer. */
  readonly values: ArrayLike<number> | undefined;
  readonly classes: readonly string[];
  /** Close together, in a narrow column. */
  readonly compact?: boolean;
}

/** A bar for each of the model's outputs, always in the same place. */
export function AnswerBars({ values, classes, compact = false }: Props) {
  const { t } = useTranslation('predict');
  const bars = barsOf(values, classes);
  return (
    <ol
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by the keyboard
      tabIndex={0}
      className={styles.bars}
      data-compact={compact}
      aria-label={t('answer')}
      data-testid="answer"
      data-ready={values !== undefined}
    >
      {bars.map(({ label, share, text, best, value }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: outputs have no name but their place
        <li key={i} className={styles.bar} data-best={best} data-value={values ? value : undefined}>
          <span className={styles.label}>{label}</span>
          <span className={styles.track}>
            <span className={styles.fill} style={{ display: 'block', transform: `scaleX(${share})` }} />
          </span>
          <span className={styles.value}>{text}</span>
        </li>
      ))}
    </ol>
  );
}
