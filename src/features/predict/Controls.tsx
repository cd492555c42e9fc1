import { IconDice3 } from '@tabler/icons-react';
import { type CSSProperties, type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Diagnostic } from '../../core/diagnostic';
import { usePredict } from '../../stores/predict';
import { useDiagnosticText } from '../common/diagnosticText';
import { IconAction } from '../common/IconAction';
import styles from './Controls.module.css';
import { drawGrid, type GridShape } from './seen';

/** A line below: why there is no answer, that nothing was trained yet, or what the panel itself has to say. */
export function Caption({
  problem,
  children,
}: {
  readonly problem?: Diagnostic | undefined;
  readonly children?: ReactNode;
}) {
  const { t } = useTranslation('predict');
  const textOf = useDiagnosticText();
  const status = usePredict((state) => state.status);
  const failure = usePredict((state) => state.diagnostics[0]);
  const untrained = usePredict(({ answer, step }) => answer !== undefined && step === 0);
  const wrong = problem ?? (status === 'failed' ? failure : undefined);
  return (
    <p className={styles.caption} role="status" data-testid="predict-caption">
      {wrong ? textOf(wrong) : (children ?? (untrained ? t('untrained') : ''))}
    </p>
  );
}

interface DiceProps {
  readonly label: string;
  readonly onClick: () => void;
  readonly id: string;
}

/** Another example, taken by chance. */
export function DiceButton({ label, onClick, id }: DiceProps) {
  return (
    <IconAction label={label} onClick={onClick} data-testid={id}>
      <IconDice3 size={16} stroke={1.7} />
    </IconAction>
  );
}

interface TextProps {
  readonly value: string;
  readonly maxLength: number;
  readonly label: string;
  readonly placeholder?: string;
  readonly onChange: (value: string) => void;
  readonly onFocus?: () => void;
  readonly id: string;
}

/** A line to type in. */
export function TextLine({ value, maxLength, label, placeholder = label, onChange, onFocus, id }: TextProps) {
  return (
    <input
      className={styles.text}
      value={value}
      maxLength={maxLength}
      aria-label={label}
      placeholder={placeholder}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      onFocus={onFocus}
      data-testid={id}
    />
  );
}

interface ExampleTextProps {
  readonly value: string;
  readonly maxLength: number;
  /** The dice is asked for another example. */
  readonly onSample: () => void;
  readonly onChange: (value: string) => void;
  /** Of the parts: `id-input` and `id-sample`. */
  readonly id: string;
}

/** A text of the test split, or what is typed over it. */
export function ExampleText({ value, maxLength, onSample, onChange, id }: ExampleTextProps) {
  const { t } = useTranslation('predict');
  return (
    <div className={styles.row}>
      <TextLine
        value={value}
        maxLength={maxLength}
        label={t('text')}
        onChange={onChange}
        // an example that arrives now would come between what is typed
        onFocus={() => value === '' && onChange('')}
        id={`${id}-input`}
      />
      <DiceButton label={t('sample')} onClick={onSample} id={`${id}-sample`} />
    </div>
  );
}

interface FieldProps {
  readonly label: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
  readonly id?: string;
  /** NaN is shown as an empty field. */
  readonly wide?: boolean;
}

/** A small labelled field for a number; empty it gives NaN. */
export function NumberField({ label, value, onChange, id: testId, wide = false, ...limits }: FieldProps) {
  const id = useId();
  return (
    <label className={styles.field} htmlFor={id} data-wide={wide}>
      <span title={label}>{label}</span>
      <input
        id={id}
        type="number"
        className={styles.input}
        value={Number.isNaN(value) ? '' : value}
        onChange={({ currentTarget }) =>
          onChange(currentTarget.value === '' ? Number.NaN : Number(currentTarget.value))
        }
        data-testid={testId}
        {...limits}
      />
    </label>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
  readonly id?: string;
  readonly wide?: boolean;
}

export function ChoiceField({ label, value, options, onChange, id: testId, wide = false }: ChoiceProps) {
  const id = useId();
  return (
    <label className={styles.field} htmlFor={id} data-wide={wide}>
      <span title={label}>{label}</span>
      <select
        id={id}
        className={styles.input}
        value={value}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
        data-testid={testId}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}

interface SlideProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly onChange: (value: number) => void;
  readonly id?: string;
}

export function SlideField({ label, value, onChange, id: testId, ...limits }: SlideProps) {
  const id = useId();
  const passed = `${(100 * (value - limits.min)) / (limits.max - limits.min || 1)}%`;
  return (
    <label className={styles.slide} htmlFor={id} style={{ '--passed': passed } as CSSProperties}>
      <span title={label}>{label}</span>
      <input
        id={id}
        type="range"
        value={value}
        onChange={({ currentTarget }) => onChange(Number(currentTarget.value))}
        data-testid={testId}
        {...limits}
      />
      <output>{value.toFixed(limits.step < 0.1 ? 2 : limits.step < 1 ? 1 : 0)}</output>
    </label>
  );
}

/** Labelled bars, in the order given. */
export function BarList({
  items,
  label,
  id,
}: {
  readonly items: readonly {
    readonly key: string | number;
    readonly name: ReactNode;
    readonly share: number;
    readonly text: string;
    readonly note?: string;
  }[];
  readonly label: string;
  readonly id: string;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by the keyboard
    <ol className={styles.list} aria-label={label} data-testid={id} tabIndex={0}>
      {items.map(({ key, name, share, text, note }) => (
        <li key={key}>
          <span className={styles.name}>{name}</span>
          <span className={styles.track}>
            <span style={{ transform: `scaleX(${Math.max(0, Math.min(1, share))})` }} />
          </span>
          <span className={styles.number}>{text}</span>
          {note !== undefined && <span className={styles.note}>{note}</span>}
        </li>
      ))}
    </ol>
  );
}

/** Pictures side by side on one canvas. */
export function PictureGrid({
  data,
  shape,
  label,
  id,
}: {
  readonly data: ArrayLike<number>;
  readonly shape: GridShape;
  readonly label: string;
  readonly id: string;
}) {
  return (
    <div className={styles.gridFrame}>
      <canvas
        ref={(canvas) => drawGrid(canvas, data, shape)}
        className={styles.grid}
        data-single={shape.columns === 1}
        role="img"
        aria-label={label}
        data-testid={id}
      />
    </div>
  );
}
