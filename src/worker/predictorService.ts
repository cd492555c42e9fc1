import type { Diagnostic } from '../core/diagnostic';
import { err, ok, type Result } from '../core/result';
import type { HostTensor } from '../core/tensor';
import type { Executor, Session } from '../runtime/executor';
import { RuntimeLost } from '../runtime/lost';
import type { Prediction, PredictorApi, PredictorInfo, Provider } from './protocol';

export interface PredictorRuntimes {
  wasm(): Promise<Executor>;
  /** Undefined where there is no adapter; rejects where it cannot be used. */
  webgpu(): Promise<Executor | undefined>;
}

interface Opened {
  readonly bytes: Uint8Array;
  readonly provider: Provider;
  readonly of: Session;
}

type Outcome<T> = Result<T, readonly Diagnostic[]>;

/** Runs exported files: on the GPU where there is one and the models work there, else on WASM. */
export class PredictorService implements PredictorApi {
  private wasmExecutor: Promise<Executor> | undefined;
  private gpuExecutor: Promise<Executor | undefined> | undefined;
  private readonly sessions = new Map<string, Opened>();
  /** The GPU failed once: WASM from now on. */
  private gpuFailed = false;

  constructor(private readonly runtimes: PredictorRuntimes) {}

  async load(bytes: Uint8Array, slot = 'main'): Promise<Outcome<PredictorInfo>> {
    const old = this.sessions.get(slot);
    this.sessions.delete(slot);
    try {
      await old?.of.dispose();
      const { reason, session } = await this.open(bytes);
      const opened = session ?? { bytes, provider: 'wasm', of: await this.onWasm(bytes) };
      this.sessions.set(slot, opened);
      const { provider, of } = opened;
      return ok({ provider, reason, inputNames: of.inputNames, outputNames: of.outputNames });
    } catch (error) {
      return err([predictDiagnostic(error)]);
    }
  }

  async run(feeds: Readonly<Record<string, HostTensor>>, slot = 'main'): Promise<Outcome<Prediction>> {
    const session = this.sessions.get(slot);
    if (!session) return err([{ code: 'predict.none', severity: 'error', message: 'no model is loaded' }]);
    try {
      return ok(await predict(session.of, session.provider, feeds));
    } catch (error) {
      if (session.provider === 'wasm') return err([predictDiagnostic(error)]);
    }
    return this.retryOnWasm(slot, session.bytes, feeds);
  }

  /** Opens a session on the GPU if that is possible, and says why or why not. */
  private async open(bytes: Uint8Array): Promise<{ reason: PredictorInfo['reason']; session?: Opened }> {
    if (this.gpuFailed) return { reason: 'unsupported' };
    try {
      this.gpuExecutor ??= this.runtimes.webgpu();
      const executor = await this.gpuExecutor;
      if (!executor) return { reason: 'noAdapter' };
      const session = { bytes, provider: 'webgpu', of: await executor.createSession(bytes) } as const;
      return { reason: 'adapter', session };
    } catch {
      this.gpuFailed = true;
      return { reason: 'unsupported' };
    }
  }

  private async retryOnWasm(
    slot: string,
    bytes: Uint8Array,
    feeds: Readonly<Record<string, HostTensor>>,
  ): Promise<Outcome<Prediction>> {
    this.gpuFailed = true;
    try {
      const session = { bytes, provider: 'wasm', of: await this.onWasm(bytes) } as const;
      this.sessions.set(slot, session);
      return ok(await predict(session.of, 'wasm', feeds));
    } catch (error) {
      return err([predictDiagnostic(error)]);
    }
  }

  private async onWasm(bytes: Uint8Array): Promise<Session> {
    this.wasmExecutor ??= this.runtimes.wasm();
    return (await this.wasmExecutor).createSession(bytes);
  }
}

async function predict(
  session: Session,
  provider: Prediction['provider'],
  feeds: Readonly<Record<string, HostTensor>>,
): Promise<Prediction> {
  const start = performance.now();
  const results = await session.run(feeds);
  const outputs: Record<string, HostTensor> = {};
  for (const [name, tensor] of Object.entries(results)) outputs[name] = await tensor.read();
  return { outputs, provider, milliseconds: performance.now() - start };
}

function predictDiagnostic(error: unknown): Diagnostic {
  if (error instanceof RuntimeLost) throw error;
  const reason = error instanceof Error ? error.message : String(error);
  return {
    code: 'predict.failed',
    severity: 'error',
    message: `the model does not run: ${reason}`,
    details: { reason },
  };
}
