import { IconAlertTriangleFilled, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Diagnostic } from '../../core/diagnostic';
import type { ProgramProblem } from '../../document/phaseProblems';
import { useAnalysis } from '../../stores/analysis';
import { revealPlace } from '../../stores/drawing';
import { useProgramProblems } from '../../stores/program';
import { useDiagnosticText } from '../common/diagnosticText';
import { LockScope } from '../inspector/LockScope';
import { ProgramFixes } from '../inspector/program/ProgramFixes';
import { useProgramSentence } from '../inspector/program/programSentence';
import { revealProblem } from '../inspector/program/revealProblem';
import fixStyles from './FixButtons.module.css';
import { LazyFixButtons } from './LazyFixButtons';
import styles from './Problems.module.css';

/** Everything that is wrong with the model and its training program; a click leads to the node, or to the form. */
export function Problems() {
  const { t } = useTranslation('problems');
  const diagnostics = useAnalysis((analysis) => analysis.diagnostics);
  const program = useProgramProblems();
  if (diagnostics.length + program.length === 0) {
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
      <LockScope kind="training" quiet>
        {program.map((problem) => (
          <ProgramItem
            key={`${problem.diagnostic.code} ${problem.phase} ${problem.diagnostic.details?.loss}`}
            problem={problem}
          />
        ))}
      </LockScope>
    </ul>
  );
}

function SeverityIcon({ severity }: Pick<Diagnostic, 'severity'>) {
  const { t } = useTranslation('problems');
  const Icon = severity === 'info' ? IconInfoCircle : IconAlertTriangleFilled;
  return <Icon size={14} className={styles.icon} data-severity={severity} aria-label={t(severity)} />;
}

function Problem({ item }: { readonly item: Diagnostic }) {
  const { t } = useTranslation('problems');
  const sentenceOf = useDiagnosticText();
  const { nodeId, severity } = item;
  const body = (
    <>
      <SeverityIcon severity={severity} />
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
      {item.code !== 'module.inside' && <LazyFixButtons diagnostic={item} />}
    </li>
  );
}

/** Something about the training program; a click leads to its place in the form. */
function ProgramItem({ problem }: { readonly problem: ProgramProblem }) {
  const { t } = useTranslation('problems');
  const sentenceOf = useProgramSentence();
  return (
    <li className={styles.item}>
      <button
        type="button"
        className={styles.row}
        title={t('showInForm')}
        data-testid={`problem-${problem.diagnostic.code}`}
        onClick={() => revealProblem(problem)}
      >
        <SeverityIcon severity={problem.diagnostic.severity} />
        <span className={styles.text}>{sentenceOf(problem)}</span>
      </button>
      <ProgramFixes problem={problem} className={fixStyles.fixes} buttonClassName={fixStyles.fix} />
    </li>
  );
}
