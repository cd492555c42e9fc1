import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useDocument } from '../../stores/document';
import { usePredict } from '../../stores/predict';
import { barsOf } from './bars';
import styles from './PredictPanel.module.css';
import { classesOf } from './picture';

/** A bar for each of the model's outputs, always in the same place. */
export function AnswerBars() {
  const { t } = useTranslation('predict');
  const answer = usePredict((state) => state.answer);
  const known = usePredict((state) => state.classes);
  const document = useDocument((state) => state.document);
  const classes = useMemo(() => (known.length > 0 ? known : classesOf(document)), [known, document]);
  const bars = barsOf(answer?.values, classes);
  return (
    <ol
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by the keyboard
      tabIndex={0}
      className={styles.bars}
      aria-label={t('answer')}
      data-testid="answer"
      data-ready={answer !== undefined}
    >
      {bars.map(({ label, share, text, best, value }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: outputs have no name but their place
        <li key={i} className={styles.bar} data-best={best} data-value={answer ? value : undefined}>
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
