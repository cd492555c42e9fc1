/**
 * Training steps of one template on several providers, taken in turns in one process, so that a busy machine slows all
 * alike: `npx tsx bench/steps.ts [TEMPLATE] [--threads T] [--rounds R] [--json]`. Prints the median ms a step of each and the
 * ratio of wasm to cpu.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readFrom } from '../src/data/readFrom';
import { templateOf } from '../src/document/templates/registry';
import { createNodeExecutor } from '../src/runtime/nodeExecutor';
import { SessionCache } from '../src/runtime/sessionCache';
import { BoundProgram, type ModelState } from '../src/training/boundProgram';
import { median } from '../src/training/pace';
import { stateOf } from '../src/training/trainer';
import { type Prepared, prepareDocument } from '../src/worker/engine/prepare';
import { startOf } from '../src/worker/engine/start';

const { values, positionals } = parseArgs({
  options: {
    threads: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '12' },
    json: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
const template = positionals[0] ?? 'mnist-cnn';
const threads = Number(values.threads);
const rounds = Number(values.rounds);
const providers = ['wasm', 'cpu'] as const;
/** Steps a turn; the first ones only wake the caches and threads of a provider. */
const stepsPerTurn = 12;
const unmeasured = 4;
/** Rest between turns, ms: thread pools spin for a while after their last run. */
const rest = 80;
/** V8 compiles WASM's hot functions after some calls. */
const warmUpSteps = 60;

type Step = () => Promise<void>;

async function stepper(provider: (typeof providers)[number], prepared: Prepared): Promise<Step> {
  const { document, compiled, data } = prepared;
  const { seed, batchSize } = document.training;
  const sessions = new SessionCache(await createNodeExecutor({ provider, threads }));
  const program = await BoundProgram.create(sessions, compiled.programs('cpu').train(batchSize, 1));
  let state: ModelState = stateOf(startOf(compiled.train, seed, undefined));
  let step = 0;
  return async () => {
    const from = (step * batchSize) % (data.split.train.length - batchSize);
    const examples = data.split.train.subarray(from, from + batchSize);
    const learningRate = () => 0.001;
    const output = await program.run({ state, data: data.train, examples, step, seed, learningRate });
    state = output.state ?? state;
    step++;
  };
}

async function turn(step: Step, count: number): Promise<number[]> {
  await new Promise((resolve) => setTimeout(resolve, rest));
  const times: number[] = [];
  for (let i = 0; i < count; i++) {
    const start = performance.now();
    await step();
    if (i >= unmeasured) times.push(performance.now() - start);
  }
  return times;
}

const dataDir = fileURLToPath(new URL('../public/data', import.meta.url));
const document = templateOf(template)?.create();
if (!document) throw new Error(`no template ${template}`);
const prepared = await prepareDocument(document, { fetchBytes: readFrom(dataDir) });
if (!prepared.ok) throw new Error(prepared.error.map(({ message }) => message).join('\n'));
const steps = { wasm: await stepper('wasm', prepared.value), cpu: await stepper('cpu', prepared.value) };
for (const provider of providers) await turn(steps[provider], warmUpSteps);
const times: Record<(typeof providers)[number], number[]> = { wasm: [], cpu: [] };
for (let round = 0; round < rounds; round++) {
  for (const provider of providers) times[provider].push(...(await turn(steps[provider], stepsPerTurn)));
}
/** Ten of a hundred steps are faster: what the machine does when nothing else runs. */
const fast = (all: readonly number[]): number => all.toSorted((a, b) => a - b)[Math.floor(all.length / 10)] ?? 0;
const summary = (of: (all: readonly number[]) => number) => {
  const [wasm, cpu] = [of(times.wasm), of(times.cpu)];
  return { wasm, cpu, ratio: wasm / cpu };
};
const result = { template, threads, ...summary(median), fastest10: summary(fast) };
const line = ({ wasm, cpu, ratio }: ReturnType<typeof summary>) =>
  `wasm ${wasm.toFixed(2)} ms, cpu ${cpu.toFixed(2)} ms, ratio ${ratio.toFixed(2)}`;
if (values.json) console.log(JSON.stringify(result));
else console.log(`${template}, ${threads} threads: median ${line(result)}; fastest tenth ${line(result.fastest10)}`);
process.exit(0);
