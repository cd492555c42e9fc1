import { useTranslation } from 'react-i18next';
import { setTraining } from '../../../document/edit';
import type { TrainingProgram } from '../../../document/schema';
import { useDocument } from '../../../stores/document';
import { formatCount, formatNumber } from '../../common/format';
import { FieldRow } from '../FieldRow';
import fieldStyles from '../fields.module.css';
import { stoppingFields, type TrainingField, trainingFields } from '../trainingFields';
import { Fold } from './Fold';
import { FormulaNote } from './FormulaNote';
import { usePhaseName } from './names';

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
          <WatchedPhase />
          <Rows fields={ruleFields} />
          <FormulaNote tex={'L_e < \\min_{i<e} L_i - \\delta \\;\\text{resets the wait}'} />
        </>
      )}
    </Fold>
  );
}

function useStoppingSummary(stopping: TrainingProgram['earlyStopping']): string {
  const { t } = useTranslation('program');
  if (!stopping) return t('never');
  const after = t('afterEpochs', { count: stopping.patience });
  return stopping.minDelta > 0 ? `${after}, δ ${formatNumber(stopping.minDelta)}` : after;
}

/** The phase whose validation loss is watched. */
function WatchedPhase() {
  const { t } = useTranslation('program');
  const phases = useDocument((state) => state.document.training.phases);
  const watched = useDocument((state) => state.document.training.earlyStopping?.phase ?? 0);
  const nameOf = usePhaseName();
  if (phases.length < 2) return null;
  const watch = (phase: number) =>
    useDocument.getState().edit((document) => {
      const { earlyStopping } = document.training;
      return earlyStopping ? setTraining(document, { earlyStopping: { ...earlyStopping, phase } }) : document;
    });
  return (
    <div className={fieldStyles.row}>
      <label className={fieldStyles.label} htmlFor="watched-phase">
        {t('watched')}
      </label>
      <select
        id="watched-phase"
        className={fieldStyles.select}
        value={watched}
        data-testid="field-watchedPhase"
        onChange={(event) => watch(Number(event.target.value))}
      >
        {phases.map((phase, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a phase is known by its place
          <option key={index} value={index}>
            {t('lossOf', { phase: nameOf(phase, index) })}
          </option>
        ))}
      </select>
    </div>
  );
}
