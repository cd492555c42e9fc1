import { useTranslation } from 'react-i18next';
import { applyProgramFix, type ProgramFix, type ProgramProblem } from '../../../document/phaseProblems';
import { useDocument } from '../../../stores/document';
import { programPartsOf } from '../../../stores/program';
import { formatCount } from '../../common/format';
import { Lockable } from '../LockScope';
import { usePartName, usePhaseName } from './names';

interface Props {
  readonly problem: ProgramProblem;
  /** Around the buttons, and of each. */
  readonly className?: string | undefined;
  readonly buttonClassName?: string | undefined;
}

/** What a click can do about a problem of the training program. */
export function ProgramFixes({ problem: { fixes, phase }, className, buttonClassName }: Props) {
  const labelOf = useFixLabel();
  if (fixes.length === 0) return null;
  return (
    <Lockable>
      <span className={className}>
        {fixes.map((fix) => (
          <button
            key={JSON.stringify(fix)}
            type="button"
            className={buttonClassName}
            data-testid={`fix-${fix.kind}`}
            onClick={() => mend(fix)}
          >
            {labelOf(fix, phase)}
          </button>
        ))}
      </span>
    </Lockable>
  );
}

function mend(fix: ProgramFix): void {
  const { edit, endGesture } = useDocument.getState();
  endGesture();
  edit((document) => applyProgramFix(document, programPartsOf(document), fix), undefined, 'fix');
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
      case 'watchLoss':
        return t(`fix.${fix.kind}`);
      case 'holdOut':
        return t('fix.holdOut', { percent: fix.fraction * 100 });
      default:
        return fix satisfies never;
    }
  };
}
