import type { Locale } from '../../core/locale';
import type { ParamValue } from '../../document/schema';
import type { Field } from '../../layers/fields';
import { formatCount, formatNumber } from './format';

/** A parameter as its form shows it: `12,544`, `0.001`, `3 × 3`, `1, 28, 28`, the option's label. */
export function valueText(field: Field | undefined, value: ParamValue | undefined, locale: Locale): string {
  if (typeof value === 'number') return Number.isInteger(value) ? formatCount(value) : formatNumber(value);
  if (Array.isArray(value)) return value.join(field?.kind === 'size2' ? ' × ' : ', ');
  const option = field?.kind === 'select' ? field.options.find((item) => item.value === value) : undefined;
  return option?.label[locale] ?? String(value);
}
