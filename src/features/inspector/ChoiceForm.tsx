import { useId } from 'react';
import type { Localized } from '../../core/locale';
import { setPhase } from '../../document/edit';
import type { ParamValue, Phase } from '../../document/schema';
import { defaultsOf, type Fields } from '../../layers/fields';
import { useDocument } from '../../stores/document';
import { useLocalize } from '../common/localize';
import { FieldRow } from './FieldRow';
import fieldStyles from './fields.module.css';
import styles from './Inspector.module.css';
import { Section } from './Section';

interface Choice {
  readonly type: string;
  readonly name: Localized;
  readonly summary: Localized;
  readonly fields: Fields;
}

type Chosen = Phase['optimizer'];

interface Props {
  readonly title: string;
  readonly label: string;
  /** Names the control for tests and gestures. */
  readonly name: string;
  readonly choices: readonly Choice[];
  readonly chosen: Chosen;
  /** Which phase of the training program it is about. */
  readonly phase: number;
  /** The change of the phase that choosing makes. */
  readonly onChange: (next: Chosen) => Partial<Phase>;
}

const defaults = (fields: Fields): Record<string, ParamValue> =>
  ({ ...defaultsOf(fields) }) as Record<string, ParamValue>;

/** One of several algorithms, and the parameters of the one chosen. */
export function ChoiceForm({ title, label, name, choices, chosen, phase, onChange }: Props) {
  const localize = useLocalize();
  const labelId = useId();
  const { edit, endGesture } = useDocument.getState();
  const choice = choices.find(({ type }) => type === chosen.type);
  if (!choice) return null;
  const choose = (type: string) => {
    const next = choices.find((item) => item.type === type);
    if (next) edit((document) => setPhase(document, phase, onChange({ type, params: defaults(next.fields) })));
  };
  const commit = (param: string, value: ParamValue) =>
    edit(
      (document) => setPhase(document, phase, onChange({ ...chosen, params: { ...chosen.params, [param]: value } })),
      `${name}:${phase}:${param}`,
    );
  return (
    <Section title={title}>
      <div className={fieldStyles.row}>
        <label className={fieldStyles.label} htmlFor={labelId}>
          {label}
        </label>
        <select
          id={labelId}
          className={fieldStyles.select}
          data-testid={`field-${name}`}
          value={chosen.type}
          onChange={(event) => choose(event.target.value)}
        >
          {choices.map((item) => (
            <option key={item.type} value={item.type}>
              {localize(item.name)}
            </option>
          ))}
        </select>
      </div>
      <p className={styles.note}>{localize(choice.summary)}</p>
      {Object.entries(choice.fields).map(([param, field]) => (
        <FieldRow
          key={`${chosen.type} ${param}`}
          name={param}
          field={field}
          value={chosen.params[param] ?? defaults(choice.fields)[param] ?? ''}
          onCommit={(value) => commit(param, value)}
          onEnd={endGesture}
        />
      ))}
    </Section>
  );
}
