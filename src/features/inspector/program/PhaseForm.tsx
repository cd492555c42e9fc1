import { useTranslation } from 'react-i18next';
import { gradientFields, gradientFormula } from '../../../compiler/gradientTreatment';
import { optimizers } from '../../../compiler/optimizers/registry';
import { schedules } from '../../../compiler/schedules/registry';
import { setPhase } from '../../../document/edit';
import { renamePhase } from '../../../document/edit/phases';
import { stepsOf } from '../../../document/phases';
import type { ParamValue, Phase } from '../../../document/schema';
import { int } from '../../../layers/fields';
import { useDocument } from '../../../stores/document';
import { formatNumber } from '../../common/format';
import { useLocalize } from '../../common/localize';
import { ChoiceForm, paramOf } from '../ChoiceForm';
import { FieldRow } from '../FieldRow';
import fieldStyles from '../fields.module.css';
import { Fold } from './Fold';
import { FormulaNote } from './FormulaNote';
import { LossPicker } from './LossPicker';
import { usePhaseName } from './names';
import { PartPicker } from './PartPicker';
import { RatePicture } from './RatePicture';

interface Props {
  readonly phase: number;
}

const choicesOfOptimizer = [...optimizers.values()];
const choicesOfSchedule = [...schedules.values()];

const stepsField = int({ en: 'Steps', 'zh-CN': '步数' }, 1, 1, 16, {
  unit: { en: 'an iteration', 'zh-CN': '每次迭代' },
  help: {
    en: 'Optimizer steps of this phase before the next phase has its turn, each on a batch of its own.',
    'zh-CN': '轮到下一阶段之前，本阶段优化器走的步数，每步使用一个新的批次。',
  },
});

/** Everything of one phase of the training program. */
export function PhaseForm({ phase }: Props) {
  return (
    <>
      <NameAndSteps phase={phase} />
      <LossPicker phase={phase} />
      <PartPicker phase={phase} />
      <OptimizerForm phase={phase} />
      <ScheduleForm phase={phase} />
      <GradientForm phase={phase} />
    </>
  );
}

function NameAndSteps({ phase: index }: Props) {
  const { t } = useTranslation('program');
  const phase = useDocument((state) => state.document.training.phases[index]);
  const several = useDocument((state) => state.document.training.phases.length > 1);
  const nameOf = usePhaseName();
  const { edit, endGesture } = useDocument.getState();
  if (!phase) return null;
  const shown = nameOf(phase, index);
  return (
    <Fold
      name="phase"
      title={t('phase')}
      summary={stepsOf(phase) > 1 ? `${shown} × ${stepsOf(phase)}` : shown}
      open={several}
    >
      <div className={fieldStyles.row}>
        <label className={fieldStyles.label} htmlFor="phase-name">
          {t('name')}
        </label>
        <span className={fieldStyles.box}>
          <input
            id="phase-name"
            type="text"
            value={phase.name}
            placeholder={nameOf({ name: '' }, index)}
            maxLength={120}
            spellCheck={false}
            autoComplete="off"
            data-testid="field-phaseName"
            onChange={(event) =>
              edit((document) => renamePhase(document, index, event.target.value), `phaseName:${index}`)
            }
            onBlur={endGesture}
            onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
          />
        </span>
      </div>
      <FieldRow
        name="steps"
        field={stepsField}
        value={stepsOf(phase)}
        onCommit={(value) =>
          edit((document) => setPhase(document, index, { steps: Number(value) }), `phaseSteps:${index}`)
        }
        onEnd={endGesture}
      />
    </Fold>
  );
}

function OptimizerForm({ phase }: Props) {
  const { t } = useTranslation('program');
  const localize = useLocalize();
  const optimizer = useDocument((state) => state.document.training.phases[phase]?.optimizer);
  if (!optimizer) return null;
  const choice = choicesOfOptimizer.find(({ type }) => type === optimizer.type);
  const rate = choice && paramOf(choice, optimizer, 'learningRate');
  const summary = choice ? `${localize(choice.name)} ${typeof rate === 'number' ? formatNumber(rate) : ''}` : '';
  return (
    <Fold name="optimizer" title={t('optimizer')} summary={summary} open>
      <ChoiceForm
        label={t('algorithm')}
        name="optimizer"
        phase={phase}
        choices={choicesOfOptimizer}
        chosen={optimizer}
        onChange={(next) => ({ optimizer: next })}
      />
    </Fold>
  );
}

const constantSchedule = { type: 'constant', params: {} };

function ScheduleForm({ phase: index }: Props) {
  const { t } = useTranslation('program');
  const localize = useLocalize();
  const phase = useDocument((state) => state.document.training.phases[index]);
  if (!phase) return null;
  const schedule = phase.schedule ?? constantSchedule;
  const choice = choicesOfSchedule.find(({ type }) => type === schedule.type);
  return (
    <Fold name="schedule" title={t('schedule')} summary={choice ? localize(choice.name) : ''}>
      <ChoiceForm
        label={t('shapeOfSchedule')}
        name="schedule"
        phase={index}
        choices={choicesOfSchedule}
        chosen={schedule}
        onChange={(next) => ({ schedule: next })}
      >
        <RatePicture phase={phase} />
      </ChoiceForm>
    </Fold>
  );
}

const noTreatment: Readonly<Record<string, ParamValue>> = {};

/** Penalties and clipping. */
function GradientForm({ phase }: Props) {
  const { t } = useTranslation('program');
  const gradient = useDocument((state) => state.document.training.phases[phase]?.gradient) ?? noTreatment;
  const { edit, endGesture } = useDocument.getState();
  const clips = (gradient.clip ?? 'none') !== 'none';
  const set = (name: string, value: ParamValue) =>
    edit((document) => {
      const now: Phase['gradient'] = document.training.phases[phase]?.gradient ?? noTreatment;
      return setPhase(document, phase, { gradient: { ...now, [name]: value } });
    }, `gradient:${phase}:${name}`);
  return (
    <Fold name="gradient" title={t('gradient')} summary={useGradientSummary(gradient)}>
      {Object.entries(gradientFields).map(([name, field]) =>
        name === 'clipAt' && !clips ? null : (
          <FieldRow
            key={name}
            name={name}
            field={field}
            value={gradient[name] ?? field.default}
            onCommit={(value) => set(name, value)}
            onEnd={endGesture}
          />
        ),
      )}
      <FormulaNote
        tex={gradientFormula}
        references={['torch.nn.utils.clip_grad_norm_', 'torch.nn.utils.clip_grad_value_']}
      />
    </Fold>
  );
}

function useGradientSummary({ l1 = 0, l2 = 0, clip = 'none', clipAt = 1 }: Readonly<Record<string, ParamValue>>) {
  const { t } = useTranslation('program');
  const parts = [
    ...(l1 === 0 ? [] : [`L1 ${l1}`]),
    ...(l2 === 0 ? [] : [`L2 ${l2}`]),
    ...(clip === 'norm' || clip === 'value' ? [t(`clip.${clip}`, { at: clipAt })] : []),
  ];
  return parts.length > 0 ? parts.join(', ') : t('unchanged');
}
