import * as v from 'valibot';
import type { Diagnostic } from '../core/diagnostic';
import { err, ok, type Result } from '../core/result';
import type { Checkpoint, ParameterSlot } from '../document/checkpoint';
import { learnedSchema } from '../document/statistics';

const mostElements = 2 ** 31 - 1;
const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const dim = v.pipe(whole, v.minValue(1));
const stateName = v.pipe(v.string(), v.regex(/^[A-Za-z][A-Za-z0-9]{0,31}$/, 'a name of letters and digits'));
/** Of several phases: `adam+sgd`. */
const optimizerType = v.pipe(v.string(), v.regex(/^[A-Za-z][A-Za-z0-9+]{0,255}$/, 'a name of letters and digits'));
const slotName = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z]\w{0,63}(\/\w{1,64}){0,64}\.[A-Za-z]\w{0,63}$/, 'a name such as dense_1.weight'),
);
const vector = v.instance(Float32Array);
const finite = v.pipe(v.number(), v.finite());

const pointSchema = v.object({
  step: whole,
  loss: finite,
  losses: v.exactOptional(v.pipe(v.array(finite), v.maxLength(8))),
  metrics: v.record(stateName, finite),
});

/** Types of a checkpoint's parts; `checkCheckpoint` checks what they say together. */
export const checkpointSchema = v.object({
  layout: v.pipe(
    v.array(v.object({ name: slotName, shape: v.pipe(v.array(dim), v.maxLength(8)), offset: whole })),
    v.maxLength(100_000),
  ),
  parameters: vector,
  optimizer: v.object({ type: optimizerType, state: v.record(stateName, vector) }),
  step: whole,
  history: v.object({
    train: v.pipe(v.array(pointSchema), v.maxLength(100_000)),
    validation: v.pipe(v.array(pointSchema), v.maxLength(200_000)),
  }),
  best: v.exactOptional(v.object({ step: whole, loss: finite, parameters: vector })),
  statistics: v.exactOptional(v.pipe(v.array(learnedSchema), v.maxLength(1000))),
});

/** A problem of a project file or a stored project: `code` is stable, `path` the place. */
export function storedDiagnostic(code: string, path: string, message: string): Diagnostic {
  return { code, severity: 'error', path, message, details: { path } };
}

/** `history.train[3].loss` of a valibot issue. */
export function pathOf(issue: v.BaseIssue<unknown>, prefix: string): string {
  return (issue.path ?? []).reduce(
    (path, { key }) => (typeof key === 'number' ? `${path}[${key}]` : path ? `${path}.${String(key)}` : String(key)),
    prefix,
  );
}

/**
 * A checkpoint that holds together: types as declared, the layout covers the vector without gap or overlap, every
 * vector as long as the parameters (an optimizer's at most), numbers only. Otherwise `checkpoint.*` diagnostics with the path of the problem.
 * Whether it belongs to a document is for who loads it to see: parameters go by name and shape.
 */
export function checkCheckpoint(value: unknown, path = 'checkpoint'): Result<Checkpoint, readonly Diagnostic[]> {
  const parsed = v.safeParse(checkpointSchema, value, { abortPipeEarly: true });
  if (!parsed.success) {
    return err(
      parsed.issues.slice(0, 20).map((issue) => {
        const place = pathOf(issue, path);
        return storedDiagnostic('checkpoint.schema', place, `${place}: ${issue.message}`);
      }),
    );
  }
  const problem =
    layoutProblem(parsed.output.layout, parsed.output.parameters.length, path) ?? vectorProblem(parsed.output, path);
  return problem ? err([problem]) : ok(parsed.output);
}

function layoutProblem(layout: readonly ParameterSlot[], length: number, path: string): Diagnostic | undefined {
  const names = new Set<string>();
  let end = 0;
  for (const [i, { name, shape, offset }] of layout.entries()) {
    const place = `${path}.layout[${i}]`;
    if (names.has(name)) return storedDiagnostic('checkpoint.layout', `${place}.name`, `${place}: ${name} twice`);
    names.add(name);
    if (offset !== end) {
      const message = `${place}.offset: expected ${end}, got ${offset}`;
      return storedDiagnostic('checkpoint.layout', `${place}.offset`, message);
    }
    end += shape.reduce((product, size) => product * size, 1);
    if (end > mostElements) return storedDiagnostic('checkpoint.layout', `${place}.shape`, `${place}: too large`);
  }
  if (end === length) return undefined;
  const place = `${path}.parameters`;
  return storedDiagnostic('checkpoint.length', place, `${place}: expected ${end} values, got ${length}`);
}

function vectorProblem({ parameters, optimizer, best }: Checkpoint, path: string): Diagnostic | undefined {
  const vectors: [string, Float32Array][] = [
    ['parameters', parameters],
    ...Object.entries(optimizer.state).map(([name, data]): [string, Float32Array] => [`optimizer.state.${name}`, data]),
    ...(best ? [['best.parameters', best.parameters] satisfies [string, Float32Array]] : []),
  ];
  for (const [name, data] of vectors) {
    const place = `${path}.${name}`;
    // an optimizer keeps values for what it trains alone
    const partly = name.startsWith('optimizer.');
    if (partly ? data.length > parameters.length : data.length !== parameters.length) {
      const message = `${place}: expected ${partly ? 'at most ' : ''}${parameters.length} values, got ${data.length}`;
      return storedDiagnostic('checkpoint.length', place, message);
    }
    const bad = data.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) return storedDiagnostic('checkpoint.nonFinite', place, `${place}: value ${bad} is ${data[bad]}`);
  }
  return undefined;
}
