import type { NetDocument, Phase, TrainingProgram } from '../schema';
import { setTraining } from './training';

/** Phases a training program can have; the bound of the schema. */
export const MOST_PHASES = 8;

type Losses = NonNullable<Phase['losses']>;

/** The training program with other phases; early stopping goes on watching the phase it did, the first where that one is gone. */
function withPhases(document: NetDocument, phases: Phase[], placeNow: (before: number) => number | undefined) {
  const { earlyStopping } = document.training;
  if (earlyStopping?.phase === undefined) return setTraining(document, { phases });
  const { phase, ...rule } = earlyStopping;
  const now = placeNow(phase);
  const watching: TrainingProgram['earlyStopping'] = now === undefined ? rule : { ...rule, phase: now };
  return setTraining(document, { phases, earlyStopping: watching });
}

/** Puts a phase behind the others, or to a place among them; nothing changes where there are as many as there can be. */
export function addPhase(document: NetDocument, phase: Phase, at = document.training.phases.length): NetDocument {
  const { phases } = document.training;
  const place = Math.max(0, Math.min(at, phases.length));
  return withPhases(document, phases.toSpliced(place, 0, phase), (before) => (before < place ? before : before + 1));
}

/** A copy of a phase behind it. */
export function duplicatePhase(document: NetDocument, index: number, name: string): NetDocument {
  const phase = document.training.phases[index];
  return phase ? addPhase(document, { ...structuredClone(phase), name }, index + 1) : document;
}

/** Takes a phase away; the last one stays. */
export function removePhase(document: NetDocument, index: number): NetDocument {
  const { phases } = document.training;
  if (!phases[index] || phases.length === 1) return document;
  const placeNow = (before: number) => (before === index ? undefined : before > index ? before - 1 : before);
  return withPhases(document, phases.toSpliced(index, 1), placeNow);
}

/** Takes a phase to another place in the order of an iteration. */
export function movePhase(document: NetDocument, from: number, to: number): NetDocument {
  const { phases } = document.training;
  const phase = phases[from];
  if (!phase || from === to || to < 0 || to >= phases.length) return document;
  const order = phases.map((_, index) => index);
  const moved = order.toSpliced(from, 1).toSpliced(to, 0, from);
  return withPhases(document, phases.toSpliced(from, 1).toSpliced(to, 0, phase), (before) => moved.indexOf(before));
}

/** A phase without one of its parts: what is absent stands for everything, for a constant rate, for no treatment. */
function changed(document: NetDocument, index: number, change: (phase: Phase) => Phase): NetDocument {
  const phase = document.training.phases[index];
  return phase ? setTraining(document, { phases: document.training.phases.with(index, change(phase)) }) : document;
}

/** Which losses a phase minimises, each with its weight; every one that is drawn, now and later, where undefined. */
export function setPhaseLosses(document: NetDocument, index: number, losses: Losses | undefined): NetDocument {
  return changed(document, index, ({ losses: _, ...rest }) => (losses ? { ...rest, losses } : rest));
}

/** What a phase updates, by paths of nodes or ids of modules; everything where undefined. */
export function setPhaseUpdates(document: NetDocument, index: number, updates: string[] | undefined): NetDocument {
  return changed(document, index, ({ updates: _, ...rest }) => (updates ? { ...rest, updates } : rest));
}

/** Calls a phase something; by its place where the name is empty. */
export function renamePhase(document: NetDocument, index: number, name: string): NetDocument {
  return changed(document, index, (phase) => ({ ...phase, name }));
}
