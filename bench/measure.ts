import { median } from '../src/training/pace';
import type { Engine, Loaded } from './engines/engine';
import { type EngineSpec, placeOf } from './engines/engines';
import type { BenchBrowser } from './engines/pagePlace';
import { messageOf, type Place, within } from './engines/remote';
import type { BenchModel } from './models/model';

/** What one engine did with one model. */
export interface EngineResult {
  readonly engine: string;
  readonly note?: string;
  /** Why there are no times: the engine's own words, or why it was not tried. */
  readonly error?: string;
  readonly isSkipped?: boolean;
  readonly loaded?: Loaded;
  /** Median ms a step over all turns, and the ms of the fastest tenth of the steps. */
  readonly ms?: number;
  readonly fastMs?: number;
  /** Median of each turn it took part in, by round. */
  readonly turns: readonly (number | undefined)[];
  readonly steps: number;
  readonly memoryBytes?: number;
  /** GFLOP/s of ONNX Runtime's own product of 512x512 matrices. */
  readonly matmul?: number;
}

export interface ModelResult {
  readonly model: string;
  readonly title: string;
  readonly kind: BenchModel['kind'];
  readonly engines: readonly EngineResult[];
}

export interface MeasureOptions {
  readonly rounds: number;
  readonly quick: boolean;
  readonly browser: () => Promise<BenchBrowser>;
  readonly log: (line: string) => void;
  /** Why an engine is not to be tried. */
  readonly skip: (spec: EngineSpec) => string | undefined;
}

/** Rest before a turn, ms: thread pools spin for a while after their last run. */
const REST = 80;
/** How long a turn and the warm-up should take (a browser compiles WebAssembly a second time meanwhile), and all turns of a slow engine, ms. */
const TURN = 250;
const WARM_UP = 2000;
const SLOW_TOTAL = 9_000;
const LOAD_LIMIT = 90_000;
const STEP_LIMIT = 60_000;

interface Runner {
  readonly spec: EngineSpec;
  readonly place: Place;
  readonly note: string;
  readonly loaded: Loaded;
  readonly times: number[];
  readonly matmuls: number[];
  readonly turns: (number | undefined)[];
  /** Latest estimate of a step. */
  ms: number;
  spent: number;
  error?: string;
}

/** All engines on one model, in turns. */
export async function measureModel(
  model: BenchModel,
  specs: readonly EngineSpec[],
  options: MeasureOptions,
): Promise<ModelResult> {
  const failed: EngineResult[] = [];
  const runners: Runner[] = [];
  for (const spec of specs) {
    const reason = options.skip(spec);
    if (reason !== undefined) failed.push({ ...nothing(spec), error: reason, isSkipped: true });
    else {
      const started = await start(spec, model, options);
      if (!('place' in started)) failed.push(started);
      else runners.push(started);
    }
  }
  for (let round = 0; round < options.rounds; round++)
    for (const runner of runners) await takeTurn(runner, round, options);
  const done = await Promise.all(runners.map(finish));
  const results = [...done, ...failed];
  const inOrder = specs.flatMap(({ id }) => results.filter(({ engine }) => engine === id));
  return { model: model.id, title: model.title, kind: model.kind, engines: inOrder };
}

const nothing = ({ id }: EngineSpec): EngineResult => ({ engine: id, turns: [], steps: 0 });

async function start(
  spec: EngineSpec,
  model: BenchModel,
  { browser, log }: MeasureOptions,
): Promise<Runner | (EngineResult & { error: string })> {
  let place: Place | undefined;
  let note = '';
  try {
    place = await placeOf(spec, browser);
    note = await within(place.engine.open(spec), LOAD_LIMIT, 'getting ready');
    const loaded = await within(place.engine.load(model.id), LOAD_LIMIT, 'compiling and the first step');
    const runner = { spec, place, note, loaded, times: [], matmuls: [], turns: [], spent: 0 };
    const ms = await warmUp(place.engine);
    log(`${model.id} ${spec.id}: compile ${loaded.compileMs.toFixed(0)} ms, step ${ms.toFixed(2)} ms`);
    return { ...runner, ms };
  } catch (error) {
    await place?.close();
    log(`${model.id} ${spec.id}: ${messageOf(error)}`);
    return { ...nothing(spec), note, error: messageOf(error) };
  }
}

/** Steps until compilers and thread pools have settled; ms a step. */
async function warmUp(engine: Engine): Promise<number> {
  const first = await within(engine.steps(1), STEP_LIMIT, 'a step');
  let ms = median(first.times);
  let spent = first.times.reduce((sum, time) => sum + time, 0);
  while (spent < WARM_UP) {
    const { times } = await engine.steps(Math.max(1, Math.ceil(100 / Math.max(ms, 0.01))));
    ms = median(times);
    spent += times.reduce((sum, time) => sum + time, 0);
  }
  return ms;
}

async function takeTurn(runner: Runner, round: number, { quick }: MeasureOptions): Promise<void> {
  const limit = quick ? SLOW_TOTAL / 3 : SLOW_TOTAL;
  if (runner.error !== undefined || (runner.spent > 0 && runner.spent + runner.ms > limit)) {
    runner.turns.push(undefined);
    return;
  }
  await new Promise((resolve) => setTimeout(resolve, REST));
  try {
    const count = Math.max(1, Math.min(2000, Math.round(TURN / Math.max(runner.ms, 0.01))));
    const { times } = await within(runner.place.engine.steps(count), STEP_LIMIT, 'a turn');
    runner.spent += times.reduce((sum, time) => sum + time, 0);
    // the first steps of a turn wake caches and threads
    const kept = times.slice(Math.floor(times.length / 5));
    runner.times.push(...kept);
    runner.ms = median(kept);
    runner.turns.push(runner.ms);
    const isOrt = runner.spec.family === 'netloom' || runner.spec.family === 'native';
    if (isOrt && round % 2 === 0) runner.matmuls.push(await runner.place.engine.matmul());
  } catch (error) {
    runner.error = messageOf(error);
    runner.turns.push(undefined);
  }
}

async function finish(runner: Runner): Promise<EngineResult> {
  const { spec, place, note, loaded, times, matmuls, turns, error } = runner;
  const sorted = times.toSorted((a, b) => a - b);
  const memory = await place.engine.memory().catch(() => undefined);
  await place.close();
  return {
    engine: spec.id,
    note,
    loaded,
    turns,
    steps: times.length,
    ...(times.length > 0 ? { ms: median(times), fastMs: sorted[Math.floor(sorted.length / 10)] ?? median(times) } : {}),
    ...(memory ? { memoryBytes: memory.bytes } : {}),
    ...(matmuls.length > 0 ? { matmul: median(matmuls) } : {}),
    ...(error === undefined ? {} : { error }),
  };
}

/** Median over the rounds both took part in of a's time to b's; of their medians where they never met. */
export function ratioOf(a: EngineResult | undefined, b: EngineResult | undefined): number | undefined {
  if (a?.ms === undefined || b?.ms === undefined) return undefined;
  const ratios = a.turns.flatMap((ms, round) => {
    const other = b.turns[round];
    return ms === undefined || other === undefined ? [] : [ms / other];
  });
  return ratios.length > 0 ? median(ratios) : a.ms / b.ms;
}
