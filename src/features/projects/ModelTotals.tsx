import { useTranslation } from 'react-i18next';
import { useAnalysis } from '../../stores/analysis';
import { formatCount } from '../common/format';
import styles from './projects.module.css';

/** How many values the model trains. */
export function ModelTotals() {
  const { t } = useTranslation('projects');
  const parameters = useAnalysis((analysis) => analysis.parameters);
  return (
    <span className={styles.totals} title={t('parametersHelp')}>
      <strong data-testid="top-parameters">{formatCount(parameters)}</strong> <span>{t('parameters')}</span>
    </span>
  );
}
