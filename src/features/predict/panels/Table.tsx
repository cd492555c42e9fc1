import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { columnName } from '../../../document/dataSources';
import type { ColumnSpec } from '../../../layers/columns';
import { type TestRows, usePredict } from '../../../stores/predict';
import { AnswerBars } from '../AnswerBars';
import { useAwake } from '../awake';
import { Caption, ChoiceField, DiceButton, NumberField } from '../Controls';
import styles from '../Controls.module.css';
import { type Facts, sizeOf } from '../facts';
import { anyNumber, useAnswer, useInUnit, useTestRows } from '../hooks';
import type { TrialProps } from '../TrialPanel';
import { floats, ints, numbersOf, short } from '../tensors';
import { gridOf, Plane, useRange } from './Plane';

type Values = Readonly<Record<string, readonly number[]>>;

/** A form with the columns of a table, filled in from the test split, and what the model says of it beside the truth. */
export function Table({ trial, facts }: TrialProps<'table'>) {
  const { t } = useTranslation('predict');
  const awake = useAwake();
  const [place, setPlace] = useState(0);
  const [edited, setEdited] = useState<Values>();
  const { value: rows, problem } = useTestRows(awake, place);
  const { columns } = trial;
  const given = useMemo(() => rows && valuesOf(rows, columns), [rows, columns]);
  const values = edited ?? given;
  const plane = columns.length === 1 && sizeOf(columns[0]?.shape ?? []) === 2 ? columns[0] : undefined;
  const range = useRange(awake && plane !== undefined, plane?.name ?? '');
  const question = useMemo(
    () => values && { main: feedsOf(values, columns, plane && range ? gridOf(range) : undefined) },
    [values, columns, plane, range],
  );
  const answer = useAnswer(question, values);
  const name = facts.output?.name;
  const known = usePredict((state) => state.classes);
  const all = useInUnit(numbersOf(answer?.outputs.main, name), rows, facts);
  const width = Math.max(1, sizeOf(facts.output?.shape ?? []));
  const first = useMemo(() => all?.slice(0, width), [all, width]);
  const classes =
    facts.target?.kind === 'class' || width > 1
      ? (facts.data?.columns.find(({ target }) => target)?.classes ?? known)
      : [];
  const truth =
    edited === undefined && rows ? Number(rows.fed[facts.target?.name ?? '']?.data[0] ?? Number.NaN) : Number.NaN;
  const change = (column: string, at: number, value: number) => {
    if (!values) return;
    setEdited({ ...values, [column]: (values[column] ?? []).map((old, i) => (i === at ? value : old)) });
  };
  return (
    <div className={styles.body}>
      <div className={styles.column}>
        {plane && range ? (
          <Plane
            range={range}
            answers={all?.subarray(width)}
            width={width}
            at={values?.[plane.name] ?? []}
            onPick={(x, y) => setEdited({ [plane.name]: [x, y] })}
          />
        ) : (
          <div className={styles.fields} data-testid="table-form">
            {columns.flatMap((column) =>
              fieldsOf(column).map((field) => (
                <Field
                  key={`${column.name} ${field.at}`}
                  {...field}
                  value={values?.[column.name]?.[field.at] ?? Number.NaN}
                  onChange={(value) => change(column.name, field.at, value)}
                />
              )),
            )}
          </div>
        )}
        <div className={styles.row}>
          <DiceButton
            label={t('anotherRow')}
            onClick={() => {
              setEdited(undefined);
              setPlace(anyNumber());
            }}
            id="table-another"
          />
          <Caption problem={problem}>{values ? undefined : t('near')}</Caption>
        </div>
      </div>
      <div className={`${styles.side} ${classes.length > 0 ? '' : styles.narrow}`}>
        {classes.length > 0 ? (
          <>
            <AnswerBars compact values={first && withOther(first, classes.length)} classes={classes} />
            <Truth
              asked={values !== undefined}
              value={Number.isNaN(truth) ? undefined : (classes[truth] ?? String(truth))}
            />
          </>
        ) : (
          <>
            <NumberAnswer value={first?.[0]} facts={facts} />
            <Truth asked={values !== undefined} value={Number.isNaN(truth) ? undefined : short(truth)} />
          </>
        )}
      </div>
    </div>
  );
}

/** The one probability of two classes as both. */
function withOther(values: Float32Array, classes: number): Float32Array {
  const [only = 0] = values;
  return values.length === 1 && classes === 2 ? Float32Array.of(1 - only, only) : values;
}

function NumberAnswer({ value, facts }: { readonly value: number | undefined; readonly facts: Facts }) {
  const { t } = useTranslation('predict');
  return (
    <p className={styles.figure} data-testid="prediction" data-value={value}>
      {value === undefined ? '–' : short(value)}
      <small>{facts.target?.title ?? t('prediction')}</small>
    </p>
  );
}

/** What is true of the row in the form; nothing before there is one. */
function Truth({ value, asked }: { readonly value: string | undefined; readonly asked: boolean }) {
  const { t } = useTranslation('predict');
  if (!asked) return null;
  return (
    <p className={styles.caption} data-testid="truth">
      {value === undefined ? t('edited') : t('truth', { value })}
    </p>
  );
}

interface FieldSpec {
  readonly at: number;
  readonly label: string;
  readonly classes: readonly string[] | undefined;
  /** Largest whole number that means something. */
  readonly most: number | undefined;
}

function fieldsOf({ name, title, kind, classes, features, vocabulary, shape }: ColumnSpec): FieldSpec[] {
  const label = title ?? columnName(name);
  return Array.from({ length: sizeOf(shape) }, (_, at) => ({
    at,
    label: features?.[at] ?? (sizeOf(shape) > 1 ? `${label} ${at + 1}` : label),
    classes: kind === 'class' ? classes : undefined,
    most: kind === 'tokens' && vocabulary ? vocabulary - 1 : undefined,
  }));
}

function Field({
  label,
  classes,
  most,
  value,
  onChange,
}: FieldSpec & { readonly value: number; readonly onChange: (value: number) => void }) {
  const { t } = useTranslation('predict');
  if (!classes) {
    const limits = most === undefined ? {} : { min: 0, max: most, step: 1 };
    const shown = Number.isNaN(value) ? value : Number(value.toPrecision(6));
    return <NumberField label={label} value={shown} onChange={onChange} wide id={`field-${label}`} {...limits} />;
  }
  const options = [
    { value: '-1', label: t('missing') },
    ...classes.map((name, i) => ({ value: String(i), label: name })),
  ];
  return (
    <ChoiceField
      label={label}
      value={String(value)}
      options={options}
      onChange={(choice) => onChange(Number(choice))}
      wide
      id={`field-${label}`}
    />
  );
}

/** The first row as it is stored. */
function valuesOf(rows: TestRows, columns: readonly ColumnSpec[]): Values {
  return Object.fromEntries(columns.map(({ name }) => [name, Array.from(rows.fed[name]?.data ?? [], Number)]));
}

/** The form as the first example, then examples of two numbers where there are some. */
function feedsOf(values: Values, columns: readonly ColumnSpec[], more: readonly number[] = []) {
  return Object.fromEntries(
    columns.map(({ name, shape, dtype }) => {
      const own = values[name] ?? [];
      const size = Math.max(1, sizeOf(shape));
      const dims = [1 + more.length / size, ...shape];
      return [name, dtype === 'float32' ? floats([...own, ...more], dims) : ints([...own, ...more], dims)];
    }),
  );
}
