import { type EngineSpec, placeOf } from './engines/engines';
import type { BenchBrowser } from './engines/pagePlace';
import type { BenchModel } from './models/model';
import type { Bar } from './report/bars';
import { figure, table } from './report/tables';

/** Steps trained, and when memory is first looked at: buffers and pools have their size by then. */
const STEPS = 10_000;
const SETTLED = 1_000;
/** What memory may grow after that, as a share. */
const GROWTH = 1.05;

interface Sample {
  readonly step: number;
  readonly bytes: number;
  readonly heapBytes: number | undefined;
}

export interface MemoryReport {
  readonly model: string;
  readonly engine: string;
  readonly samples: readonly Sample[];
}

/** Trains 10,000 steps (a tenth when quick) and reads memory ten times on the way. */
export async function measureMemory(
  model: BenchModel,
  spec: EngineSpec,
  options: { quick: boolean; browser: () => Promise<BenchBrowser>; log: (line: string) => void },
): Promise<MemoryReport> {
  const place = await placeOf(spec, options.browser);
  const steps = options.quick ? STEPS / 10 : STEPS;
  const samples: Sample[] = [];
  try {
    await place.engine.open(spec);
    await place.engine.load(model.id);
    for (let step = 0; step < steps; ) {
      step += (await place.engine.steps(steps / 20)).times.length;
      if (step < SETTLED * (steps / STEPS)) continue;
      const { bytes, heapBytes } = await place.engine.memory();
      // counting a page's objects takes seconds
      const isCompared = samples.length === 1 || step >= steps;
      const heap = spec.isInBrowser ? await (isCompared ? (await options.browser()).heap() : undefined) : heapBytes;
      samples.push({ step, bytes, heapBytes: heap });
      options.log(
        `${model.id} ${spec.id} step ${step}: ${(bytes / 1e6).toFixed(1)} MB, heap ${((heap ?? 0) / 1e6).toFixed(1)} MB`,
      );
    }
  } finally {
    await place.close();
  }
  return { model: model.id, engine: spec.id, samples };
}

/** The end against the second sample: of the process or the WebAssembly memory, and of the heap with it. */
export function memoryBars({ model, engine, samples }: MemoryReport): Bar[] {
  const whole = ({ bytes, heapBytes = 0 }: Sample) => bytes + (engine.startsWith('netloom') ? heapBytes : 0);
  const [first, last] = [samples[1], samples.at(-1)];
  if (!first || !last) return [];
  const actual = whole(last) / whole(first);
  return [{ model, name: `${engine}: memory at the end / early on`, actual, bound: GROWTH, isMet: actual <= GROWTH }];
}

export function memoryTable(reports: readonly MemoryReport[]): string {
  const megabytes = (bytes: number | undefined) => (bytes === undefined ? '' : figure(bytes / 1e6));
  const rows = reports.map(({ model, engine, samples }) => {
    const [first, last] = [samples[1], samples.at(-1)];
    return [
      model,
      engine,
      String(last?.step ?? 0),
      `${megabytes(first?.bytes)} → ${megabytes(last?.bytes)}`,
      `${megabytes(first?.heapBytes)} → ${megabytes(last?.heapBytes)}`,
    ];
  });
  return table(['model', 'engine', 'steps', 'process or WASM memory, MB', 'JavaScript heap, MB'], rows);
}
