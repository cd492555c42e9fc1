import { IconAlertTriangleFilled, IconInfoCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useProgramProblems } from '../../../stores/program';
import { ProgramFixes } from './ProgramFixes';
import styles from './program.module.css';
import { useProgramSentence } from './programSentence';

/** What is wrong with the training program, or worth knowing, each with what a click can do about it. */
export function ProgramNotes() {
  const { t } = useTranslation('program');
  const problems = useProgramProblems();
  const sentenceOf = useProgramSentence();
  if (problems.length === 0) return null;
  return (
    <ul className={styles.notes} aria-label={t('notes')} data-testid="program-notes">
      {problems.map((problem) => {
        const { code, severity, details } = problem.diagnostic;
        const Icon = severity === 'info' ? IconInfoCircle : IconAlertTriangleFilled;
        return (
          <li
            key={`${code} ${problem.phase} ${details?.loss}`}
            className={styles.programNote}
            data-severity={severity}
            data-testid={code}
          >
            <Icon size={13} className={styles.noteIcon} aria-label={t(`severity.${severity}`)} />
            <span>
              {sentenceOf(problem)}
              <ProgramFixes problem={problem} className={styles.fixes} />
            </span>
          </li>
        );
      })}
    </ul>
  );
}
