import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { optimizerOf, optimizers } from '../../compiler/optimizers/registry';
import { setOptimizer, setTraining } from '../../document/edit';
import type { ParamValue } from '../../document/schema';
import { defaultsOf } from '../../layers/fields';
import { useAnalysis } from '../../stores/analysis';
import { useDocument } from '../../stores/document';
import { formatCount, formatSi } from '../common/format';
import { useLocalize } from '../common/localize';
import { FieldRow } from './FieldRow';
import fieldStyles from './fields.module.css';
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
      <ScheduleForm />
      <Totals />
    </>
  );
}

const paramsOf = (params: object): Record<string, ParamValue> => ({ ...params }) as Record<string, ParamValue>;

function OptimizerForm() {
  const { t } = useTranslation('inspector');
  const localize = useLocalize();
  const labelId = useId();
  const optimizer = useDocument((state) => state.document.training.phases[0]?.optimizer);
  const { edit, endGesture } = useDocument.getState();
  const def = optimizer && optimizerOf(optimizer.type);
  if (!optimizer || !def) return null;
  const choose = (type: string) => {
    const next = optimizerOf(type);
    if (next) edit((document) => setOptimizer(document, 0, { type, params: paramsOf(defaultsOf(next.fields)) }));
  };
  const commit = (param: string) => (value: ParamValue) =>
    edit((document) => {
      const now = document.training.phases[0]?.optimizer ?? optimizer;
      return setOptimizer(document, 0, { ...now, params: { ...now.params, [param]: value } });
    }, `optimizer:${param}`);
  return (
    <Section title={t('optimizer')}>
      <div className={fieldStyles.row}>
        <label className={fieldStyles.label} htmlFor={labelId}>
          {t('algorithm')}
        </label>
        <select
          id={labelId}
          className={fieldStyles.select}
          data-testid="field-optimizer"
          value={optimizer.type}
          onChange={(event) => choose(event.target.value)}
        >
          {[...optimizers.values()].map(({ type, name }) => (
            <option key={type} value={type}>
              {localize(name)}
            </option>
          ))}
        </select>
      </div>
      <p className={styles.note}>{localize(def.summary)}</p>
      {Object.entries(def.fields).map(([name, field]) => (
        <FieldRow
          key={`${optimizer.type} ${name}`}
          name={name}
          field={field}
          value={optimizer.params[name] ?? paramsOf(defaultsOf(def.fields))[name] ?? ''}
          onCommit={commit(name)}
          onEnd={endGesture}
        />
      ))}
    </Section>
  );
}

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
