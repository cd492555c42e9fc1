import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPlus, IconRefresh, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { DocNode, ParamValue } from '../../document/schema';
import { dataset, planOf } from '../../layers/defs/dataset';
import { type StepSpec, type StepType, stepDefs, stepOf } from '../../layers/steps/registry';
import { useDocument } from '../../stores/document';
import { useDiagnosticText } from '../common/diagnosticText';
import { useLocalize } from '../common/localize';
import { FieldRow } from '../inspector/FieldRow';
import { Lockable, LockScope } from '../inspector/LockScope';
import styles from './DataRoom.module.css';
import { setSteps } from './editData';
import { SampleRow } from './SampleValue';
import type { LookState } from './useLook';

const SHOWN = 6;

/** The steps of a data node, in their order, with examples before and after them. */
export function StepsPanel({ node, look }: { readonly node: DocNode; readonly look: LookState }) {
  const { t } = useTranslation('dataRoom');
  const localize = useLocalize();
  const sentenceOf = useDiagnosticText();
  const edit = useDocument((state) => state.edit);
  const endGesture = useDocument((state) => state.endGesture);
  const steps = (node.params.steps ?? dataset.params.steps.default) as readonly StepSpec[];
  const plan = planOf(node.params);
  const change = (next: readonly StepSpec[], gesture?: string) =>
    edit((document) => setSteps(document, node.id, next), gesture);
  return (
    <div className={styles.stepsPanel}>
      <div className={styles.stepList}>
        <LockScope kind="data" quiet>
          {steps.map((step, i) => {
            const def = stepOf(step.type);
            const problem = plan.problems.find((item) => item.step === i);
            const place = plan.steps.find((item) => item.index === i)?.place;
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: steps are known by their place
              <section key={i} className={styles.step} data-testid="data-step">
                <header>
                  <strong>{def ? localize(def.label) : step.type}</strong>
                  <code>{step.column}</code>
                  {place && <span className={styles.place}>{t(`place.${place}`)}</span>}
                  <Lockable>
                    <StepTools steps={steps} place={i} onChange={change} />
                  </Lockable>
                </header>
                {problem && (
                  <p className={styles.problem}>
                    {t(`stepProblem.${problem.code}`, { expected: problem.expected, actual: problem.actual })}
                  </p>
                )}
                {def && <p className={styles.hint}>{localize(def.summary)}</p>}
                {Object.entries(def?.fields ?? {}).map(([name, field]) => (
                  <FieldRow
                    key={name}
                    name={`step-${i}-${name}`}
                    field={field}
                    value={(step.params[name] ?? field.default) as ParamValue}
                    onCommit={(value) => {
                      if (typeof value === 'object') return;
                      change(
                        steps.with(i, { ...step, params: { ...step.params, [name]: value } }),
                        `step:${node.id}.${i}.${name}`,
                      );
                    }}
                    onEnd={endGesture}
                  />
                ))}
              </section>
            );
          })}
          <Lockable>
            <AddStep node={node} steps={steps} onChange={change} />
          </Lockable>
        </LockScope>
      </div>
      <div className={styles.beforeAfter}>
        <header>
          <h3>{t('before')}</h3>
          <h3>
            {t('after')}
            <ActionIcon
              aria-label={t('another')}
              size="sm"
              onClick={() => look.show({ part: 'train', step: look.step + 1 })}
            >
              <IconRefresh size={13} />
            </ActionIcon>
          </h3>
        </header>
        {look.problems.length > 0 && <p className={styles.problem}>{look.problems.map(sentenceOf).join(' ')}</p>}
        {Array.from({ length: SHOWN }, (_, i) => {
          const [before, after] = [look.look?.before, look.look?.after];
          const [old, now] = [before?.rows[i], after?.rows[i]];
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: examples are known by their place
            <div key={i} className={styles.pair} data-testid="data-pair">
              {before && old ? <SampleRow columns={before.columns} row={old} /> : <span />}
              {after && now ? <SampleRow columns={after.columns} row={now} /> : <span />}
            </div>
          );
        })}
      </div>
    </div>
  );
}

interface StepToolsProps {
  readonly steps: readonly StepSpec[];
  readonly place: number;
  onChange(steps: readonly StepSpec[]): void;
}

function StepTools({ steps, place, onChange }: StepToolsProps) {
  const { t } = useTranslation('dataRoom');
  const swap = (other: number) => {
    const [a, b] = [steps[place], steps[other]];
    if (a && b) onChange(steps.with(place, b).with(other, a));
  };
  return (
    <span className={styles.stepTools}>
      <ActionIcon size="sm" aria-label={t('up')} disabled={place === 0} onClick={() => swap(place - 1)}>
        <IconArrowUp size={13} />
      </ActionIcon>
      <ActionIcon
        size="sm"
        aria-label={t('down')}
        disabled={place === steps.length - 1}
        onClick={() => swap(place + 1)}
      >
        <IconArrowDown size={13} />
      </ActionIcon>
      <ActionIcon size="sm" aria-label={t('removeStep')} onClick={() => onChange(steps.toSpliced(place, 1))}>
        <IconTrash size={13} />
      </ActionIcon>
    </span>
  );
}

/** Every step that one of the columns takes as they are now. */
function AddStep({ node, steps, onChange }: { readonly node: DocNode } & Omit<StepToolsProps, 'place'>) {
  const { t } = useTranslation('dataRoom');
  const localize = useLocalize();
  const { columns } = planOf(node.params);
  const offers = columns.flatMap((column) =>
    (Object.keys(stepDefs) as StepType[]).flatMap((type) => {
      const def = stepOf(type);
      return def && def.refuses(column) === undefined ? [{ column: column.name, type, def }] : [];
    }),
  );
  return (
    <Menu position="bottom-start" width={280}>
      <Menu.Target>
        <Button size="xs" variant="default" leftSection={<IconPlus size={14} />} data-testid="data-add-step">
          {t('addStep')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={styles.menu ?? ''}>
        {offers.map(({ column, type, def }) => (
          <Menu.Item
            key={`${column} ${type}`}
            onClick={() => onChange(inserted(steps, { column, type, params: {} }))}
            data-testid={`add-step-${column}-${type}`}
          >
            <code>{column}</code> {localize(def.label)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** At the end; but what is not the model's goes before the first step of the model on the same column. */
function inserted(steps: readonly StepSpec[], step: StepSpec): readonly StepSpec[] {
  const inModel = ({ type }: StepSpec): boolean => {
    const def = stepOf(type);
    return (
      def?.place(Object.fromEntries(Object.entries(def.fields).map(([name, field]) => [name, field.default]))) ===
      'model'
    );
  };
  const first = inModel(step) ? -1 : steps.findIndex((other) => other.column === step.column && inModel(other));
  return first < 0 ? [...steps, step] : steps.toSpliced(first, 0, step);
}
