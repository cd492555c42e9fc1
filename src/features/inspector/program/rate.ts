import { optimizers } from '../../../compiler/optimizers/registry';
import { schedules } from '../../../compiler/schedules/registry';
import type { Phase } from '../../../document/schema';
import { checkField, defaultsOf, type Fields, type ParamsOf } from '../../../layers/fields';

/** A learning rate over a run, at evenly spaced moments. */
export interface RateCurve {
  /** Epochs done, and the rate of the step that comes then. */
  readonly points: readonly { readonly epoch: number; readonly rate: number }[];
  readonly lowest: number;
  readonly highest: number;
  /** It depends on validation losses that nobody knows before the run: this is how it falls where they never do. */
  readonly worst: boolean;
}

/** What does not fit its field counts as the default: the form says what is wrong with it. */
function valid(fields: Fields, params: Readonly<Record<string, unknown>>): ParamsOf<Fields> {
  const given = Object.entries(params).filter(([name, value]) => {
    const field = fields[name];
    return field !== undefined && checkField(field, value).ok;
  });
  return { ...defaultsOf(fields), ...Object.fromEntries(given) } as ParamsOf<Fields>;
}

/**
 * The learning rate of a phase over a run as the trainer computes it, or undefined where nobody knows the algorithm.
 * @param stepsPerEpoch of the run that is loaded; else as many as show the curve
 */
export function rateCurve(
  { optimizer, schedule = { type: 'constant', params: {} } }: Pick<Phase, 'optimizer' | 'schedule'>,
  { epochs, stepsPerEpoch }: { readonly epochs: number; readonly stepsPerEpoch: number },
  count = 160,
): RateCurve | undefined {
  const [algorithm, shape] = [optimizers.get(optimizer.type), schedules.get(schedule.type)];
  if (!algorithm || !shape) return undefined;
  const base = Number(valid(algorithm.fields, optimizer.params).learningRate);
  const params = valid(shape.fields, schedule.params);
  const steps = epochs * stepsPerEpoch;
  const length = Math.min(count, steps);
  const points = Array.from({ length }, (_, i) => {
    const step = length === 1 ? 0 : Math.round((i / (length - 1)) * (steps - 1));
    const validationLosses = Array.from({ length: Math.floor(step / stepsPerEpoch) }, () => 1);
    return {
      epoch: step / stepsPerEpoch,
      rate: base * shape.factor({ step, steps, stepsPerEpoch, validationLosses }, params),
    };
  });
  const rates = points.map(({ rate }) => rate);
  return { points, lowest: Math.min(...rates), highest: Math.max(...rates), worst: shape.type === 'plateau' };
}
