import * as v from 'valibot';
import { type NetDocument, nodeSchema, type Phase, type TrainingProgram, trainingSchema } from '../schema';

/** Names the project; not by nothing. */
export function renameDocument(document: NetDocument, name: string): NetDocument {
  const valid = v.safeParse(nodeSchema.entries.name, name).success && name.trim() !== '';
  return !valid || document.name === name ? document : { ...document, name };
}

/** Changes the training program; a value out of its bounds changes nothing. */
export function setTraining(document: NetDocument, change: Partial<TrainingProgram>): NetDocument {
  const training = v.safeParse(trainingSchema, { ...document.training, ...change });
  if (!training.success) return document;
  const differs = JSON.stringify(training.output) !== JSON.stringify(document.training);
  return differs ? { ...document, training: training.output } : document;
}

/** Changes a phase: its optimizer, its schedule, what is done to its gradient. Parameters have been checked against their fields. */
export function setPhase(document: NetDocument, phase: number, change: Partial<Phase>): NetDocument {
  const phases = document.training.phases.map((old, index) => (index === phase ? { ...old, ...change } : old));
  return setTraining(document, { phases });
}

/** What early stopping watches: a metric, the loss of a phase from 0, the first loss where neither is given. Nothing changes without early stopping. */
export function watch(document: NetDocument, what: { readonly metric?: string; readonly phase?: number }): NetDocument {
  const { earlyStopping } = document.training;
  if (!earlyStopping) return document;
  const { metric: _, phase: __, ...rule } = earlyStopping;
  return setTraining(document, { earlyStopping: { ...rule, ...what } });
}
