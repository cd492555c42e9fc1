import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { checkField, defaultsOf } from '../../layers/fields';
import { scheduleOf, schedules } from './registry';

const golden = v.parse(
  v.object({
    steps: v.number(),
    stepsPerEpoch: v.number(),
    losses: v.array(v.number()),
    cases: v.record(
      v.string(),
      v.object({ type: v.string(), params: v.record(v.string(), v.number()), factors: v.array(v.number()) }),
    ),
  }),
  JSON.parse(readFileSync(new URL('../../testing/goldens/schedules.json', import.meta.url), 'utf8')),
);

function factor(type: string, params: Record<string, number>, step: number): number {
  const def = scheduleOf(type);
  if (!def) throw new Error(`no schedule ${type}`);
  const { steps, stepsPerEpoch, losses } = golden;
  const validationLosses = losses.slice(0, Math.floor(step / stepsPerEpoch));
  return def.factor({ step, steps, stepsPerEpoch, validationLosses }, { ...defaultsOf(def.fields), ...params });
}

describe('schedules', () => {
  it.each(Object.entries(golden.cases))('%s: the factors of PyTorch', (_, { type, params, factors }) => {
    for (const [step, wanted] of factors.entries())
      expect(Math.abs(factor(type, params, step) - wanted), `step ${step}`).toBeLessThanOrEqual(1e-8);
  });

  it.each([...schedules.values()].map((def) => [def.type, def] as const))(
    '%s: defaults fit, never below zero',
    (type, def) => {
      for (const field of Object.values(def.fields)) expect(checkField(field, field.default).ok).toBe(true);
      for (let step = 0; step < golden.steps; step++) expect(factor(type, {}, step)).toBeGreaterThanOrEqual(0);
    },
  );

  it.each(['constant', 'cosine', 'linear', 'step'])('%s: warm-up rises in a straight line to the full rate', (type) => {
    const steps = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((step) => factor(type, { warmup: 2, gamma: 1 }, step));
    for (const [step, value] of steps.entries()) expect(value).toBeCloseTo((step + 1) / 10, 10);
  });
});
