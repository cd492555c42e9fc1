import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnalysis } from '../../stores/analysis';
import { useDocument } from '../../stores/document';
import { useChosenPhase, usePhaseView } from '../../stores/phaseView';
import { formatCount, formatSi } from '../common/format';
import styles from './Inspector.module.css';
import { Fold } from './program/Fold';
import { MemoryForm } from './program/MemoryForm';
import { PhaseForm } from './program/PhaseForm';
import { PhaseList } from './program/PhaseList';
import { ProgramNotes } from './program/ProgramNotes';
import { RunForm, StoppingForm } from './program/RunForm';
import { Fact } from './Section';

/** How the model is trained, and what it amounts to. */
export function ProjectInspector() {
  const { t } = useTranslation('program');
  const phase = useChosenPhase();
  useEffect(() => {
    usePhaseView.setState({ shown: true });
    return () => usePhaseView.setState({ shown: false, picking: false });
  }, []);
  return (
    <>
      <header className={styles.header}>
        <h2 className={styles.plainTitle}>{t('training')}</h2>
        <p className={styles.subtitle}>{t('trainingHint')}</p>
      </header>
      <PhaseList />
      <ProgramNotes />
      <PhaseForm key={phase} phase={phase} />
      <RunForm />
      <StoppingForm />
      <MemoryForm />
      <Totals />
    </>
  );
}

function Totals() {
  const { t } = useTranslation('program');
  const layersCount = useDocument((state) => state.document.nodes.length);
  const parameters = useAnalysis((analysis) => analysis.parameters);
  const flops = useAnalysis((analysis) => analysis.flops);
  const bytes = useAnalysis((analysis) => analysis.activationBytes);
  const summary = t('valueCount', { count: parameters, shown: formatCount(parameters) });
  return (
    <Fold name="model" title={t('model')} summary={summary} open>
      <dl className={styles.facts}>
        <Fact name={t('layers')} value={formatCount(layersCount)} />
        <Fact name={t('trained')} value={formatCount(parameters)} testId="model-parameters" />
        <Fact name={t('flops')} value={formatSi(flops, 'FLOP')} />
        <Fact name={t('memory')} value={formatSi(bytes, 'B')} />
      </dl>
    </Fold>
  );
}
