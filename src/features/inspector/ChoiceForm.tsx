import { type ReactNode, useId } from 'react';
import type { Localized } from '../../core/locale';
import { setPhase } from '../../document/edit';
import type { ParamValue, Phase } from '../../document/schema';
import { defaultsOf, type Fields } from '../../layers/fields';
import { useDocument } from '../../stores/document';
import { useLocalize } from '../common/localize';
import { FieldRow } from './FieldRow';
import fieldStyles from './fields.module.css';
import styles from './Inspector.module.css';
import { FormulaNote } from './program/FormulaNote';

export interface Choice {
  readonly type: string;
  readonly name: Localized;
  readonly summary: Localized;
  readonly formula: string;
  readonly references: readonly string[];
  readonly fields: Fields;
}

type Chosen = Phase['optimizer'];

interface Props {
  readonly label: string;
  /** Names the control for tests and gestures. */
  readonly name: string;
  readonly choices: readonly Choice[];
  readonly chosen: Chosen;
  /** Which phase of the training program it is about. */
  readonly phase: number;
  /** The change of the phase that choosing makes. */
  readonly onChange: (next: Chosen) => Partial<Phase>;
  /** Between the choice and its parameters. */
  readonly children?: ReactNode;
}

const defaults = (fields: Fields): Record<string, ParamValue> =>
  ({ ...defaultsOf(fields) }) as Record<string, ParamValue>;

/** What a parameter is taken as where the document does not say. */
export const paramOf = ({ fields }: Pick<Choice, 'fields'>, { params }: Chosen, param: string): ParamValue =>
  params[param] ?? defaults(fields)[param] ?? '';

/** One of several algorithms, and the parameters of the one chosen. */
export function ChoiceForm({ label, name, choices, chosen, phase, onChange, children }: Props) {
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
    <>
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
      {children}
      {Object.entries(choice.fields).map(([param, field]) => (
        <FieldRow
          key={`${chosen.type} ${param}`}
          name={param}
          field={field}
          value={paramOf(choice, chosen, param)}
          onCommit={(value) => commit(param, value)}
          onEnd={endGesture}
        />
      ))}
      <FormulaNote tex={choice.formula} references={choice.references} />
    </>
  );
}
