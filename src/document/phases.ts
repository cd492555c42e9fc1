import type { Phase, TrainingProgram } from './schema';

/** Optimizer steps a phase takes in an iteration. */
export const stepsOf = ({ steps = 1 }: Pick<Phase, 'steps'>): number => steps;

/**
 * Batches that an iteration takes from the data: as many as the phase with the most steps. All phases begin with the first of them,
 * and take another for every further step.
 */
export function batchesAnIteration({ phases }: Pick<TrainingProgram, 'phases'>): number {
  return Math.max(1, ...phases.map(stepsOf));
}

/** Examples of a step: whole batches, smaller ones where there are few examples. */
export function examplesAStep(training: Pick<TrainingProgram, 'phases' | 'batchSize'>, examples: number): number {
  const batches = batchesAnIteration(training);
  return batches * Math.max(1, Math.min(training.batchSize, Math.floor(examples / batches)));
}

/** Whether a path (or a parameter's name) is that of a node or module, or of something inside it. */
export function lies(path: string, within: string): boolean {
  return path === within || path.startsWith(`${within}/`) || path.startsWith(`${within}.`);
}

/** What a phase updates is named by nodes' paths or modules' ids: `dense_1`, `generator_1/dense_1`, the module `generator`. */
export function updates(
  { updates: named }: Pick<Phase, 'updates'>,
  { name, nodeIds = [] }: { readonly name: string; readonly nodeIds?: readonly string[] },
): boolean {
  if (named === undefined) return true;
  return named.some((within) => [name, ...nodeIds].some((path) => lies(path, within)));
}

/** By how much a loss counts in a phase; undefined where it does not. */
export function weightIn({ losses }: Pick<Phase, 'losses'>, nodeId: string | undefined): number | undefined {
  if (losses === undefined) return 1;
  return losses.find(({ node }) => nodeId !== undefined && lies(nodeId, node))?.weight;
}

/** The training program after nodes went to other places: `moved` gives where a path leads now, itself where nothing changed. */
export function withMovedPlaces<T extends Pick<TrainingProgram, 'phases'>>(
  training: T,
  moved: (path: string) => readonly string[],
): T {
  const phases = training.phases.map((phase) => ({
    ...phase,
    ...(phase.losses
      ? { losses: phase.losses.flatMap(({ node, weight }) => moved(node).map((at) => ({ node: at, weight }))) }
      : {}),
    ...(phase.updates ? { updates: phase.updates.flatMap(moved) } : {}),
  }));
  return JSON.stringify(phases) === JSON.stringify(training.phases) ? training : { ...training, phases };
}
