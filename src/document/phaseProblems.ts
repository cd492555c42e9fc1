import type { Diagnostic } from '../core/diagnostic';
import { renamePhase, setPhaseLosses, setPhaseUpdates } from './edit/phases';
import { setTraining, watch } from './edit/training';
import type { Lowered } from './lower';
import { neededNodes } from './lowering/paths';
import {
  type DrawnLoss,
  drawnLosses,
  lossesWith,
  meaningOf,
  type Part,
  partsOf,
  sizeOfSlots,
  type TrainedSlot,
  trainedSlots,
  updatesWith,
} from './phaseParts';
import { lies, updates, weightIn } from './phases';
import type { NetDocument, Phase } from './schema';

/** What a training program is about: the losses that are drawn, and what can be updated. */
export interface ProgramParts {
  readonly losses: readonly DrawnLoss[];
  readonly slots: readonly TrainedSlot[];
  readonly parts: readonly Part[];
  /** What is measured beside the losses, each metric once. */
  readonly metrics: readonly string[];
}

/** What a lowered document gives a training program to choose from. */
export function programParts(
  document: NetDocument,
  lowered: Pick<Lowered, 'losses' | 'parameters' | 'metrics'>,
): ProgramParts {
  const slots = trainedSlots(lowered);
  const metrics = [...new Set(lowered.metrics.map(({ metric }) => metric))];
  return { losses: drawnLosses(document, lowered), slots, parts: partsOf(slots), metrics };
}

/** A click that mends a problem of the training program. */
export type ProgramFix =
  | { readonly kind: 'minimise'; readonly phase: number; readonly loss: string }
  /** What no other phase updates; everything where `values` are all there are. */
  | { readonly kind: 'updateRest'; readonly phase: number; readonly values: number }
  | { readonly kind: 'updateAll'; readonly phase: number; readonly values: number }
  | { readonly kind: 'rename'; readonly phase: number; readonly name: string }
  /** Drops what a phase names and is not there. */
  | { readonly kind: 'forget'; readonly phase: number }
  /** Holds examples out for validation, a share of 1. */
  | { readonly kind: 'holdOut'; readonly fraction: number }
  /** Early stopping watches the loss again. */
  | { readonly kind: 'watchLoss' };

/** Something wrong with, or worth knowing of, a training program. */
export interface ProgramProblem {
  readonly diagnostic: Diagnostic;
  /** The phase it is about; undefined where it is about all of them. */
  readonly phase?: number;
  readonly fixes: readonly ProgramFix[];
}

/** Share of the examples that a fix holds out. */
const HELD_OUT = 0.1;

/** What a phase is called: its name, else its place from 1. */
export const phaseTitle = ({ name }: Pick<Phase, 'name'>, index: number): string => name || String(index + 1);

/** Everything worth saying of a document's training program, by phase; errors are what training refuses. */
export function programProblems(document: NetDocument, program: ProgramParts): ProgramProblem[] {
  const { phases } = document.training;
  const each = phases.flatMap((phase, index) => [
    ...sameName(phases, index),
    ...missing(document, program, index),
    ...withoutLoss(phases, program, phase, index),
    ...withoutParts(phases, program, phase, index),
    ...idle(document, program, index),
  ]);
  const watching = [...unwatched(document), ...unmeasured(document, program)];
  return [...each, ...unusedLosses(phases, program), ...neverUpdated(phases, program), ...watching];
}

type Phases = readonly Phase[];
type Severity = Diagnostic['severity'];

function problem(
  code: string,
  severity: Severity,
  message: string,
  details: NonNullable<Diagnostic['details']>,
  fixes: readonly ProgramFix[],
  phase?: number,
): ProgramProblem {
  const path = phase === undefined ? {} : { path: `training.phases[${phase}]` };
  const diagnostic = { code: `training.${code}`, severity, message, details, ...path };
  return { diagnostic, fixes, ...(phase === undefined ? {} : { phase }) };
}

/** The second of two phases with a name, and every further one. */
function sameName(phases: Phases, index: number): ProgramProblem[] {
  const name = phases[index]?.name;
  const first = phases.findIndex((phase) => phase.name === name);
  if (!name || first === index) return [];
  const message = `the phases ${first + 1} and ${index + 1} are both called ${name}`;
  const details = { phase: name, first: first + 1, second: index + 1 };
  const fixes = [{ kind: 'rename', phase: index, name: freeName(phases, name) } as const];
  return [problem('phaseSameName', 'warning', message, details, fixes, index)];
}

/** `Generator 2`: the first such name that no phase has. */
export function freeName(phases: readonly Pick<Phase, 'name'>[], name: string): string {
  const taken = new Set(phases.map((phase) => phase.name));
  const stem = name.replace(/ \d+$/, '');
  let number = 2;
  while (taken.has(`${stem} ${number}`)) number++;
  return taken.has(name) ? `${stem} ${number}` : name;
}

/** Places that a phase names and where nothing is (any more). */
function missing(document: NetDocument, { losses }: ProgramParts, index: number): ProgramProblem[] {
  const phase = document.training.phases[index];
  if (!phase) return [];
  const gone = [
    ...(phase.losses ?? []).flatMap(({ node }) => (losses.some(({ path }) => lies(path, node)) ? [] : [node])),
    ...(phase.updates ?? []).filter((path) => !meaningOf(document, path)),
  ];
  if (gone.length === 0) return [];
  const title = phaseTitle(phase, index);
  const message = `the training phase ${title} names ${gone.join(', ')}, which the model does not have`;
  const details = { phase: title, gone: gone.join(', '), count: gone.length };
  return [problem('phaseGone', 'warning', message, details, [{ kind: 'forget', phase: index }], index)];
}

const minimises = (phase: Phase, { path }: DrawnLoss): boolean => !!weightIn(phase, path);

function withoutLoss(phases: Phases, { losses }: ProgramParts, phase: Phase, index: number): ProgramProblem[] {
  if (losses.length === 0 || losses.some((loss) => minimises(phase, loss))) return [];
  const free = losses.filter((loss) => !phases.some((other) => minimises(other, loss)));
  const fixes = (free.length > 0 ? free : losses)
    .slice(0, 3)
    .map(({ path }): ProgramFix => ({ kind: 'minimise', phase: index, loss: path }));
  const title = phaseTitle(phase, index);
  const message = `the training phase ${title} minimises 0 of the ${losses.length} losses`;
  return [problem('phaseNoLoss', 'error', message, { phase: title, count: losses.length }, fixes, index)];
}

/** Parameters that no phase but this one updates, if any. */
const left = (phases: Phases, slots: readonly TrainedSlot[], index: number): TrainedSlot[] =>
  slots.filter((slot) => !phases.some((phase, other) => other !== index && updates(phase, slot)));

function updateFixes(phases: Phases, slots: readonly TrainedSlot[], index: number): ProgramFix[] {
  const rest = sizeOfSlots(left(phases, slots, index));
  const all = sizeOfSlots(slots);
  const fixes: ProgramFix[] = [{ kind: 'updateAll', phase: index, values: all }];
  return rest > 0 && rest < all ? [{ kind: 'updateRest', phase: index, values: rest }, ...fixes] : fixes;
}

function withoutParts(phases: Phases, { slots }: ProgramParts, phase: Phase, index: number): ProgramProblem[] {
  if (slots.length === 0 || slots.some((slot) => updates(phase, slot))) return [];
  const title = phaseTitle(phase, index);
  const values = sizeOfSlots(slots);
  const message = `the training phase ${title} updates 0 of the ${values} parameters`;
  const fixes = updateFixes(phases, slots, index);
  return [problem('phaseNothing', 'error', message, { phase: title, values }, fixes, index)];
}

/** Paths of the drawing that a loss depends on; nodes inside a module count as the instance does. */
function upstreamOf(document: NetDocument, ends: readonly string[]): Set<string> {
  const nodes = ends.map((path) => path.split('/')[0] ?? path);
  return neededNodes(document, ({ id }) => nodes.includes(id));
}

/** A phase that updates what none of its losses depends on: the gradient is 0 there. */
function idle(document: NetDocument, { losses, slots, parts }: ProgramParts, index: number): ProgramProblem[] {
  const phase = document.training.phases[index];
  const own = phase ? losses.filter((loss) => minimises(phase, loss)) : [];
  if (!phase?.updates || own.length === 0) return [];
  const upstream = upstreamOf(
    document,
    own.map(({ path }) => path),
  );
  const chosen = slots.filter((slot) => updates(phase, slot));
  const useless = chosen.filter(({ nodeIds }) => !nodeIds.some((path) => upstream.has(path.split('/')[0] ?? path)));
  if (useless.length === 0) return [];
  const title = phaseTitle(phase, index);
  const [values, all] = [sizeOfSlots(useless), sizeOfSlots(chosen)];
  const message = `the losses of the training phase ${title} do not depend on ${values} of the ${all} parameters it updates`;
  const named = updatesWith(parts, { updates: [] }, useless, true);
  const details = { phase: title, values, all, parts: named.join(', ') };
  return [problem('phaseIdle', 'warning', message, details, [], index)];
}

function unusedLosses(phases: Phases, { losses }: ProgramParts): ProgramProblem[] {
  return losses.flatMap((loss) => {
    if (phases.some((phase) => minimises(phase, loss))) return [];
    const message = `no training phase minimises ${loss.path}`;
    const fixes = phases.map((_, phase): ProgramFix => ({ kind: 'minimise', phase, loss: loss.path })).slice(0, 3);
    const count = phases.length;
    const found = problem('lossUnused', 'info', message, { loss: loss.path, count }, fixes);
    return [{ ...found, diagnostic: { ...found.diagnostic, nodeId: loss.path } }];
  });
}

function neverUpdated(phases: Phases, { slots }: ProgramParts): ProgramProblem[] {
  const frozen = slots.filter((slot) => !phases.some((phase) => updates(phase, slot)));
  // a phase that updates nothing has been told of already
  const isTold = phases.some((phase) => !slots.some((slot) => updates(phase, slot)));
  if (frozen.length === 0 || isTold) return [];
  const [values, all] = [sizeOfSlots(frozen), sizeOfSlots(slots)];
  const message = `${values} of ${all} parameters keep the values they start with: no training phase updates them`;
  const fixes = phases.length === 1 ? ([{ kind: 'updateAll', phase: 0, values: all }] as const) : [];
  return [problem('frozen', 'info', message, { values, all }, fixes)];
}

/** Early stopping, or a rate that falls on a plateau, without validation examples to watch. */
function unwatched({ training: { validation, earlyStopping, phases } }: NetDocument): ProgramProblem[] {
  if (validation.fraction > 0) return [];
  const fixes = [{ kind: 'holdOut', fraction: HELD_OUT } as const];
  const details = { percent: 0, fix: HELD_OUT * 100 };
  const stopping = 'early stopping watches the validation examples, and 0 % of the examples are held out for it';
  const found = earlyStopping ? [problem('stoppingUnwatched', 'warning', stopping, details, fixes)] : [];
  const waiting = phases.flatMap((phase, index) => {
    if (phase.schedule?.type !== 'plateau') return [];
    const title = phaseTitle(phase, index);
    const message = `the learning rate of ${title} waits for the validation loss, and 0 % of the examples are held out for it`;
    return [problem('plateauUnwatched', 'warning', message, { ...details, phase: title }, fixes, index)];
  });
  return [...found, ...waiting];
}

/** Early stopping by a metric that nothing measures (any more). */
function unmeasured({ training: { earlyStopping } }: NetDocument, { metrics }: ProgramParts): ProgramProblem[] {
  const diagnostic = unmeasuredMetric(earlyStopping?.metric, metrics);
  return diagnostic ? [{ diagnostic, fixes: [{ kind: 'watchLoss' }] }] : [];
}

/** What training refuses where early stopping watches a metric that is not among those `measured`. */
export function unmeasuredMetric(metric: string | undefined, measured: readonly string[]): Diagnostic | undefined {
  if (metric === undefined || measured.includes(metric)) return undefined;
  const message = `early stopping watches ${metric}, and the model measures ${measured.join(', ') || 'its losses only'}`;
  const details = { metric, measured: measured.join(', ') };
  const path = 'training.earlyStopping';
  return { code: 'training.stoppingUnmeasured', severity: 'error', message, details, path };
}

/** The document with a problem mended. */
export function applyProgramFix(document: NetDocument, program: ProgramParts, fix: ProgramFix): NetDocument {
  const { phases, validation } = document.training;
  const phase = 'phase' in fix ? phases[fix.phase] : undefined;
  switch (fix.kind) {
    case 'minimise':
      return phase ? setPhaseLosses(document, fix.phase, lossesWith(program.losses, phase, fix.loss, 1)) : document;
    case 'updateRest': {
      const rest = left(phases, program.slots, fix.phase);
      return setPhaseUpdates(document, fix.phase, updatesWith(program.parts, { updates: [] }, rest, true));
    }
    case 'updateAll':
      return setPhaseUpdates(document, fix.phase, undefined);
    case 'rename':
      return renamePhase(document, fix.phase, fix.name);
    case 'forget':
      return phase ? withoutGone(document, program, phase, fix.phase) : document;
    case 'holdOut':
      return setTraining(document, { validation: { ...validation, fraction: fix.fraction } });
    case 'watchLoss':
      return watch(document, {});
    default:
      return fix satisfies never;
  }
}

function withoutGone(document: NetDocument, { losses }: ProgramParts, phase: Phase, index: number): NetDocument {
  const kept = phase.losses?.filter(({ node }) => losses.some(({ path }) => lies(path, node)));
  const updated = phase.updates?.filter((path) => meaningOf(document, path));
  return setPhaseUpdates(setPhaseLosses(document, index, kept), index, updated);
}
