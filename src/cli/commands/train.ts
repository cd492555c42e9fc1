import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Diagnostic } from '../../core/diagnostic';
import { err, ok, type Result } from '../../core/result';
import type { Checkpoint } from '../../document/checkpoint';
import type { NetDocument } from '../../document/schema';
import type { RuntimeProvider } from '../../runtime/executor';
import { createNodeExecutor } from '../../runtime/nodeExecutor';
import { SessionCache } from '../../runtime/sessionCache';
import { encodeProject, type Project } from '../../storage/projectFile';
import type { SplitPoint, StepPoint } from '../../training/events';
import type { Trainer } from '../../training/trainer';
import { engineDiagnostic } from '../../worker/engine/diagnostics';
import { exportModel } from '../../worker/engine/exportModel';
import { createTrainer, type Prepared, prepareDocument } from '../../worker/engine/prepare';
import { type Answer, type Command, type Invocation, oneOf, UsageError, wholeNumber } from '../command';
import { readData } from '../dataDirs';
import { goldenCases } from '../golden';
import type { Io } from '../io';
import { Progress, scores } from '../progress';
import { openProject, override } from '../project';

type Outcome<T> = Result<T, readonly Diagnostic[]>;

interface Settings {
  readonly name: string;
  readonly epochs: number | undefined;
  readonly steps: number | undefined;
  readonly seed: number | undefined;
  readonly threads: number;
  readonly provider: RuntimeProvider;
  readonly full: boolean;
  readonly out: string | undefined;
}

const mostSeed = 0xffffffff;

export const trainCommand: Command = {
  name: 'train',
  summary: 'Train a template or a project; a trained project goes on from its weights.',
  arguments: ['TEMPLATE|project.json'],
  options: {
    epochs: { type: 'string', value: 'E', help: 'epochs to train (default: what the project says)' },
    steps: { type: 'string', value: 'S', help: 'optimizer steps to train, instead of epochs' },
    seed: { type: 'string', value: 'N', help: 'seed of weights, order, split and random layers' },
    threads: { type: 'string', value: 'T', help: 'threads (default: one a core, at most 8)' },
    provider: { type: 'string', value: 'P', help: 'wasm (default), cpu or webgpu' },
    full: { type: 'boolean', help: 'train on the whole data set' },
    out: { type: 'string', value: 'DIR', help: 'write model.onnx, project.json and golden.json there' },
  },
  async run(invocation) {
    const settings = settingsOf(invocation);
    const project = await openProject(settings.name, invocation.io);
    return project.ok ? trainProject(project.value, settings, invocation.io) : project;
  },
};

function settingsOf(invocation: Invocation): Settings {
  const { positionals, values } = invocation;
  const epochs = wholeNumber(invocation, 'epochs', 1, 100_000);
  const steps = wholeNumber(invocation, 'steps', 1);
  if (epochs !== undefined && steps !== undefined) throw new UsageError('give --epochs or --steps, not both');
  return {
    name: positionals[0] ?? '',
    epochs,
    steps,
    seed: wholeNumber(invocation, 'seed', 0, mostSeed),
    threads: wholeNumber(invocation, 'threads', 1, 256) ?? 0,
    provider: oneOf(invocation, 'provider', ['wasm', 'cpu', 'webgpu']) ?? 'wasm',
    full: values.full === true,
    out: typeof values.out === 'string' ? values.out : undefined,
  };
}

async function trainProject(project: Project, settings: Settings, io: Io): Promise<Outcome<Answer>> {
  const document = override(project.document, settings);
  const prepared = await prepareDocument(document, {
    fetchBytes: readData(io),
    checkpoint: project.checkpoint,
  });
  if (!prepared.ok) return prepared;
  const sessions = await openSessions(settings);
  if (!sessions.ok) return sessions;
  const run = await told(() => runTraining(prepared.value, project.checkpoint, sessions.value, settings, io));
  if (!run.ok) return run;
  if (settings.out !== undefined) await writeResults(settings.out, document, run.value, io);
  const answer = answerOf(prepared.value, sessions.value, settings, run.value);
  await sessions.value.dispose();
  return ok(answer);
}

async function openSessions({ provider, threads }: Settings): Promise<Outcome<SessionCache>> {
  return told(async () => ok(new SessionCache(await createNodeExecutor({ provider, threads }))));
}

/** What the runtime throws (a provider that is not there, memory that is not enough) as a diagnostic. */
async function told<T>(task: () => Promise<Outcome<T>>): Promise<Outcome<T>> {
  try {
    return await task();
  } catch (error) {
    return err([engineDiagnostic(error)]);
  }
}

interface Run {
  readonly trainer: Trainer;
  readonly checkpoint: Checkpoint;
  readonly last: StepPoint | undefined;
  readonly validation: SplitPoint | undefined;
  readonly test: SplitPoint;
}

async function runTraining(
  prepared: Prepared,
  checkpoint: Checkpoint | undefined,
  sessions: SessionCache,
  { steps, epochs }: Settings,
  io: Io,
): Promise<Outcome<Run>> {
  const progress = new Progress(io);
  const failures: Diagnostic[] = [];
  let last: StepPoint | undefined;
  let validation: SplitPoint | undefined;
  const trainer = await createTrainer(prepared, {
    checkpoint,
    sessions,
    further: { steps, epochs: epochs ?? prepared.document.training.epochs },
    onEvent(event) {
      progress.receive(event);
      if (event.type === 'train') last = event.points.at(-1);
      if (event.type === 'validation') validation = event.point;
      if (event.type === 'failed') failures.push(...event.diagnostics);
    },
  });
  const interrupt = () => void trainer.stop();
  process.once('SIGINT', interrupt);
  trainer.start();
  await trainer.done;
  process.off('SIGINT', interrupt);
  if (failures.length > 0) return err(failures);
  return ok({ trainer, checkpoint: await trainer.checkpoint(), last, validation, test: await trainer.test() });
}

function answerOf(prepared: Prepared, { executor }: SessionCache, settings: Settings, run: Run): Answer {
  const { trainer, last, validation, test } = run;
  const flat = (point: SplitPoint | undefined) =>
    point ? { loss: point.loss, ...point.metrics, examples: point.examples } : null;
  const parameters = prepared.compiled.train.layout.reduce((n, { shape }) => n + shape.reduce((a, b) => a * b, 1), 0);
  const json = {
    template: settings.name,
    seed: prepared.document.training.seed,
    steps: trainer.stepsDone,
    loss: last?.loss ?? null,
    metrics: last?.metrics ?? {},
    validation: flat(validation),
    test: flat(test),
    msPerStep: trainer.msPerStep,
    parameters,
    provider: executor.provider,
    threads: executor.threads,
  };
  const text = [
    `${settings.name}: ${json.steps} steps, ${json.msPerStep.toFixed(2)} ms a step (${json.provider}, ${json.threads} threads)`,
    ...(last ? [`training    ${scores(last)}`] : []),
    ...(validation ? [`validation  ${scores(validation)}`] : []),
    `test        ${scores(test)}`,
  ].join('\n');
  return { json, text };
}

async function writeResults(out: string, document: NetDocument, run: Run, io: Io): Promise<void> {
  const dir = resolve(io.cwd, out);
  await mkdir(dir, { recursive: true });
  const { checkpoint } = run;
  await writeFile(join(dir, 'project.json'), encodeProject({ document, checkpoint }));
  await writeFile(join(dir, 'golden.json'), JSON.stringify(await goldenCases(run.trainer)));
  const exported = exportModel(document, checkpoint);
  if (exported.ok) await writeFile(join(dir, 'model.onnx'), exported.value.bytes);
  else for (const { message } of exported.error) io.err(`model.onnx not written: ${message}\n`);
}
