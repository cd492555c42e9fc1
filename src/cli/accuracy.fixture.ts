import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { internal } from '../core/errors';
import { Rng } from '../core/rng';
import type { HostTensor } from '../core/tensor';
import { loadDataset } from '../data/loader';
import { readFrom } from '../data/readFrom';
import { createNodeExecutor } from '../runtime/nodeExecutor';
import { SessionCache } from '../runtime/sessionCache';
import { decodeProject } from '../storage/projectFile';
import { createTrainer, prepareDocument } from '../worker/engine/prepare';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const fetchBytes = readFrom(join(root, 'public/data'));

export type Scores = Readonly<Record<string, number>>;

/** What a run of `train` gave, in how many steps, and where its files lie. */
export interface Trained {
  readonly scores: Scores;
  readonly cost: Readonly<Record<'steps' | 'msPerStep' | 'parameters' | 'threads', number>>;
  readonly folder: string;
}

/** Numbers that the command line does not print, from the files a run wrote. */
type Measure = (run: Trained, train: (template: string) => Promise<Trained>) => Promise<Scores>;
const measures: Readonly<Record<string, Measure>> = {
  anomaly: areaUnderCurve,
  vae: divergence,
  dcgan: likeness,
  recommender: async ({ scores }) => ({ rootMeanSquaredError: Math.sqrt(scores.loss ?? Number.NaN) }),
};

/** Runs templates as the README says, each command line once. */
export class Trainings {
  private readonly runs = new Map<string, Promise<Trained>>();

  /** @param folder where the runs' files go */
  constructor(private readonly folder: string) {}

  train(template: string, args: readonly string[] = []): Promise<Trained> {
    const key = [template, ...args].join(' ');
    const known = this.runs.get(key) ?? this.run(template, args);
    this.runs.set(key, known);
    return known;
  }

  private async run(template: string, args: readonly string[]): Promise<Trained> {
    const folder = mkdtempSync(join(this.folder, `${template}-`));
    const answer = await commandLine('train', template, ...args, '--seed', '1', '--out', folder);
    const { test, steps, msPerStep, parameters, threads } = answer;
    const scores = { ...test, seconds: (steps * msPerStep) / 1000 };
    const run = { folder, cost: { steps, msPerStep, parameters, threads }, scores };
    const more = await measures[template]?.(run, (other) => this.train(other));
    return { ...run, scores: { ...scores, ...more } };
  }
}

const execute = promisify(execFile);

/** The one object that a command prints. Rejects where it fails, with what it said. */
export async function commandLine(...args: string[]) {
  const command = ['run', '-s', 'netloom', '--', ...args, '--json'];
  const { stdout } = await execute('npm', command, { cwd: root, maxBuffer: 1e8 });
  return JSON.parse(stdout);
}

/** What the exported model of a run answers to one input. */
export async function answersOf(folder: string, inputs: Readonly<Record<string, HostTensor>>, output: string) {
  const executor = await createNodeExecutor({ provider: 'cpu', threads: 1 });
  const session = await executor.createSession(readFileSync(join(folder, 'model.onnx')));
  const answer = (await session.run(inputs))[output] ?? internal(`the model has no ${output}`);
  const values = Array.from((await answer.read()).data, Number);
  await executor.dispose();
  return values;
}

/** How often the score of a doodle lies above that of a digit: test splits of both. */
async function areaUnderCurve({ folder }: Trained): Promise<Scores> {
  const scores = async (dataset: string) => {
    const { count, columns } = await loadDataset(dataset, { split: 'test', full: true }, fetchBytes);
    const [pictures] = columns;
    if (!(pictures?.data instanceof Uint8Array)) return internal(`${dataset} has no pictures`);
    return answersOf(folder, { image: pictureTensor(count, pictures.data) }, 'score');
  };
  const ordered = (await scores('mnist')).toSorted((a, b) => a - b);
  const anomalous = await scores('doodles');
  const below = anomalous.reduce((sum, score) => sum + placeIn(ordered, score), 0);
  return { auc: below / (ordered.length * anomalous.length) };
}

/** How many of an ascending list are less than a number. */
function placeIn(ordered: readonly number[], score: number): number {
  let [from, to] = [0, ordered.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((ordered[middle] as number) < score) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** The KL term alone on test: the same parameters, evaluated with no other loss. In nats. */
async function divergence({ folder }: Trained): Promise<Scores> {
  const project = decodeProject(readFileSync(join(folder, 'project.json'), 'utf8'));
  if (!project.ok) return internal('the project of a run cannot be read');
  const { document, checkpoint } = project.value;
  const phases = document.training.phases.map((phase) => ({ ...phase, losses: [{ node: 'kl', weight: 1 }] }));
  const alone = { ...document, training: { ...document.training, phases } };
  const prepared = await prepareDocument(alone, { fetchBytes, checkpoint });
  if (!prepared.ok) return internal(prepared.error[0]?.message ?? 'the document is not valid');
  const sessions = new SessionCache(await createNodeExecutor({ provider: 'cpu', threads: 1 }));
  const trainer = await createTrainer(prepared.value, { checkpoint, sessions, onEvent: () => undefined });
  const { loss } = await trainer.test();
  await trainer.dispose();
  await sessions.dispose();
  return { kl: loss };
}

const samples = 500;

/** How sure a digit net, trained on its own, is of made-up digits on average, and how many kinds it sees among them. */
async function likeness({ folder }: Trained, train: (template: string) => Promise<Trained>): Promise<Scores> {
  const rng = Rng.of(1, 'samples');
  const noise = Float32Array.from({ length: samples * 64 }, () => rng.normal());
  const made = await answersOf(folder, { noise: { dtype: 'float32', dims: [samples, 64], data: noise } }, 'picture');
  const bytes = Uint8Array.from(made, (value) => Math.round(255 * value));
  const judge = await train('mnist-cnn');
  const answers = await answersOf(judge.folder, { image: pictureTensor(samples, bytes) }, 'probabilities');
  const rows = Array.from({ length: samples }, (_, i) => answers.slice(i * 10, (i + 1) * 10));
  const best = rows.map((row) => Math.max(...row));
  const digits = new Set(rows.map((row, i) => row.indexOf(best[i] as number)));
  return { sure: best.reduce((sum, value) => sum + value, 0) / samples, digits: digits.size };
}

const pictureTensor = (count: number, data: Uint8Array): HostTensor => ({
  dtype: 'uint8',
  dims: [count, 1, 28, 28],
  data,
});
