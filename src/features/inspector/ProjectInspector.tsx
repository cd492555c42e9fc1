import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { gradientFields } from '../../compiler/gradientTreatment';
import { optimizers } from '../../compiler/optimizers/registry';
import { schedules } from '../../compiler/schedules/registry';
import { setPhase, setTraining } from '../../document/edit';
import type { ParamValue, Phase } from '../../document/schema';
import { useAnalysis } from '../../stores/analysis';
import { useDocument } from '../../stores/document';
import { formatCount, formatSi } from '../common/format';
import { ChoiceForm } from './ChoiceForm';
import { FieldRow } from './FieldRow';
import fieldStyles from './fields.module.css';
import styles from './Inspector.module.css';
import { Fact, Section } from './Section';
import { trainingFields } from './trainingFields';

/** How the model is trained, and what it amounts to. */
export function ProjectInspector() {
  const { t } = useTranslation('inspector');
  const phases = useDocument((state) => state.document.training.phases);
  const [chosen, choose] = useState(0);
  const phase = Math.min(chosen, phases.length - 1);
  return (
    <>
      <header className={styles.header}>
        <h2 className={styles.plainTitle}>{t('training')}</h2>
        <p className={styles.subtitle}>{t('trainingHint')}</p>
      </header>
      {phases.length > 1 && <PhasePicker phases={phases} phase={phase} onChoose={choose} />}
      <OptimizerForm phase={phase} />
      <LearningRateForm phase={phase} />
      <ScheduleForm />
      <GradientForm phase={phase} />
      <Totals />
    </>
  );
}

interface PhasePickerProps {
  readonly phases: readonly Phase[];
  readonly phase: number;
  readonly onChoose: (phase: number) => void;
}

/** Which of several phases the forms below are about. */
function PhasePicker({ phases, phase, onChoose }: PhasePickerProps) {
  const { t } = useTranslation('inspector');
  const labelId = useId();
  return (
    <Section title={t('phases')}>
      <div className={fieldStyles.row}>
        <label className={fieldStyles.label} htmlFor={labelId}>
          {t('phase')}
        </label>
        <select
          id={labelId}
          className={fieldStyles.select}
          data-testid="field-phase"
          value={phase}
          onChange={(event) => onChoose(Number(event.target.value))}
        >
          {phases.map(({ name }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a phase is known by its place
            <option key={index} value={index}>
              {name || index + 1}
            </option>
          ))}
        </select>
      </div>
      <p className={styles.note}>{t('phasesHint')}</p>
    </Section>
  );
}

interface PhaseProps {
  readonly phase: number;
}

function OptimizerForm({ phase }: PhaseProps) {
  const { t } = useTranslation('inspector');
  const optimizer = useDocument((state) => state.document.training.phases[phase]?.optimizer);
  if (!optimizer) return null;
  return (
    <ChoiceForm
      title={t('optimizer')}
      label={t('algorithm')}
      name="optimizer"
      phase={phase}
      choices={[...optimizers.values()]}
      chosen={optimizer}
      onChange={(next) => ({ optimizer: next })}
    />
  );
}

function LearningRateForm({ phase }: PhaseProps) {
  const { t } = useTranslation('inspector');
  const schedule = useDocument((state) => state.document.training.phases[phase]?.schedule);
  return (
    <ChoiceForm
      title={t('learningRateSchedule')}
      label={t('shapeOfSchedule')}
      name="schedule"
      phase={phase}
      choices={[...schedules.values()]}
      chosen={schedule ?? constantSchedule}
      onChange={(next) => ({ schedule: next })}
    />
  );
}

const constantSchedule = { type: 'constant', params: {} };

/** Penalties and clipping. */
function GradientForm({ phase }: PhaseProps) {
  const { t } = useTranslation('inspector');
  const gradient = useDocument((state) => state.document.training.phases[phase]?.gradient) ?? noTreatment;
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
                const now = document.training.phases[phase]?.gradient ?? noTreatment;
                return setPhase(document, phase, { gradient: { ...now, [name]: value } });
              }, `gradient:${phase}:${name}`)
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
