import { Button, Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DatasetCard, ImportReport } from '../../stores/dataRoom';
import { formatCount } from '../common/format';
import styles from './DataRoom.module.css';
import type { ImportState } from './useImport';

interface Props {
  readonly state: ImportState;
  onUse(card: DatasetCard, report: ImportReport): void;
}

/** How far an import is, then what was found: everything that did not fit is counted. */
export function ImportResult({ state, onUse }: Props) {
  const { t } = useTranslation('data');
  const { share, outcome } = state;
  if (share !== undefined)
    return (
      <div className={styles.progress} role="status">
        <Progress value={100 * share} aria-label={t('import.progress')} />
        <Button size="xs" variant="default" onClick={state.cancel} data-testid="import-cancel">
          {t('import.cancel')}
        </Button>
      </div>
    );
  if (!outcome) return null;
  const report = outcome.ok ? outcome.value.report : outcome.error.report;
  return (
    <div className={styles.result} role="status" data-testid="import-result">
      {!outcome.ok && (
        <p className={styles.problem}>{t(`importProblem.${outcome.error.code}`, { ...outcome.error.details })}</p>
      )}
      {report && <Report report={report} />}
      {outcome.ok && (
        <Button size="xs" onClick={() => state.accept(onUse)} data-testid="import-use">
          {t('import.use')}
        </Button>
      )}
    </div>
  );
}

const counted = ['ragged', 'mixed', 'noTarget', 'undecodable', 'rareClasses'] as const;

function Report({ report }: { readonly report: ImportReport }) {
  const { t } = useTranslation('data');
  const missing = report.columns.filter((column) => column.missing > 0);
  const constant = report.columns.filter((column) => column.constant);
  return (
    <ul className={styles.report}>
      <li>{t('report.kept', { kept: formatCount(report.kept), rows: formatCount(report.rows) })}</li>
      {counted
        .filter((name) => report[name] > 0)
        .map((name) => (
          <li key={name}>{t(`report.${name}`, { n: formatCount(report[name]) })}</li>
        ))}
      {missing.map((column) => (
        <li key={column.title}>{t('report.missing', { column: column.title, n: formatCount(column.missing) })}</li>
      ))}
      {constant.map((column) => (
        <li key={column.title}>{t('report.constant', { column: column.title })}</li>
      ))}
    </ul>
  );
}
