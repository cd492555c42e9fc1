import { useTranslation } from 'react-i18next';
import { gradientFields } from '../../compiler/gradientTreatment';
import { optimizers } from '../../compiler/optimizers/registry';
import { schedules } from '../../compiler/schedules/registry';
import { setPhase, setTraining } from '../../document/edit';
import type { ParamValue } from '../../document/schema';
import { useAnalysis } from '../../stores/analysis';
import { useDocument } from '../../stores/document';
import { formatCount, formatSi } from '../common/format';
import { ChoiceForm } from './ChoiceForm';
import { FieldRow } from './FieldRow';
import styles from './Inspector.module.css';
import { Fact, Section } from './Section';
import { trainingFields } from './trainingFields';

/** How the model is trained, and what it amounts to. */
export function ProjectInspector() {
  const { t } = useTranslation('inspector');
  return (
    <>
      <header className={styles.header}>
        <h2 className={styles.plainTitle}>{t('training')}</h2>
        <p className={styles.subtitle}>{t('trainingHint')}</p>
      </header>
      <OptimizerForm />
      <LearningRateForm />
      <ScheduleForm />
      <GradientForm />
      <Totals />
    </>
  );
}

function OptimizerForm() {
  const { t } = useTranslation('inspector');
  const optimizer = useDocument((state) => state.document.training.phases[0]?.optimizer);
  if (!optimizer) return null;
  return (
    <ChoiceForm
      title={t('optimizer')}
      label={t('algorithm')}
      name="optimizer"
      choices={[...optimizers.values()]}
      chosen={optimizer}
      onChange={(next) => ({ optimizer: next })}
    />
  );
}

function LearningRateForm() {
  const { t } = useTranslation('inspector');
  const schedule = useDocument((state) => state.document.training.phases[0]?.schedule);
  return (
    <ChoiceForm
      title={t('learningRateSchedule')}
      label={t('shapeOfSchedule')}
      name="schedule"
      choices={[...schedules.values()]}
      chosen={schedule ?? constantSchedule}
      onChange={(next) => ({ schedule: next })}
    />
  );
}

const constantSchedule = { type: 'constant', params: {} };

/** Penalties and clipping. */
function GradientForm() {
  const { t } = useTranslation('inspector');
  const gradient = useDocument((state) => state.document.training.phases[0]?.gradient) ?? noTreatment;
  const { edit, endGesture } = useDocument.getState();
  return (
    <Section title={t('gradient')}>
      {Object.entries(gradientFields).map(([name, field]) =>
        name === 'clipAt' && (gradient.clip ?? 'none') === 'none' ? null : (
          <FieldRow
            key={name}
            name={name}
            field={field}
            value={gradient[name] ?? field.default}
            onCommit={(value) =>
              edit((document) => {
                const now = document.training.phases[0]?.gradient ?? noTreatment;
                return setPhase(document, 0, { gradient: { ...now, [name]: value } });
              }, `gradient:${name}`)
            }
            onEnd={endGesture}
          />
        ),
      )}
    </Section>
  );
}

const noTreatment: Readonly<Record<string, ParamValue>> = {};

function ScheduleForm() {
  const { t } = useTranslation('inspector');
  const training = useDocument((state) => state.document.training);
  const { edit, endGesture } = useDocument.getState();
  return (
    <Section title={t('schedule')}>
      {trainingFields.map(({ name, field, read, write }) => (
        <FieldRow
          key={name}
          name={name}
          field={field}
          value={read(training)}
          onCommit={(value) =>
            edit((document) => setTraining(document, write(document.training, value)), `training:${name}`)
          }
          onEnd={endGesture}
        />
      ))}
    </Section>
  );
}

function Totals() {
  const { t } = useTranslation('inspector');
  const layersCount = useDocument((state) => state.document.nodes.length);
  const parameters = useAnalysis((analysis) => analysis.parameters);
  const flops = useAnalysis((analysis) => analysis.flops);
  const bytes = useAnalysis((analysis) => analysis.activationBytes);
  return (
    <Section title={t('model')}>
      <dl className={styles.facts}>
        <Fact name={t('layers')} value={formatCount(layersCount)} />
        <Fact name={t('trained')} value={formatCount(parameters)} testId="model-parameters" />
        <Fact name={t('flops')} value={formatSi(flops, 'FLOP')} />
        <Fact name={t('memory')} value={formatSi(bytes, 'B')} />
      </dl>
    </Section>
  );
}
