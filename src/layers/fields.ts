import * as v from 'valibot';
import type { ErrorDetails } from '../core/errors';
import type { Localized } from '../core/locale';
import { err, ok, type Result } from '../core/result';

/** Why a value does not fit a field: `code` is translatable with `details`. */
export interface FieldIssue {
  readonly code: 'type' | 'integer' | 'range' | 'option' | 'text';
  readonly details: ErrorDetails;
}

interface FieldBase<T> {
  readonly label: Localized;
  readonly help?: Localized;
  readonly default: T;
  /** Stored and validated, but set by something other than a form. */
  readonly hidden?: boolean;
  /** The switch of the same form that gives it a meaning: it is shown while that is on. */
  readonly needs?: string;
}

export interface NumberField extends FieldBase<number> {
  readonly kind: 'int' | 'float';
  readonly min: number;
  readonly max: number;
  /** Step of the form's arrows. */
  readonly step: number;
  readonly unit?: Localized;
}
export interface BoolField extends FieldBase<boolean> {
  readonly kind: 'bool';
}
export interface SelectField<T extends string = string> extends FieldBase<T> {
  readonly kind: 'select';
  readonly options: readonly { readonly value: T; readonly label: Localized }[];
}
/** Two whole numbers, height then width; the form offers one box while both are equal. */
export interface Size2Field extends FieldBase<readonly [number, number]> {
  readonly kind: 'size2';
  readonly min: number;
  readonly max: number;
}
export interface TextField extends FieldBase<string> {
  readonly kind: 'text';
  readonly pattern: RegExp;
  /** What an empty box stands for. */
  readonly placeholder?: Localized;
}
export interface ListField<T extends number | string> extends FieldBase<readonly T[]> {
  readonly kind: T extends number ? 'ints' : 'texts';
}

/** Rows of JSON, written by an editor of their own. */
export interface RecordsField<T extends object = object> extends FieldBase<readonly T[]> {
  readonly kind: 'records';
  /** What is wrong with a value, by place; undefined where it fits. */
  readonly problem: (value: unknown) => string | undefined;
}

export type Field =
  | NumberField
  | BoolField
  | SelectField
  | Size2Field
  | TextField
  | ListField<number>
  | ListField<string>
  | RecordsField;
export type Fields = Readonly<Record<string, Field>>;
export type ParamsOf<F extends Fields> = { readonly [K in keyof F]: F[K]['default'] };

/** Whether a form shows a field, with the values that the others have. */
export const isShown = ({ hidden, needs }: Field, params: Readonly<Record<string, unknown>>): boolean =>
  !hidden && (needs === undefined || params[needs] === true);

type Extra = { help?: Localized; hidden?: boolean; needs?: string; unit?: Localized; step?: number };

export const int = (label: Localized, value: number, min: number, max: number, extra: Extra = {}): NumberField => ({
  kind: 'int',
  label,
  default: value,
  min,
  max,
  step: 1,
  ...extra,
});
export const float = (label: Localized, value: number, min: number, max: number, extra: Extra = {}): NumberField => ({
  kind: 'float',
  label,
  default: value,
  min,
  max,
  step: 0.1,
  ...extra,
});
export const posInt = (label: Localized, value: number, extra: Extra = {}): NumberField =>
  int(label, value, 1, 1_000_000, extra);
export const bool = (label: Localized, value: boolean, extra: Extra = {}): BoolField => ({
  kind: 'bool',
  label,
  default: value,
  ...extra,
});
export const size2 = (label: Localized, value: number, extra: Extra & { min?: number } = {}): Size2Field => ({
  kind: 'size2',
  label,
  default: [value, value],
  min: 1,
  max: 1024,
  ...extra,
});
export const text = (
  label: Localized,
  value: string,
  extra: Extra & { pattern?: RegExp; placeholder?: Localized } = {},
): TextField => ({
  kind: 'text',
  label,
  default: value,
  pattern: /^.{0,200}$/su,
  ...extra,
});
export const select = <T extends string>(
  label: Localized,
  value: NoInfer<T>,
  options: Readonly<Record<T, Localized>>,
  extra: Extra = {},
): SelectField<T> => ({
  kind: 'select',
  label,
  default: value,
  options: (Object.keys(options) as T[]).map((option) => ({ value: option, label: options[option] })),
  ...extra,
});
export const ints = (label: Localized, value: readonly number[], extra: Extra = {}): ListField<number> => ({
  kind: 'ints',
  label,
  default: value,
  ...extra,
});
export const texts = (label: Localized, value: readonly string[], extra: Extra = {}): ListField<string> => ({
  kind: 'texts',
  label,
  default: value,
  ...extra,
});

export const records = <T extends object>(
  label: Localized,
  value: readonly T[],
  schema: v.GenericSchema<unknown, readonly T[]>,
  extra: Extra = {},
): RecordsField<T> => ({
  kind: 'records',
  label,
  default: value,
  problem: (given) => {
    const parsed = v.safeParse(schema, given);
    if (parsed.success) return undefined;
    const [first] = parsed.issues;
    return `${v.getDotPath(first) ?? ''} ${first.message}`.trim();
  },
  ...extra,
});

const issue = (code: FieldIssue['code'], details: ErrorDetails): Result<never, FieldIssue> => err({ code, details });
const shown = (value: unknown): string =>
  typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value)).slice(0, 60);

/** Checks one value against its field; the value comes back unchanged. */
export function checkField(field: Field, value: unknown): Result<Field['default'], FieldIssue> {
  switch (field.kind) {
    case 'int':
    case 'float':
      if (typeof value !== 'number' || !Number.isFinite(value))
        return issue('type', { expected: 'number', actual: shown(value) });
      if (field.kind === 'int' && !Number.isInteger(value)) return issue('integer', { actual: value });
      if (value < field.min || value > field.max)
        return issue('range', { expected: `${field.min} … ${field.max}`, actual: value });
      return ok(value);
    case 'bool':
      return typeof value === 'boolean' ? ok(value) : issue('type', { expected: 'true | false', actual: shown(value) });
    case 'select':
      if (typeof value === 'string' && field.options.some((option) => option.value === value)) return ok(value);
      return issue('option', {
        expected: field.options.map((option) => option.value).join(' | '),
        actual: shown(value),
      });
    case 'size2': {
      if (!Array.isArray(value) || value.length !== 2 || !value.every((size) => Number.isInteger(size)))
        return issue('type', { expected: '[height, width]', actual: shown(value) });
      const [height, width] = value as [number, number];
      if (Math.min(height, width) < field.min || Math.max(height, width) > field.max)
        return issue('range', { expected: `${field.min} … ${field.max}`, actual: `[${height}, ${width}]` });
      return ok([height, width]);
    }
    case 'text':
      if (typeof value !== 'string') return issue('type', { expected: 'text', actual: shown(value) });
      return field.pattern.test(value)
        ? ok(value)
        : issue('text', { expected: field.pattern.source, actual: shown(value) });
    case 'ints':
      if (Array.isArray(value) && value.every((size) => Number.isInteger(size) && size > 0))
        return ok(value as number[]);
      return issue('type', { expected: '[1, 28, 28]', actual: shown(value) });
    case 'texts':
      if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return ok(value as string[]);
      return issue('type', { expected: '["a", "b"]', actual: shown(value) });
    case 'records': {
      const problem = field.problem(value);
      return problem === undefined
        ? ok(value as readonly object[])
        : issue('type', { expected: problem, actual: shown(value) });
    }
    default:
      return field satisfies never;
  }
}

/** Every field at its default. */
export function defaultsOf<F extends Fields>(fields: F): ParamsOf<F> {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.default])) as ParamsOf<F>;
}
