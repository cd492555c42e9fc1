import { Button, SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DataPart } from '../../stores/dataRoom';
import { useDiagnosticText } from '../common/diagnosticText';
import { formatCount } from '../common/format';
import styles from './DataRoom.module.css';
import { SampleRow } from './SampleValue';
import { type LookState, PAGE } from './useLook';

const parts: readonly DataPart[] = ['train', 'validation', 'test'];

/** Examples of a part as they are stored, a page at a time. */
export function SamplesPanel({ look }: { readonly look: LookState }) {
  const { t } = useTranslation('dataRoom');
  const sentenceOf = useDiagnosticText();
  const { part, from, show } = look;
  const samples = look.look?.before;
  const count = samples?.count ?? 0;
  return (
    <div className={styles.panel}>
      <div className={styles.tools}>
        <SegmentedControl
          size="xs"
          aria-label={t('part.title')}
          value={part}
          onChange={(value) => show({ part: parts.find((name) => name === value) ?? 'train', from: 0 })}
          data={parts.map((value) => ({ value, label: t(`part.${value}`) }))}
        />
        <span className={styles.number} data-testid="data-range">
          {count > 0 &&
            t('range', {
              from: formatCount(from + 1),
              to: formatCount(Math.min(from + PAGE, count)),
              count: formatCount(count),
            })}
        </span>
        <Button
          size="xs"
          variant="default"
          disabled={from === 0}
          onClick={() => show({ from: Math.max(0, from - PAGE) })}
        >
          {t('previous')}
        </Button>
        <Button
          size="xs"
          variant="default"
          disabled={from + PAGE >= count}
          onClick={() => show({ from: from + PAGE })}
          data-testid="data-next"
        >
          {t('next')}
        </Button>
      </div>
      {look.problems.length > 0 && <p className={styles.problem}>{look.problems.map(sentenceOf).join(' ')}</p>}
      <div className={styles.samples} data-busy={look.busy} data-testid="data-samples">
        {samples?.rows.map((row, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: examples are known by their place
          <SampleRow key={`${part} ${from + i}`} columns={samples.columns} row={row} />
        ))}
      </div>
    </div>
  );
}
