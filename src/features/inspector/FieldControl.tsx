import { IconLink, IconLinkOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { err, ok, type Result } from '../../core/result';
import type { ParamValue } from '../../document/schema';
import {
  checkField,
  type Field,
  type FieldIssue,
  type NumberField,
  type SelectField,
  type Size2Field,
} from '../../layers/fields';
import { formatNumber } from '../common/format';
import { useLocalize } from '../common/localize';
import { DraftInput } from './DraftInput';
import styles from './fields.module.css';
import { parseInts, parseNumber, parseTexts, stepNumber } from './numbers';

export interface ControlProps<F extends Field = Field> {
  readonly field: F;
  readonly value: ParamValue;
  readonly testId: string;
  readonly labelId: string;
  readonly helpId: string | undefined;
  readonly onCommit: (value: ParamValue) => void;
  readonly onEnd: () => void;
}

/** The right control for a field's kind. */
export function FieldControl(props: ControlProps) {
  const { field } = props;
  switch (field.kind) {
    case 'int':
    case 'float':
      return <NumberControl {...props} field={field} />;
    case 'bool':
      return <BoolControl {...props} />;
    case 'select':
      return <SelectControl {...props} field={field} />;
    case 'size2':
      return <Size2Control {...props} field={field} />;
    case 'text':
      return <TextControl {...props} parse={(text) => text} format={String} />;
    case 'ints':
      return <TextControl {...props} parse={parseInts} format={listText} />;
    case 'texts':
      return <TextControl {...props} parse={parseTexts} format={listText} />;
    case 'records':
      return null;
    default:
      return field satisfies never;
  }
}

const listText = (value: ParamValue): string => (Array.isArray(value) ? value.join(', ') : String(value));

/** The field's own check; a value it lets pass is one that a document can hold. */
export const checkParam =
  (field: Field) =>
  (value: unknown): Result<ParamValue, FieldIssue> => {
    const checked = checkField(field, value);
    return checked.ok ? ok(value as ParamValue) : checked;
  };

function NumberControl({ field, value, testId, labelId, helpId, onCommit, onEnd }: ControlProps<NumberField>) {
  const localize = useLocalize();
  return (
    <DraftInput<ParamValue>
      numeric
      value={value}
      format={(shown) => (typeof shown === 'number' ? formatNumber(shown) : String(shown))}
      parse={parseNumber}
      check={checkParam(field)}
      step={(from, by) => (typeof from === 'number' ? stepNumber(field, from, by) : undefined)}
      suffix={field.unit && localize(field.unit)}
      labelledBy={labelId}
      describedBy={helpId}
      testId={testId}
      onCommit={onCommit}
      onEnd={onEnd}
    />
  );
}

interface TextProps extends ControlProps {
  readonly parse: (text: string) => unknown;
  readonly format: (value: ParamValue) => string;
}

function TextControl({ field, value, testId, labelId, helpId, parse, format, onCommit, onEnd }: TextProps) {
  const localize = useLocalize();
  const placeholder = field.kind === 'text' ? field.placeholder : undefined;
  return (
    <DraftInput<ParamValue>
      placeholder={placeholder && localize(placeholder)}
      value={value}
      format={format}
      parse={parse}
      check={checkParam(field)}
      labelledBy={labelId}
      describedBy={helpId}
      testId={testId}
      onCommit={onCommit}
      onEnd={onEnd}
    />
  );
}

function BoolControl({ value, testId, labelId, helpId, onCommit }: ControlProps) {
  return (
    <input
      type="checkbox"
      role="switch"
      aria-checked={value === true}
      className={styles.switch}
      checked={value === true}
      aria-labelledby={labelId}
      aria-describedby={helpId}
      data-testid={testId}
      onChange={(event) => onCommit(event.target.checked)}
    />
  );
}

/** Few short options lie side by side. */
const SIDE_BY_SIDE = { options: 3, letters: 16 };

/** Width of a text in Latin letters: a Chinese character takes two. */
const widthOf = (text: string): number => [...text].reduce((sum, char) => sum + (char > '\u2e80' ? 2 : 1), 0);

function SelectControl({ field, value, testId, labelId, helpId, onCommit }: ControlProps<SelectField>) {
  const localize = useLocalize();
  const letters = field.options.reduce((sum, option) => sum + widthOf(localize(option.label)), 0);
  if (field.options.length <= SIDE_BY_SIDE.options && letters <= SIDE_BY_SIDE.letters) {
    return (
      <div
        role="radiogroup"
        aria-labelledby={labelId}
        aria-describedby={helpId}
        className={styles.segments}
        data-testid={testId}
      >
        {field.options.map((option) => (
          <label key={option.value} data-checked={option.value === value}>
            <input
              type="radio"
              name={labelId}
              value={option.value}
              checked={option.value === value}
              onChange={() => onCommit(option.value)}
            />
            {localize(option.label)}
          </label>
        ))}
      </div>
    );
  }
  return (
    <select
      className={styles.select}
      value={String(value)}
      aria-labelledby={labelId}
      aria-describedby={helpId}
      data-testid={testId}
      onChange={(event) => onCommit(event.target.value)}
    >
      {field.options.map((option) => (
        <option key={option.value} value={option.value}>
          {localize(option.label)}
        </option>
      ))}
    </select>
  );
}

/** Height and width: one box while they are equal, two on request. */
function Size2Control({ field, value, testId, labelId, helpId, onCommit, onEnd }: ControlProps<Size2Field>) {
  const { t } = useTranslation('inspector');
  const pair = Array.isArray(value) ? value : [];
  const height = Number(pair[0]);
  const width = Number(pair[1]);
  const [split, setSplit] = useState(false);
  const apart = split || height !== width;
  const check = (part: unknown): Result<number, FieldIssue> => {
    const checked = checkField({ ...field, kind: 'int', default: field.min, step: 1 }, part);
    return checked.ok && typeof checked.value === 'number' ? ok(checked.value) : checked.ok ? typeIssue : checked;
  };
  const box = (part: number, label: string | undefined, id: string, commit: (value: number) => void) => (
    <DraftInput<number>
      numeric
      value={part}
      format={String}
      parse={parseNumber}
      check={check}
      step={(from, by) => stepNumber({ ...field, step: 1 }, from, by)}
      {...(label ? { label, suffix: label.slice(0, 1) } : { labelledBy: labelId })}
      describedBy={helpId}
      testId={id}
      onCommit={commit}
      onEnd={onEnd}
    />
  );
  return (
    <span className={styles.pair}>
      {apart ? (
        <>
          {box(height, t('height'), testId, (next) => onCommit([next, width]))}
          {box(width, t('width'), `${testId}-width`, (next) => onCommit([height, next]))}
        </>
      ) : (
        box(height, undefined, testId, (next) => onCommit([next, next]))
      )}
      <button
        type="button"
        className={styles.icon}
        aria-pressed={!apart}
        aria-label={t(apart ? 'join' : 'split')}
        title={t(apart ? 'join' : 'split')}
        onClick={() => {
          setSplit(!apart);
          if (apart && height !== width) onCommit([height, height]);
        }}
      >
        {apart ? <IconLinkOff size={14} /> : <IconLink size={14} />}
      </button>
    </span>
  );
}

const typeIssue = err<FieldIssue>({ code: 'type', details: { expected: 'number', actual: '' } });
