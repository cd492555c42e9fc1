/** `npm run bench`: Netloom's training steps against its peers. See options.ts for the command line. */
import { availableParallelism, cpus, loadavg } from 'node:os';
import { compileBars, compileTables, measureCompile } from './compile/report';
import type { EngineSpec } from './engines/engines';
import { BenchBrowser } from './engines/pagePlace';
import { hasTorch } from './engines/torchPlace';
import { type ModelResult, measureModel } from './measure';
import { type MemoryReport, measureMemory, memoryBars, memoryTable } from './memory';
import { modelOf, models } from './models/registry';
import { type Options, readOptions, usage } from './options';
import { type Bar, barsOf } from './report/bars';
import { barTable, report } from './report/tables';

const log = (line: string): void => console.error(line);

/** The browser, opened when it is first asked for. */
class LazyBrowser {
  private opened: Promise<BenchBrowser> | undefined;

  constructor(private readonly options: Options) {}

  readonly get = (): Promise<BenchBrowser> => {
    this.opened ??= BenchBrowser.open(this.options.port, this.options.software);
    return this.opened;
  };

  async close(): Promise<void> {
    await (await this.opened)?.close();
  }
}

async function skipper(options: Options, browser: LazyBrowser): Promise<(spec: EngineSpec) => string | undefined> {
  const torch = options.engines.some(({ family }) => family === 'torch') && hasTorch();
  const adapter = options.engines.some(({ gpu }) => gpu) ? (await browser.get()).adapter : undefined;
  return (spec) => {
    if (spec.family === 'torch' && !torch) return 'python3-torch is not installed';
    if (!spec.gpu || options.software) return undefined;
    if (adapter === undefined) return 'no GPU adapter (a software one: --software-gpu)';
    return /swiftshader|llvmpipe|software/i.test(adapter)
      ? `software adapter ${adapter} (--software-gpu takes it)`
      : undefined;
  };
}

async function measureSteps(options: Options, browser: LazyBrowser): Promise<boolean> {
  const skip = await skipper(options, browser);
  const { rounds, quick, engines } = options;
  const results: ModelResult[] = [];
  for (const model of options.models)
    results.push(await measureModel(model, engines, { rounds, quick, skip, log, browser: browser.get }));
  const bars = results.flatMap(barsOf);
  if (options.json) console.log(JSON.stringify({ machine: machine(), results, bars }));
  else console.log(`${machine()}\n\n${report(results)}`);
  return tell(bars);
}

async function runCompile(options: Options, browser: LazyBrowser): Promise<boolean> {
  const result = await measureCompile(await browser.get(), options.quick ? 1 : 5, log);
  const bars = compileBars(result);
  if (options.json) console.log(JSON.stringify({ machine: machine(), ...result, bars }));
  else console.log(`${machine()}\n\n${compileTables(result)}\n\n${barTable(bars)}`);
  return tell(bars);
}

async function runMemory(options: Options, browser: LazyBrowser): Promise<boolean> {
  const specs = options.engines.filter(({ id }) => id === 'netloom-2' || id === 'native-2');
  const chosen = options.models.length === models.length ? [modelOf('mlp-784'), modelOf('mnist-cnn')] : options.models;
  const reports: MemoryReport[] = [];
  for (const model of chosen)
    for (const spec of specs)
      reports.push(await measureMemory(model, spec, { quick: options.quick, browser: browser.get, log }));
  const bars = reports.flatMap(memoryBars);
  if (options.json) console.log(JSON.stringify({ machine: machine(), reports, bars }));
  else console.log(`${machine()}\n\n${memoryTable(reports)}\n\n${barTable(bars)}`);
  return tell(bars);
}

/** Names the bars that were missed. */
function tell(bars: readonly Bar[]): boolean {
  const missed = bars.filter(({ isMet }) => !isMet);
  for (const { model, name, actual, bound } of missed)
    log(`missed: ${model}, ${name}: ${actual.toFixed(3)}, bound ${bound}`);
  return missed.length === 0;
}

const machine = (): string =>
  `${availableParallelism()} cores, ${cpus()[0]?.model.trim()}, Node ${process.versions.node}, load ${loadavg()[0]?.toFixed(1)}`;

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  const browser = new LazyBrowser(options);
  const run = { steps: measureSteps, memory: runMemory, compile: runCompile }[options.mode];
  try {
    const isMet = await run(options, browser);
    return options.check && !isMet ? 1 : 0;
  } finally {
    await browser.close();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.error(usage);
  process.exitCode = 2;
}
process.exit();
