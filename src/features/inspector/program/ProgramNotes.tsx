import { IconAlertTriangleFilled, IconInfoCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { applyProgramFix, type ProgramFix, type ProgramProblem } from '../../../document/phaseProblems';
import { useDocument } from '../../../stores/document';
import { programPartsOf, useProgramProblems } from '../../../stores/program';
import { formatCount } from '../../common/format';
import { usePartName, usePhaseName } from './names';
import styles from './program.module.css';

/** What is wrong with the training program, or worth knowing, each with what a click can do about it. */
export function ProgramNotes() {
  const { t } = useTranslation('program');
  const problems = useProgramProblems();
  const sentenceOf = useSentence();
  const labelOf = useFixLabel();
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
              {problem.fixes.length > 0 && (
                <span className={styles.fixes}>
                  {problem.fixes.map((fix) => (
                    <button
                      key={JSON.stringify(fix)}
                      type="button"
                      data-testid={`fix-${fix.kind}`}
                      onClick={() => mend(fix)}
                    >
                      {labelOf(fix, problem.phase)}
                    </button>
                  ))}
                </span>
              )}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function mend(fix: ProgramFix): void {
  const { edit, endGesture } = useDocument.getState();
  endGesture();
  edit((document) => applyProgramFix(document, programPartsOf(document), fix), undefined, 'fix');
}

/** The sentence of a problem in the interface's language, with counts that can be read. */
function useSentence(): (problem: ProgramProblem) => string {
  const { t } = useTranslation('program');
  const phases = useDocument((state) => state.document.training.phases);
  const nameOf = usePhaseName();
  const partOf = usePartName();
  return ({ diagnostic: { code, details = {} }, phase: index }) => {
    const phase = index === undefined ? undefined : phases[index];
    const name = phase && index !== undefined ? nameOf(phase, index) : '';
    const shown = Object.fromEntries(
      Object.entries(details).map(([key, value]) => [key, typeof value === 'number' ? formatCount(value) : value]),
    );
    const parts = typeof details.parts === 'string' ? details.parts.split(', ').map(partOf).join(', ') : '';
    const loss = typeof details.loss === 'string' ? partOf(details.loss) : '';
    return t(`problem.${code.replace('training.', '')}`, { ...shown, phase: name, parts, loss });
  };
}

/** What a fix does; with the name of its phase where the problem is not that phase's own. */
function useFixLabel(): (fix: ProgramFix, of: number | undefined) => string {
  const { t } = useTranslation('program');
  const phases = useDocument((state) => state.document.training.phases);
  const nameOf = usePhaseName();
  const partOf = usePartName();
  return (fix, of) => {
    switch (fix.kind) {
      case 'minimise': {
        const phase = phases[fix.phase];
        const name = phase ? nameOf(phase, fix.phase) : '';
        return t(phases.length > 1 && of === undefined ? 'fix.minimiseIn' : 'fix.minimise', {
          loss: partOf(fix.loss),
          phase: name,
        });
      }
      case 'updateRest':
      case 'updateAll':
        return t(`fix.${fix.kind}`, { values: formatCount(fix.values) });
      case 'rename':
        return t('fix.rename', { name: fix.name });
      case 'forget':
        return t('fix.forget');
      case 'holdOut':
        return t('fix.holdOut', { percent: fix.fraction * 100 });
      default:
        return fix satisfies never;
    }
  };
}
