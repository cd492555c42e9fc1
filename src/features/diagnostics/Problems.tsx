import { IconAlertTriangleFilled, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Diagnostic } from '../../core/diagnostic';
import { useAnalysis } from '../../stores/analysis';
import { revealPlace } from '../../stores/drawing';
import { useDiagnosticText } from '../common/diagnosticText';
import { FixButtons } from './FixButtons';
import styles from './Problems.module.css';

/** Everything that is wrong with the model; a click leads to the node. */
export function Problems() {
  const { t } = useTranslation('problems');
  const diagnostics = useAnalysis((analysis) => analysis.diagnostics);
  if (diagnostics.length === 0) {
    return (
      <p className={styles.fine}>
        <IconCircleCheck size={18} stroke={1.6} aria-hidden />
        {t('none')}
      </p>
    );
  }
  return (
    <ul className={styles.list} data-testid="problems">
      {diagnostics.map((item) => (
        <Problem key={`${item.code} ${item.nodeId} ${item.portId} ${item.param}`} item={item} />
      ))}
    </ul>
  );
}

function Problem({ item }: { readonly item: Diagnostic }) {
  const { t } = useTranslation('problems');
  const sentenceOf = useDiagnosticText();
  const { nodeId, severity } = item;
  const Icon = severity === 'info' ? IconInfoCircle : IconAlertTriangleFilled;
  const body = (
    <>
      <Icon size={14} className={styles.icon} data-severity={severity} aria-label={t(severity)} />
      <span className={styles.text}>{sentenceOf(item)}</span>
    </>
  );
  return (
    <li className={styles.item}>
      {nodeId === undefined ? (
        <div className={styles.row}>{body}</div>
      ) : (
        <button
          type="button"
          className={styles.row}
          title={t('show')}
          data-testid={`diagnostic-${nodeId}`}
          onClick={() => revealPlace(nodeId)}
        >
          {body}
          <code className={styles.id}>{nodeId}</code>
        </button>
      )}
      <FixButtons diagnostic={item} />
    </li>
  );
}

/** How many problems there are, on the tab. */
export function ProblemsBadge() {
  const { t } = useTranslation('problems');
  const errors = useAnalysis(({ diagnostics }) => diagnostics.filter((item) => item.severity === 'error').length);
  const all = useAnalysis(({ diagnostics }) => diagnostics.length);
  if (all === 0) return null;
  return (
    <span className={styles.badge} data-severity={errors > 0 ? 'error' : 'warning'}>
      <span aria-hidden>{all}</span>
      <span className="visuallyHidden">{t('count', { count: all })}</span>
    </span>
  );
}
