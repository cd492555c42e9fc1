import * as v from 'valibot';
import type { ColumnSpec } from '../columns';
import { checkField, defaultsOf, type ParamsOf } from '../fields';
import { flip, noise, rotate, shift } from './augments';
import { grayscale } from './grayscale';
import { normalise } from './normalise';
import { resize } from './resize';
import { scale } from './scale';
import { differences, windows } from './series';
import type { StepDef, StepPlace } from './step';
import { missing, oneHot, standardise } from './table';
import { lowerCase, nextToken, skipGrams, teacherForcing, tokenise } from './text';

/** Every step, in the order of the data room. */
export const stepDefs = {
  scale,
  normalise,
  resize,
  grayscale,
  flip,
  rotate,
  shift,
  noise,
  lowerCase,
  tokenise,
  nextToken,
  teacherForcing,
  skipGrams,
  missing,
  standardise,
  oneHot,
  differences,
  windows,
} as const;

export type StepType = keyof typeof stepDefs;
export type StepParams<T extends StepType> = ParamsOf<(typeof stepDefs)[T]['fields']>;

/** The definition with parameters of any kind: they are checked before they reach it. */
export function stepOf(type: string): StepDef | undefined {
  return Object.hasOwn(stepDefs, type) ? (stepDefs[type as StepType] as unknown as StepDef) : undefined;
}

/** One step of a data node, as the document keeps it. */
export const stepSchema = v.object({
  /** Name of the column, as the steps before left it. */
  column: v.pipe(v.string(), v.maxLength(63)),
  type: v.picklist(Object.keys(stepDefs) as StepType[]),
  params: v.record(v.string(), v.union([v.number(), v.boolean(), v.string()])),
});
export const stepsSchema = v.pipe(v.array(stepSchema), v.maxLength(100));
export type StepSpec = v.InferOutput<typeof stepSchema>;

/** A step with what leaves out filled in; what does not fit its field is at the default. */
export function paramsOf({ type, params }: StepSpec): ParamsOf<StepDef['fields']> {
  const { fields } = stepDefs[type] as unknown as StepDef;
  const given = Object.entries(params).filter(([name, value]) => {
    const field = fields[name];
    return field && checkField(field, value).ok;
  });
  return { ...defaultsOf(fields), ...Object.fromEntries(given) };
}

/** A step that cannot be done: where, and what it takes. */
export interface StepProblem {
  /** Place in the list. */
  readonly step: number;
  /** `column`: there is none of that name; `kind`: not of the kind it takes; `order`: a step of the model comes before it; `name`: two columns would share a name. */
  readonly code: 'column' | 'kind' | 'order' | 'name';
  readonly expected: string;
  readonly actual: string;
}

/** A step with all it needs to be done. */
export interface PlannedStep {
  /** Place in the list. */
  readonly index: number;
  readonly spec: StepSpec;
  readonly def: StepDef;
  readonly params: ParamsOf<StepDef['fields']>;
  readonly place: StepPlace;
  /** The column as it comes in. */
  readonly column: ColumnSpec;
  readonly outputs: readonly ColumnSpec[];
}

export interface Plan {
  readonly steps: readonly PlannedStep[];
  /** Columns as they are fed to the model: after all steps that are not the model's. */
  readonly fed: readonly ColumnSpec[];
  /** Columns as they leave the data node. */
  readonly columns: readonly ColumnSpec[];
  readonly problems: readonly StepProblem[];
}

/** What the steps make of the columns. A step that cannot be done is left out and named. */
export function planSteps(columns: readonly ColumnSpec[], specs: readonly StepSpec[]): Plan {
  let now = [...columns];
  let fed = [...columns];
  const inModel = new Set<string>();
  const steps: PlannedStep[] = [];
  const problems: StepProblem[] = [];
  for (const [index, spec] of specs.entries()) {
    const def = stepDefs[spec.type] as unknown as StepDef;
    const params = paramsOf(spec);
    const place = def.place(params);
    const column = now.find(({ name }) => name === spec.column);
    const problem = column
      ? problemOf(def, place, column, params, now, inModel)
      : ({ code: 'column', expected: spec.column, actual: now.map(({ name }) => name).join(', ') } as const);
    if (problem || !column) {
      if (problem) problems.push({ step: index, ...problem });
      continue;
    }
    const outputs = def.infer(column, params);
    const replace = (list: readonly ColumnSpec[]) =>
      list.flatMap((item) => (item.name === column.name ? outputs : [item]));
    now = replace(now);
    if (place === 'model') inModel.add(column.name);
    else if (place === 'examples') {
      now = [...outputs];
      fed = [...outputs];
    } else fed = replace(fed);
    steps.push({ index, spec, def, params, place, column, outputs });
  }
  return { steps, fed, columns: now, problems };
}

function problemOf(
  def: StepDef,
  place: StepPlace,
  column: ColumnSpec,
  params: ParamsOf<StepDef['fields']>,
  all: readonly ColumnSpec[],
  inModel: ReadonlySet<string>,
): Omit<StepProblem, 'step'> | undefined {
  const expected = def.refuses(column);
  if (expected !== undefined) return { code: 'kind', expected, actual: `${column.kind} [${column.shape.join(', ')}]` };
  if (place !== 'model' && inModel.has(column.name)) return { code: 'order', expected: def.type, actual: column.name };
  if (place === 'examples') return undefined;
  const others = new Set(all.filter(({ name }) => name !== column.name).map(({ name }) => name));
  const twice = def.infer(column, params).find(({ name }) => others.has(name));
  return twice ? { code: 'name', expected: def.type, actual: twice.name } : undefined;
}
