import { describe, expect, it } from 'vitest';
import { locales } from '../../core/locale';
import { catalogue } from '../catalogue';
import type { ColumnSpec } from '../columns';
import { checkField } from '../fields';
import { planSteps, type StepSpec, stepDefs, stepOf } from './registry';

const picture: ColumnSpec = { name: 'x', kind: 'picture', dtype: 'uint8', shape: [3, 8, 8] };
const text: ColumnSpec = { name: 'text', kind: 'text', dtype: 'text', shape: [] };
const label: ColumnSpec = { name: 'y', kind: 'class', dtype: 'uint8', shape: [], target: true, classes: ['a', 'b'] };
const step = (column: string, type: StepSpec['type'], params: StepSpec['params'] = {}): StepSpec => ({
  column,
  type,
  params,
});

describe('every step', () => {
  for (const type of Object.keys(stepDefs)) {
    it(`${type}: is named and explained in every language, and takes its own defaults`, () => {
      const def = stepOf(type);
      if (!def) throw new Error('not found by its type');
      expect(def.type).toBe(type);
      for (const locale of locales) {
        expect(def.label[locale].trim()).not.toBe('');
        expect(def.summary[locale]).toMatch(/[.。]$/);
        for (const field of Object.values(def.fields)) expect(field.label[locale].trim()).not.toBe('');
      }
      for (const field of Object.values(def.fields)) expect(checkField(field, field.default).ok).toBe(true);
    });
  }
  it('is not found by a name of Object.prototype', () => expect(stepOf('constructor')).toBeUndefined());
});

describe('the steps of the catalogue', () => {
  for (const { id, columns, steps } of catalogue)
    it(`${id}: can be done, and leave something to learn from`, () => {
      const plan = planSteps(columns, steps);
      expect(plan.problems).toEqual([]);
      expect(plan.steps).toHaveLength(steps.length);
      expect(plan.columns.some(({ dtype, target }) => dtype !== 'text' && !target)).toBe(true);
    });
});

describe('a plan', () => {
  it('knows what is fed and what leaves the node', () => {
    const { fed, columns, problems } = planSteps(
      [picture, text, label],
      [
        step('x', 'rotate'),
        step('x', 'scale'),
        step('x', 'grayscale'),
        step('x', 'resize', { height: 4, width: 6 }),
        step('text', 'tokenise', { limit: 50, length: 7 }),
        step('y', 'oneHot'),
      ],
    );
    expect(problems).toEqual([]);
    expect(fed).toEqual([picture, { name: 'text', kind: 'tokens', dtype: 'int32', shape: [7], vocabulary: 50 }, label]);
    expect(columns.map(({ name, dtype, shape }) => [name, dtype, shape])).toEqual([
      ['x', 'float32', [1, 4, 6]],
      ['text', 'int32', [7]],
      ['y', 'float32', [2]],
    ]);
  });

  it('new examples leave no other column', () => {
    const { fed, columns } = planSteps([text, label], [step('text', 'nextToken', { limit: 9, length: 5 })]);
    expect(columns.map(({ name, shape, target }) => [name, shape, target ?? false])).toEqual([
      ['x', [5], false],
      ['y', [5], true],
    ]);
    expect(fed).toEqual(columns);
  });

  it('names a step that cannot be done, and does the others', () => {
    const columns = [picture, text, { ...text, name: 'textIn' }];
    const steps = [
      step('nothing', 'scale'),
      step('text', 'scale'),
      step('x', 'scale'),
      step('x', 'flip'),
      step('text', 'teacherForcing'),
    ];
    const { problems, steps: planned } = planSteps(columns, steps);
    expect(problems.map(({ step: at, code }) => [at, code])).toEqual([
      [0, 'column'],
      [1, 'kind'],
      [3, 'order'],
      [4, 'name'],
    ]);
    expect(planned.map(({ index }) => index)).toEqual([2]);
  });

  it('takes what is wrong in the parameters as not said', () => {
    const [planned] = planSteps([picture], [step('x', 'resize', { height: -1, width: 9, more: 'x' })]).steps;
    expect(planned?.params).toEqual({ height: 28, width: 9 });
  });
});
