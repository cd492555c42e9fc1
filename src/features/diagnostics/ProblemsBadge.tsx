import { useTranslation } from 'react-i18next';
import { useAnalysis } from '../../stores/analysis';
import { useProgramProblems } from '../../stores/program';
import styles from './Problems.module.css';

/** How many problems there are, on the tab. What is worth knowing of the training program is no problem. */
export function ProblemsBadge() {
  const { t } = useTranslation('problems');
  const diagnostics = useAnalysis((analysis) => analysis.diagnostics);
  const program = useProgramProblems().flatMap(({ diagnostic }) =>
    diagnostic.severity === 'info' ? [] : [diagnostic],
  );
  const all = [...diagnostics, ...program];
  if (all.length === 0) return null;
  const isBroken = all.some(({ severity }) => severity === 'error');
  return (
    <span className={styles.badge} data-severity={isBroken ? 'error' : 'warning'}>
      <span aria-hidden>{all.length}</span>
      <span className="visuallyHidden">{t('count', { count: all.length })}</span>
    </span>
  );
}
