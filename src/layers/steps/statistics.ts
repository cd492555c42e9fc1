import * as v from 'valibot';

const numbers = v.array(v.pipe(v.number(), v.finite()));

/** What a step of a data node learned from its training examples: kept with the weights, since it is learned as they are. */
export const statisticsEntrySchema = v.object({
  /** Place of the step in the node's list. */
  step: v.pipe(v.number(), v.integer(), v.minValue(0)),
  values: v.record(v.string(), v.union([numbers, v.array(v.string())])),
});
export const statisticsSchema = v.pipe(v.array(statisticsEntrySchema), v.maxLength(100));
export type StepStatisticsEntry = v.InferOutput<typeof statisticsEntrySchema>;
