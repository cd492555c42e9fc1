import * as v from 'valibot';

/** Raised with a migration in migrations.ts. */
export const DOCUMENT_VERSION = 1;

const id = v.pipe(v.string(), v.regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/, 'an id of letters, digits and _'));
const label = v.pipe(v.string(), v.maxLength(120));
const finite = v.pipe(v.number(), v.finite());
const count = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));

const paramValue = v.union([finite, v.boolean(), v.string(), v.array(v.union([finite, v.string()]))]);
const params = v.record(v.string(), paramValue);

export const nodeSchema = v.object({
  id,
  type: v.string(),
  /** Version of the layer's parameters. */
  version: count(1, 10_000),
  /** What the user calls it; need not be unique. */
  name: label,
  params,
  position: v.object({ x: finite, y: finite }),
});

const endpoint = v.object({ node: id, port: id });
export const edgeSchema = v.object({ id: v.pipe(v.string(), v.maxLength(300)), from: endpoint, to: endpoint });

/** One optimizer over some losses. A plain model has one phase; several alternate (a GAN). */
export const phaseSchema = v.object({
  name: label,
  optimizer: v.object({ type: v.string(), params }),
  /** How the learning rate changes; constant where absent. */
  schedule: v.optional(v.object({ type: v.string(), params })),
  /** What is done to the gradient before the optimizer sees it: penalties, clipping; nothing where absent. */
  gradient: v.optional(params),
});

export const trainingSchema = v.object({
  seed: count(0, 0xffffffff),
  batchSize: count(1, 65_536),
  epochs: count(1, 100_000),
  /** Held out of the training split for watching; the test split is never touched. */
  validation: v.object({ fraction: v.pipe(finite, v.minValue(0), v.maxValue(0.9)), stratified: v.boolean() }),
  /** Ends the run when the validation loss stops improving; off where absent. */
  earlyStopping: v.optional(
    v.object({
      /** Epochs without a better loss that are waited for. */
      patience: count(1, 10_000),
      /** By how much a loss must fall to be better. */
      minDelta: v.pipe(finite, v.minValue(0)),
      /** Ends with the parameters of the best epoch rather than those of the last. */
      restoreBest: v.boolean(),
    }),
  ),
  phases: v.pipe(v.array(phaseSchema), v.minLength(1), v.maxLength(1)),
});

export const documentSchema = v.object({
  format: v.literal('netloom'),
  version: v.literal(DOCUMENT_VERSION),
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  name: label,
  nodes: v.pipe(v.array(nodeSchema), v.maxLength(20_000)),
  edges: v.pipe(v.array(edgeSchema), v.maxLength(60_000)),
  training: trainingSchema,
});

export type ParamValue = v.InferOutput<typeof paramValue>;
export type DocNode = v.InferOutput<typeof nodeSchema>;
export type DocEdge = v.InferOutput<typeof edgeSchema>;
export type Phase = v.InferOutput<typeof phaseSchema>;
export type TrainingProgram = v.InferOutput<typeof trainingSchema>;
/** The saved project without its weights: the only thing undo touches. */
export type NetDocument = v.InferOutput<typeof documentSchema>;
