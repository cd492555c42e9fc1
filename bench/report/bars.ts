import { type EngineSpec, engineSpecs } from '../engines/engines';
import { type EngineResult, type ModelResult, ratioOf } from '../measure';

/** One bar: what was to be reached and what was. */
export interface Bar {
  readonly model: string;
  readonly name: string;
  readonly actual: number;
  /** At most (or at least) this. */
  readonly bound: number;
  readonly isMet: boolean;
  /** The same of the fastest tenths of the steps: what other programs on the machine disturb least. */
  readonly undisturbed?: number | undefined;
}

const WASM_TO_TORCH = 1.8;
const MATMUL_SHARE = 0.6;
const shared = new Set(['mnist-cnn', 'mlp-784']);

/** Share of the MatMul rate an engine's step reaches. */
export function matmulShare({ loaded, matmul }: EngineResult, ms: number | undefined): number | undefined {
  if (loaded?.flops === undefined || ms === undefined || matmul === undefined) return undefined;
  return loaded.flops / ms / 1e6 / matmul;
}

/** The fastest peer in a browser on the CPU. */
export function bestPeer({ engines }: ModelResult): EngineResult | undefined {
  const isPeer = ({ family, gpu }: EngineSpec) => (family === 'tfjs' || family === 'jax') && !gpu;
  const ids = new Set(engineSpecs.filter(isPeer).map(({ id }) => id));
  const timed = engines.filter(({ engine, ms }) => ids.has(engine) && ms !== undefined);
  return timed.toSorted((a, b) => (a.ms ?? 0) - (b.ms ?? 0))[0];
}

/** Of medians, and of the fastest tenths. */
type Measured = readonly [number | undefined, number | undefined];

const ratios = (a: EngineResult | undefined, b: EngineResult | undefined): Measured => [
  ratioOf(a, b),
  a?.fastMs !== undefined && b?.fastMs !== undefined ? a.fastMs / b.fastMs : undefined,
];
const shares = (result: EngineResult): Measured => [matmulShare(result, result.ms), matmulShare(result, result.fastMs)];

/** Every bar that the engines of a run can be held to. */
export function barsOf(result: ModelResult): Bar[] {
  const of = (id: string) => result.engines.find(({ engine }) => engine === id);
  const bars: Bar[] = [];
  const hold = (name: string, [actual, undisturbed]: Measured, bound: number, isMet: (value: number) => boolean) => {
    if (actual === undefined) return;
    bars.push({ model: result.model, name, actual, bound, isMet: isMet(actual), undisturbed });
  };
  const most = (name: string, measured: Measured, bound: number) =>
    hold(name, measured, bound, (value) => value <= bound);
  const least = (name: string, measured: Measured, bound: number) =>
    hold(name, measured, bound, (value) => value >= bound);
  const isQuick = result.kind === 'small' || result.kind === 'recurrent';
  for (const threads of [1, 2]) {
    const [wasm, native, torch] = [of(`netloom-${threads}`), of(`native-${threads}`), of(`torch-${threads}`)];
    const label = `${threads} thread${threads > 1 ? 's' : ''}`;
    most(`WASM / PyTorch, ${label}`, ratios(wasm, torch), isQuick ? 1 : WASM_TO_TORCH);
    most(`onnxruntime-node / PyTorch, ${label}`, ratios(native, torch), 1);
    if (wasm && shared.has(result.model)) least(`share of the MatMul rate, ${label}`, shares(wasm), MATMUL_SHARE);
  }
  const peer = bestPeer(result);
  least(`${peer?.engine} / WASM`, ratios(peer, of('netloom-2')), result.kind === 'convolutional' ? 50 : 3);
  return bars;
}
