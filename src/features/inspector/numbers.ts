import type { NumberField } from '../../layers/fields';

/** A number as people type it: `0.001`, `1e-3`, `1,000`; NaN for anything else. */
export function parseNumber(text: string): number {
  const plain = text.trim().replace(/(\d),(?=\d{3}(\D|$))/g, '$1');
  return plain === '' ? Number.NaN : Number(plain);
}

/** `by` steps on, on the grid of the step; undefined outside the field's bounds. */
export function stepNumber(
  field: Pick<NumberField, 'min' | 'max' | 'step'>,
  value: number,
  by: number,
): number | undefined {
  const next = Number((value + by * field.step).toPrecision(12));
  return next >= field.min && next <= field.max ? next : undefined;
}

/** `1, 28, 28` or `[1, 28, 28]` as a list of numbers. */
export function parseInts(text: string): number[] {
  return parseTexts(text).map(parseNumber);
}

export function parseTexts(text: string): string[] {
  const items = text
    .trim()
    .replace(/^\[|\]$/g, '')
    .split(/[,，]/)
    .map((item) => item.trim());
  return items.length === 1 && items[0] === '' ? [] : items;
}
