import { useTranslation } from 'react-i18next';
import { isHigherBetter } from '../../../core/metrics';
import { setTraining } from '../../../document/edit';
import { watch } from '../../../document/edit/training';
import type { TrainingProgram } from '../../../document/schema';
import { useDocument } from '../../../stores/document';
import { useProgramParts } from '../../../stores/program';
import { formatCount, formatNumber } from '../../common/format';
import { FieldRow } from '../FieldRow';
import fieldStyles from '../fields.module.css';
import { stoppingFields, type TrainingField, trainingFields } from '../trainingFields';
import { Fold } from './Fold';
import { FormulaNote } from './FormulaNote';
import { useMetricName, usePhaseName } from './names';

/** Epochs, batches, validation, chance. */
export function RunForm() {
  const { t } = useTranslation('program');
  const { epochs, batchSize } = useDocument((state) => state.document.training);
  const summary = t('runSummary', { epochs: formatCount(epochs), batch: formatCount(batchSize) });
  return (
    <Fold name="run" title={t('run')} summary={summary} open>
      <Rows fields={trainingFields} />
    </Fold>
  );
}

function Rows({ fields }: { readonly fields: readonly TrainingField[] }) {
  const training = useDocument((state) => state.document.training);
  const { edit, endGesture } = useDocument.getState();
  return fields.map(({ name, field, read, write }) => (
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
  ));
}

const [patienceField, ...ruleFields] = stoppingFields;

/** When the run ends before its last epoch, and with which parameters. */
export function StoppingForm() {
  const { t } = useTranslation('program');
  const stopping = useDocument((state) => state.document.training.earlyStopping);
  return (
    <Fold name="stopping" title={t('stopping')} summary={useStoppingSummary(stopping)}>
      {patienceField && <Rows fields={[patienceField]} />}
      {stopping && (
        <>
          <Watched />
          <Rows fields={ruleFields} />
          <FormulaNote tex={ruleOf(stopping.metric)} />
        </>
      )}
    </Fold>
  );
}

/** When an epoch counts as better, by what is watched. */
function ruleOf(metric: string | undefined): string {
  if (metric === undefined) return 'L_e < \\min_{i<e} L_i - \\delta';
  return isHigherBetter(metric) ? 'm_e > \\max_{i<e} m_i + \\delta' : 'm_e < \\min_{i<e} m_i - \\delta';
}

function useStoppingSummary(stopping: TrainingProgram['earlyStopping']): string {
  const { t } = useTranslation('program');
  const metricName = useMetricName();
  if (!stopping) return t('never');
  const parts = [
    t('afterEpochs', { count: stopping.patience }),
    ...(stopping.metric ? [metricName(stopping.metric)] : []),
    ...(stopping.minDelta > 0 ? [`δ ${formatNumber(stopping.minDelta)}`] : []),
  ];
  return parts.join(', ');
}

/** What is watched over the validation examples: the loss of a phase, or a metric. */
function Watched() {
  const { t } = useTranslation('program');
  const phases = useDocument((state) => state.document.training.phases);
  const { metric, phase = 0 } = useDocument((state) => state.document.training.earlyStopping) ?? {};
  const { metrics } = useProgramParts();
  const nameOf = usePhaseName();
  const metricName = useMetricName();
  const losses = phases.map((item, index) => ({
    value: `${index}`,
    label: phases.length > 1 ? t('lossOf', { phase: nameOf(item, index) }) : metricName('loss'),
  }));
  const known = metric === undefined || metrics.includes(metric) ? metrics : [...metrics, metric];
  const options = [...losses, ...known.map((name) => ({ value: name, label: metricName(name) }))];
  if (options.length < 2) return null;
  const choose = (value: string) => {
    const what = /^\d+$/.test(value) ? { phase: Number(value) } : { metric: value };
    useDocument.getState().edit((document) => watch(document, what));
  };
  return (
    <div className={fieldStyles.row}>
      <label className={fieldStyles.label} htmlFor="watched">
        {t('watched')}
      </label>
      <select
        id="watched"
        className={fieldStyles.select}
        value={metric ?? `${phase}`}
        data-testid="field-watched"
        onChange={(event) => choose(event.target.value)}
      >
        {options.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </div>
  );
}
