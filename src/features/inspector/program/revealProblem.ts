import type { ProgramProblem } from '../../../document/phaseProblems';
import { usePhaseView } from '../../../stores/phaseView';
import { useUi } from '../../../stores/ui';
import { openFold } from './Fold';

/** The part of the training form where a problem is mended; the list of phases where it is no part's own. */
const partFor: Readonly<Record<string, string>> = {
  'training.stoppingUnwatched': 'stopping',
  'training.stoppingUnmeasured': 'stopping',
  'training.plateauUnwatched': 'schedule',
};

/** Shows the place of the training form that a problem is about, and puts the focus there. */
export function revealProblem({ diagnostic: { code }, phase }: ProgramProblem): void {
  const { togglePanel, select } = useUi.getState();
  togglePanel('inspector', true);
  select([]);
  if (phase !== undefined) usePhaseView.setState({ phase });
  const part = partFor[code];
  if (part) openFold(part);
  const place = part ? `[data-testid="fold-${part}"] button` : '[data-testid="phases"] [aria-current="true"]';
  requestAnimationFrame(() => {
    const target = document.querySelector<HTMLElement>(place);
    target?.scrollIntoView({ block: 'nearest' });
    target?.focus({ preventScroll: true });
  });
}
