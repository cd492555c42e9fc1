import { internal } from '../core/errors';
import { MOVE_SIZE, type Moves, unmoved, writeMove } from '../core/moves';
import { Rng } from '../core/rng';
import { elementsOf } from '../layers/columns';
import type { Plan, PlannedStep } from '../layers/steps/registry';
import type { StepStatisticsEntry } from '../layers/steps/statistics';
import {
  type Augment,
  type AugmentPlace,
  type Column,
  isNumbers,
  type LoadedDataset,
  type NumberArray,
} from './dataset';
import type { StepTools } from './steps/hostStep';
import { hostStepOf } from './steps/registry';

/** Examples that are looked at together while a step of the model learns: what they become need not lie in memory at once. */
const PART = 256;

/** The examples at `places` of a column, in that order; a copy. */
export function pick({ spec, data }: Column, places: Uint32Array): Column {
  if (!ArrayBuffer.isView(data)) return { spec, data: Array.from(places, (place) => data[place] as string) };
  const size = elementsOf(spec);
  const out = data.slice(0, 0).constructor as new (length: number) => NumberArray;
  const picked = new out(places.length * size);
  places.forEach((place, i) => {
    picked.set(data.subarray(place * size, (place + 1) * size), i * size);
  });
  return { spec, data: picked };
}

/** The examples at `places` of a whole data set. */
export function pickExamples({ columns, ordered }: LoadedDataset, places: Uint32Array): LoadedDataset {
  return {
    count: places.length,
    columns: columns.map((column) => pick(column, places)),
    ...(ordered ? { ordered } : {}),
  };
}

function applyTo(
  column: Column,
  step: PlannedStep,
  entries: readonly StepStatisticsEntry[],
  tools: StepTools,
): Column[] {
  const statistics = entries.find(({ step: index }) => index === step.index)?.values;
  const { outputs, spec, params } = step;
  const made = hostStepOf(spec.type).apply(column, params, { statistics, outputs, tools });
  return outputs.map((output, i) => ({
    spec: output,
    data: made[i] ?? internal(`${spec.type} made no ${output.name}`),
  }));
}

const columnOf = (data: LoadedDataset, name: string): Column =>
  data.columns.find(({ spec }) => spec.name === name) ?? internal(`no column ${name}`);

/** Does one step of the host on all examples. */
function applyStep(
  data: LoadedDataset,
  step: PlannedStep,
  entries: readonly StepStatisticsEntry[],
  tools: StepTools,
): LoadedDataset {
  const column = columnOf(data, step.column.name);
  const made = applyTo(column, step, entries, tools);
  if (step.place === 'examples') {
    const [first] = made;
    const count = first ? first.data.length / elementsOf(first.spec) : 0;
    return { ...data, count, columns: made };
  }
  const changed = {
    ...data,
    columns: data.columns.flatMap((other) => (other === column ? made : [other])),
  };
  if (step.place !== 'rows') return changed;
  const kept = hostStepOf(step.spec.type).kept?.(column, step.params) ?? internal(`${step.spec.type} keeps nothing`);
  return kept.length === data.count ? changed : pickExamples(changed, kept);
}

/** The steps done before batches are made, on any split. */
export function applyHostSteps(
  data: LoadedDataset,
  { steps }: Plan,
  entries: readonly StepStatisticsEntry[],
  tools: StepTools,
): LoadedDataset {
  return steps.reduce(
    (now, step) => (step.place === 'model' || step.place === 'augment' ? now : applyStep(now, step, entries, tools)),
    data,
  );
}

/** One column after the steps of the model up to (and without) `before`: what the step there learns from. */
function throughModel(column: Column, plan: Plan, before: number, entries: readonly StepStatisticsEntry[]): Column {
  return plan.steps.reduce(
    (now, step) =>
      step.place === 'model' && step.index < before && step.column.name === now.spec.name
        ? (applyTo(now, step, entries, {})[0] ?? now)
        : now,
    column,
  );
}

/** A column as it leaves the data node: after all steps of the model. */
export const afterModel = (column: Column, plan: Plan, entries: readonly StepStatisticsEntry[]): Column =>
  throughModel(column, plan, Number.POSITIVE_INFINITY, entries);

/** Everything the steps learn from the training examples, in the order of the steps. Nothing else is ever looked at. */
export function fitSteps(train: LoadedDataset, plan: Plan, tools: StepTools): StepStatisticsEntry[] {
  const entries: StepStatisticsEntry[] = [];
  let data = train;
  for (const step of plan.steps) {
    const host = hostStepOf(step.spec.type);
    if (host.fit) {
      const column = step.place === 'model' ? undefined : columnOf(data, step.column.name);
      const parts = column ? () => [column] : () => partsOf(data, plan, step, entries);
      const values = host.fit(parts, step.params);
      if (Object.keys(values).length > 0)
        entries.push({
          step: step.index,
          values: Object.fromEntries(
            Object.entries(values).map(([k, v]) => [k, [...v]]),
          ) as StepStatisticsEntry['values'],
        });
    }
    if (step.place !== 'model' && step.place !== 'augment') data = applyStep(data, step, entries, tools);
  }
  return entries;
}

function* partsOf(
  data: LoadedDataset,
  plan: Plan,
  step: PlannedStep,
  entries: readonly StepStatisticsEntry[],
): Iterable<Column> {
  const column = columnOf(data, step.column.name);
  for (let start = 0; start < data.count; start += PART) {
    const places = Uint32Array.from({ length: Math.min(PART, data.count - start) }, (_, i) => start + i);
    yield throughModel(pick(column, places), plan, step.index, entries);
  }
}

/** Whether a plan learns anything: if not, the model can be compiled before the data are here. */
export const learns = ({ steps }: Plan): boolean =>
  steps.some(({ spec, params }) => {
    const { fit } = hostStepOf(spec.type);
    return fit !== undefined && !(spec.type === 'normalise' && (params as { fitted?: boolean }).fitted !== true);
  });

export const needsWordPiece = ({ steps }: Plan): boolean =>
  steps.some(({ spec, params }) => spec.type === 'tokenise' && (params as { unit?: string }).unit === 'wordPiece');

/**
 * What is done to the training examples of each batch; undefined where nothing is. Depends on seed, step and place in the batch alone.
 * @param prefix what comes before the names of the columns
 */
export function augmentOf({ steps }: Plan, prefix = ''): Augment | undefined {
  const augments = steps.filter(({ place }) => place === 'augment');
  if (augments.length === 0) return undefined;
  const stepsOf = (name: string): PlannedStep[] => augments.filter(({ column }) => prefix + column.name === name);
  const rngOf = (name: string, i: number, { seed, step, batch }: AugmentPlace): Rng =>
    Rng.of(seed, 'augment', name, String(step + Math.floor(i / batch)), String(i % batch));
  const augment = (name: string, values: NumberArray, at: AugmentPlace): void => {
    const own = stepsOf(name);
    const [first] = own;
    if (!first) return;
    const { shape } = first.column;
    const size = shape.reduce((a, b) => a * b, 1);
    for (let i = 0; i < values.length / size; i++) {
      const rng = rngOf(name, i, at);
      const example = values.subarray(i * size, (i + 1) * size);
      for (const { spec, params } of own) hostStepOf(spec.type).augment?.(example, shape, params, rng);
    }
  };
  const moves = (name: string, count: number, at: AugmentPlace): Moves => {
    const own = stepsOf(name);
    const { shape } = own[0]?.column ?? internal(`${name} is not moved`);
    const [, height = 1, width = 1] = shape;
    const values = new Int32Array(count * MOVE_SIZE);
    for (let i = 0; i < count; i++) {
      const rng = rngOf(name, i, at);
      const move = own.reduce(
        (before, { spec, params }) => hostStepOf(spec.type).move?.(before, shape, params, rng) ?? before,
        unmoved(height, width),
      );
      writeMove(values, i, move);
    }
    return { height, width, values };
  };
  const columns = new Set(augments.map(({ column }) => prefix + column.name));
  const isMoved = (name: string): boolean => stepsOf(name).every(({ spec }) => hostStepOf(spec.type).move);
  return Object.assign(augment, { columns, moved: new Set([...columns].filter(isMoved)), moves });
}

/** Examples one after the other; the columns are the same. */
export function concatExamples(a: LoadedDataset, b: LoadedDataset): LoadedDataset {
  const columns = a.columns.map((left, i): Column => {
    const right = b.columns[i] ?? internal('a column is missing');
    if (!isNumbers(left) || !isNumbers(right))
      return { spec: left.spec, data: [...(left.data as readonly string[]), ...(right.data as readonly string[])] };
    const make = left.data.constructor as new (length: number) => NumberArray;
    const data = new make(left.data.length + right.data.length);
    data.set(left.data);
    data.set(right.data, left.data.length);
    return { spec: left.spec, data };
  });
  return { ...a, count: a.count + b.count, columns };
}
