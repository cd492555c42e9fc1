import { useTranslation } from 'react-i18next';
import type { ProgramProblem } from '../../../document/phaseProblems';
import { useDocument } from '../../../stores/document';
import { formatCount } from '../../common/format';
import { useMetricName, usePartName, usePhaseName } from './names';

/** The sentence of a problem in the interface's language, with counts that can be read. */
export function useProgramSentence(): (problem: ProgramProblem) => string {
  const { t } = useTranslation('program');
  const phases = useDocument((state) => state.document.training.phases);
  const nameOf = usePhaseName();
  const partOf = usePartName();
  const metricName = useMetricName();
  return ({ diagnostic: { code, details = {} }, phase: index }) => {
    const phase = index === undefined ? undefined : phases[index];
    const name = phase && index !== undefined ? nameOf(phase, index) : '';
    const shown = Object.fromEntries(
      Object.entries(details).map(([key, value]) => [key, typeof value === 'number' ? formatCount(value) : value]),
    );
    const parts = typeof details.parts === 'string' ? details.parts.split(', ').map(partOf).join(', ') : '';
    const loss = typeof details.loss === 'string' ? partOf(details.loss) : '';
    const metric = typeof details.metric === 'string' ? metricName(details.metric) : '';
    return t(`problem.${code.replace('training.', '')}`, { ...shown, phase: name, parts, loss, metric });
  };
}
