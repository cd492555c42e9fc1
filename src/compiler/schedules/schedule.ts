import type { Localized } from '../../core/locale';
import { type Fields, float, type NumberField, type ParamsOf } from '../../layers/fields';

/** Where a run is when a step asks for its learning rate. */
export interface Moment {
  /** Steps done before this one. */
  readonly step: number;
  /** Steps of the whole run. */
  readonly steps: number;
  readonly stepsPerEpoch: number;
  /** Validation losses so far, one an epoch. */
  readonly validationLosses: readonly number[];
}

/** How the learning rate changes over a run: a factor on the optimizer's own, a function of the moment alone, so that a resumed run goes on alike. */
export interface ScheduleDef<F extends Fields = Fields> {
  readonly type: string;
  readonly name: Localized;
  readonly summary: Localized;
  /** LaTeX: η the optimizer's rate, t of T steps. */
  readonly formula: string;
  readonly references: readonly string[];
  readonly fields: F;
  /** The factor, 0 or more. */
  factor(moment: Moment, params: ParamsOf<F>): number;
}

export function defineSchedule<F extends Fields>(def: ScheduleDef<F>): ScheduleDef<F> {
  return def;
}

/** Linear warm-up, part of several schedules. */
export const warmup: NumberField = float({ en: 'Warm-up', 'zh-CN': '预热' }, 0, 0, 1000, {
  step: 0.1,
  unit: { en: 'epochs', 'zh-CN': '轮' },
  help: {
    en: 'The rate rises in a straight line from near zero over this many epochs.',
    'zh-CN': '在这些轮数内，学习率从接近零直线上升。',
  },
});

/** (step + 1) / n while step < n, then 1; n = warm-up epochs in steps (at least one step rises if any). */
export function warmupFactor({ step, stepsPerEpoch }: Moment, epochs: number): number {
  const length = Math.round(epochs * stepsPerEpoch);
  return step < length ? (step + 1) / length : 1;
}

/** Share of the run after the warm-up that is done, in [0, 1). */
export function progressAfterWarmup({ step, steps, stepsPerEpoch }: Moment, epochs: number): number {
  const length = Math.round(epochs * stepsPerEpoch);
  return Math.max(0, step - length) / Math.max(1, steps - length);
}
