import { Button, Progress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { BadExample, DatasetCard, ImportReport } from '../../stores/dataRoom';
import { formatCount } from '../common/format';
import styles from './DataRoom.module.css';
import type { ImportState } from './useImport';

interface Props {
  readonly state: ImportState;
  onUse(card: DatasetCard, report: ImportReport): void;
}

/** What was found stands below the table, often out of sight. */
const reveal = (element: HTMLElement | null) => element?.scrollIntoView({ block: 'nearest' });

/** How far an import is, then what was found: everything that did not fit is counted. */
export function ImportResult({ state, onUse }: Props) {
  const { t } = useTranslation('dataRoom');
  const { outcome } = state;
  if (state.busy) return <Running state={state} />;
  if (!outcome) return null;
  const report = outcome.ok ? outcome.value.report : outcome.error.report;
  return (
    <div ref={reveal} className={styles.result} role="status" data-testid="import-result">
      {!outcome.ok && (
        <p className={styles.problem}>{t(`importProblem.${outcome.error.code}`, { ...outcome.error.details })}</p>
      )}
      {report && <Report report={report} />}
      {outcome.ok && (
        <Button variant="filled" size="xs" onClick={() => state.accept(onUse)} data-testid="import-use">
          {t('import.use')}
        </Button>
      )}
    </div>
  );
}

function Running({ state: { progress, cancel } }: { readonly state: ImportState }) {
  const { t } = useTranslation('dataRoom');
  const share = useStore(progress, (now) => now.share);
  return (
    <div className={styles.progress} role="status">
      <Progress value={100 * share} aria-label={t('import.progress')} />
      <Button size="xs" variant="default" onClick={cancel} data-testid="import-cancel">
        {t('import.cancel')}
      </Button>
    </div>
  );
}

const counted: readonly BadExample[] = ['ragged', 'mixed', 'noTarget', 'undecodable', 'corrupt', 'blank', 'misplaced'];
const PLACES = 5;

/** Words before what they open: a colon as wide as a sign has its space within. */
const opening = (words: string): string => (words.endsWith('：') ? words : `${words} `);

function Report({ report }: { readonly report: ImportReport }) {
  const { t } = useTranslation('dataRoom');
  const { oddQuotes, guessedEncodings, rareClasses, emptyClasses, columns, classes } = report;
  const missing = columns.filter((column) => column.missing > 0);
  const constant = columns.filter((column) => column.constant);
  return (
    <ul className={styles.report}>
      <li>{t('report.kept', { kept: formatCount(report.kept), rows: formatCount(report.rows) })}</li>
      {classes.length > 0 && (
        <li>
          {opening(t('report.classes', { n: formatCount(classes.length) }))}
          {classes
            .slice(0, 12)
            .map(({ name, count }) => `${name} ${formatCount(count)}`)
            .join(', ')}
          {classes.length > 12 && ' …'}
        </li>
      )}
      {counted
        .filter((problem) => report[problem] > 0)
        .map((problem) => (
          <li key={problem}>
            {opening(t(`report.${problem}`, { n: formatCount(report[problem]) }))}
            <Places report={report} problem={problem} />
          </li>
        ))}
      {oddQuotes > 0 && <li>{t('report.oddQuotes', { n: formatCount(oddQuotes) })}</li>}
      {guessedEncodings > 0 && <li>{t('report.guessedEncodings', { n: formatCount(guessedEncodings) })}</li>}
      {emptyClasses.length > 0 && <li>{t('report.emptyClasses', { names: emptyClasses.slice(0, 20).join(', ') })}</li>}
      {rareClasses > 0 && <li>{t('report.rareClasses', { n: formatCount(rareClasses) })}</li>}
      {missing.map((column) => (
        <li key={`missing ${column.title}`}>
          {t('report.missing', { column: column.title, n: formatCount(column.missing) })}
        </li>
      ))}
      {constant.map((column) => (
        <li key={`constant ${column.title}`}>{t('report.constant', { column: column.title })}</li>
      ))}
    </ul>
  );
}

/** Where the first of them are. */
function Places({ report, problem }: { readonly report: ImportReport; readonly problem: BadExample }) {
  const { t } = useTranslation('dataRoom');
  const found = report.found.filter((finding) => finding.problem === problem).slice(0, PLACES);
  const more = report[problem] - found.length;
  if (found.length === 0) return null;
  return (
    <span className={styles.places}>
      {found
        .map(({ at, text }) => {
          const place = typeof at === 'number' ? t('report.row', { row: formatCount(at) }) : at;
          return text === undefined ? place : `${place} (${text})`;
        })
        .join(', ')}
      {more > 0 && ' …'}
    </span>
  );
}
