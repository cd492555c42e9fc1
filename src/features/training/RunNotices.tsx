import { ActionIcon, Button, UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconRefreshAlert, IconRestore, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { nodeOf } from '../../document/edit';
import { useDocument } from '../../stores/document';
import { type RunProblem, useRun } from '../../stores/run';
import { useUi } from '../../stores/ui';
import { useDiagnosticText } from '../common/diagnosticText';
import { formatCount } from '../common/format';
import { nodeName } from '../common/localize';
import styles from './TrainingDock.module.css';

/** What the user has to know about the run before the charts: failed, changed, restarted. Nothing when all is well. */
export function RunNotices() {
  return (
    <>
      <Problems />
      <Stale />
      <Recovered />
    </>
  );
}

function Problems() {
  const { t } = useTranslation('training');
  const failed = useRun((state) => state.status === 'failed');
  const diagnostics = useRun((state) => state.diagnostics);
  if (!failed || diagnostics.length === 0) return null;
  return (
    <div role="alert" className={styles.alert}>
      <ul className={styles.problems} aria-label={t('problems')} data-testid="run-problems">
        {diagnostics.map((diagnostic, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list is replaced as a whole
          <li key={i}>
            <Problem diagnostic={diagnostic} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Problem({ diagnostic }: { readonly diagnostic: RunProblem }) {
  const textOf = useDiagnosticText();
  const locale = useUi((state) => state.locale);
  const node = useDocument(({ document }) => (diagnostic.nodeId ? nodeOf(document, diagnostic.nodeId) : undefined));
  const text = textOf(diagnostic);
  const content = (
    <>
      <IconAlertTriangle size={14} stroke={1.8} className={styles.problemIcon} />
      <span>{text}</span>
    </>
  );
  if (!node) return <div className={styles.problem}>{content}</div>;
  return (
    <UnstyledButton
      className={styles.problem}
      onClick={() => useUi.getState().revealNode(node.id)}
      data-testid={`run-problem-${node.id}`}
    >
      {content}
      <span className={styles.where}>{nodeName(node, locale)}</span>
    </UnstyledButton>
  );
}

function Stale() {
  const { t } = useTranslation('training');
  const stale = useRun((state) => state.stale);
  const status = useRun((state) => state.status);
  if (!stale || status === 'failed' || status === 'loading') return null;
  return (
    <div className={styles.notice} data-tone="warning" role="status" data-testid="run-stale">
      <IconRefreshAlert size={16} stroke={1.7} />
      <p>{t(status === 'running' ? 'stale.running' : 'stale.resting')}</p>
      <Button onClick={() => void useRun.getState().restart()} data-testid="run-restart">
        {t('stale.restart')}
      </Button>
    </div>
  );
}

function Recovered() {
  const { t } = useTranslation('training');
  const recovered = useRun((state) => state.recovered);
  if (!recovered) return null;
  return (
    <div className={styles.notice} role="status" data-testid="run-recovered">
      <IconRestore size={16} stroke={1.7} />
      <p>
        {recovered.step > 0 ? t('recovered.from', { step: formatCount(recovered.step) }) : t('recovered.fromStart')}
      </p>
      <ActionIcon aria-label={t('dismiss')} onClick={() => useRun.getState().dismissRecovered()}>
        <IconX size={14} />
      </ActionIcon>
    </div>
  );
}
