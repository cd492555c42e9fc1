import { expect, it } from 'vitest';
import { templates } from '../document/templates/registry';
import { accuracyRuns, type Bar, meets } from './accuracyBars';

it('every template of the gallery has a number to reach at its own budget', () => {
  const own = accuracyRuns.filter(({ args }) => args.every((arg) => arg === '--full'));
  expect(own.map(({ template }) => template).toSorted()).toEqual(templates.map(({ id }) => id).toSorted());
  expect(accuracyRuns.filter(({ bars }) => bars.length === 0)).toEqual([]);
});

/** The nearest number to the bound that misses it. */
const short = (bar: Bar): number => {
  if ('least' in bar) return bar.least - 1e-9;
  return 'most' in bar ? bar.most + 1e-9 : 0.7;
};

it.each(accuracyRuns.flatMap(({ template, bars }) => bars.map((bar) => ({ template, bar }))))(
  '$template: $bar.score that falls short, is missing or is no number misses its bar',
  ({ bar }) => {
    expect(meets(bar, short(bar), 0.7)).toBe(false);
    expect(meets(bar, undefined, 0.7)).toBe(false);
    expect(meets(bar, Number.NaN, 0.7)).toBe(false);
    const reached = 'least' in bar ? bar.least : 'most' in bar ? bar.most : 0.71;
    expect(meets(bar, reached, 0.7)).toBe(true);
  },
);
