import * as v from 'valibot';

/** Raised with a migration in migrations.ts. */
export const DOCUMENT_VERSION = 1;

const id = v.pipe(v.string(), v.regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/, 'an id of letters, digits and _'));
const label = v.pipe(v.string(), v.maxLength(120));
const finite = v.pipe(v.number(), v.finite());
const count = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));

/** What JSON can say. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
const json: v.GenericSchema<Json> = v.lazy(() =>
  v.union([v.null(), v.boolean(), finite, v.string(), v.array(json), v.record(v.string(), json)]),
);

const paramValue = v.union([
  finite,
  v.boolean(),
  v.string(),
  v.array(v.union([finite, v.string()])),
  v.array(v.record(v.string(), json)),
]);
const params = v.record(v.string(), paramValue);

const point = v.object({ x: finite, y: finite });
const extent = v.object({ width: v.pipe(finite, v.minValue(1)), height: v.pipe(finite, v.minValue(1)) });
const color = v.picklist(['gray', 'red', 'orange', 'yellow', 'green', 'teal', 'blue', 'violet']);

export const nodeSchema = v.object({
  id,
  type: v.string(),
  /** Version of the layer's parameters. */
  version: count(1, 10_000),
  /** What the user calls it; need not be unique. */
  name: label,
  params,
  position: point,
  /** Bypassed: what comes in at the first input goes out at the first output, as if the node were not there. */
  disabled: v.optional(v.boolean()),
});

const endpoint = v.object({ node: id, port: id });
export const edgeSchema = v.object({ id: v.pipe(v.string(), v.maxLength(300)), from: endpoint, to: endpoint });

/** A frame around nodes, drawn behind them; what lies in it moves with it. */
export const groupSchema = v.object({ id, title: label, color, position: point, size: extent });

/** A sticky note: Markdown with KaTeX. */
export const noteSchema = v.object({
  id,
  text: v.pipe(v.string(), v.maxLength(10_000)),
  color,
  position: point,
  size: extent,
});

const drawing = {
  nodes: v.pipe(v.array(nodeSchema), v.maxLength(20_000)),
  edges: v.pipe(v.array(edgeSchema), v.maxLength(60_000)),
  groups: v.optional(v.pipe(v.array(groupSchema), v.maxLength(2_000)), []),
  notes: v.optional(v.pipe(v.array(noteSchema), v.maxLength(2_000)), []),
};

/** A sub-graph with a name, placed as a node of type `module` any number of times; its ports are its moduleInput and moduleOutput nodes. */
export const moduleSchema = v.object({ id, name: label, ...drawing });

/** Of a node, inside modules too: `encoder_1/dense_1`; or the id of a module. */
const place = v.pipe(
  v.string(),
  v.maxLength(600),
  v.regex(/^[A-Za-z][A-Za-z0-9_]*(\/[A-Za-z0-9_]+)*$/, 'the path of a node or the id of a module'),
);

/** One optimizer over some losses. A plain model has one phase; several take turns in every iteration (a GAN). */
export const phaseSchema = v.object({
  name: label,
  /** What it minimises: loss nodes with their weights; every loss with weight 1 where absent. */
  losses: v.optional(v.pipe(v.array(v.object({ node: place, weight: finite })), v.maxLength(200))),
  /** What it changes: nodes (an instance is all its nodes) or modules (the weights its instances share); everything where absent. */
  updates: v.optional(v.pipe(v.array(place), v.maxLength(2_000))),
  /** Optimizer steps in each iteration, each on a batch of its own; 1 where absent. */
  steps: v.optional(count(1, 16)),
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
  /** Ends the run when what is watched over the validation examples stops improving; off where absent. */
  earlyStopping: v.optional(
    v.object({
      /** Epochs without a better value that are waited for. */
      patience: count(1, 10_000),
      /** By how much a value must be better to count. */
      minDelta: v.pipe(finite, v.minValue(0)),
      /** The metric that is watched, such as `accuracy`; it knows which way is better. A loss where absent. */
      metric: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(120))),
      /** The phase whose loss is watched, from 0; the first where absent. */
      phase: v.optional(count(0, 7)),
      /** Ends with the parameters of the best epoch rather than those of the last. */
      restoreBest: v.boolean(),
    }),
  ),
  /** What the backward part computes again to need less memory: what is quick, or all but the ends of √n stretches; nothing where absent. */
  recompute: v.optional(v.picklist(['none', 'cheap', 'sqrt'])),
  phases: v.pipe(v.array(phaseSchema), v.minLength(1), v.maxLength(8)),
});

export const documentSchema = v.object({
  format: v.literal('netloom'),
  version: v.literal(DOCUMENT_VERSION),
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  name: label,
  ...drawing,
  modules: v.optional(v.pipe(v.array(moduleSchema), v.maxLength(1_000)), []),
  training: trainingSchema,
});

export type ParamValue = v.InferOutput<typeof paramValue>;
export type DocNode = v.InferOutput<typeof nodeSchema>;
export type DocEdge = v.InferOutput<typeof edgeSchema>;
export type Group = v.InferOutput<typeof groupSchema>;
export type Note = v.InferOutput<typeof noteSchema>;
export type DocModule = v.InferOutput<typeof moduleSchema>;
/** What a document and a module have in common: what one sees on one canvas. */
export type Drawing = Pick<DocModule, 'nodes' | 'edges' | 'groups' | 'notes'>;
export type Phase = v.InferOutput<typeof phaseSchema>;
export type TrainingProgram = v.InferOutput<typeof trainingSchema>;
/** The saved project without its weights: the only thing undo touches. */
export type NetDocument = v.InferOutput<typeof documentSchema>;
