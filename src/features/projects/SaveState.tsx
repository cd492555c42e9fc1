import { IconAlertTriangleFilled, IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useSaving } from '../../stores/saving';
import { useDiagnosticText } from '../common/diagnosticText';
import { Hint } from '../common/Hint';
import styles from './projects.module.css';

/** Whether the work is safe in this browser: quiet while it is, plain when it is not. */
export function SaveState() {
  const { t } = useTranslation('projects');
  const { status, problem } = useSaving();
  const sentenceOf = useDiagnosticText();
  const label = problem ? sentenceOf(problem) : t(`saving.${status}`);
  return (
    <Hint label={label} multiline maw={280}>
      <span className={styles.saving} data-status={status} data-testid="saving" role="status" aria-label={label}>
        {status === 'failed' && <IconAlertTriangleFilled size={14} aria-hidden />}
        {status === 'saved' && <IconCheck size={14} aria-hidden />}
        {status === 'pending' && <span className={styles.dot} />}
        {status === 'failed' && t('saving.failed')}
      </span>
    </Hint>
  );
}
