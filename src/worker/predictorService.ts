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
  readonly provider: Provider;
  readonly of: Session;
}

type Outcome<T> = Result<T, readonly Diagnostic[]>;

/** Runs an exported file: on the GPU where there is one and the model works there, else on WASM. */
export class PredictorService implements PredictorApi {
  private wasmExecutor: Promise<Executor> | undefined;
  private gpuExecutor: Promise<Executor | undefined> | undefined;
  private session: Opened | undefined;
  private model: Uint8Array | undefined;
  /** The GPU failed once: WASM from now on. */
  private gpuFailed = false;

  constructor(private readonly runtimes: PredictorRuntimes) {}

  async load(bytes: Uint8Array): Promise<Outcome<PredictorInfo>> {
    this.model = bytes;
    const old = this.session;
    this.session = undefined;
    try {
      await old?.of.dispose();
      const reason = await this.open(bytes);
      this.session ??= { provider: 'wasm', of: await this.onWasm(bytes) };
      const { provider, of } = this.session;
      return ok({ provider, reason, inputNames: of.inputNames, outputNames: of.outputNames });
    } catch (error) {
      return err([predictDiagnostic(error)]);
    }
  }

  async run(feeds: Readonly<Record<string, HostTensor>>): Promise<Outcome<Prediction>> {
    const { session, model } = this;
    if (!session || !model) return err([{ code: 'predict.none', severity: 'error', message: 'no model is loaded' }]);
    try {
      return ok(await predict(session.of, session.provider, feeds));
    } catch (error) {
      if (session.provider === 'wasm') return err([predictDiagnostic(error)]);
    }
    return this.retryOnWasm(model, feeds);
  }

  /** Opens a session on the GPU if that is possible, and says why or why not. */
  private async open(bytes: Uint8Array): Promise<PredictorInfo['reason']> {
    if (this.gpuFailed) return 'unsupported';
    try {
      this.gpuExecutor ??= this.runtimes.webgpu();
      const executor = await this.gpuExecutor;
      if (!executor) return 'noAdapter';
      this.session = { provider: 'webgpu', of: await executor.createSession(bytes) };
      return 'adapter';
    } catch {
      this.gpuFailed = true;
      return 'unsupported';
    }
  }

  private async retryOnWasm(
    model: Uint8Array,
    feeds: Readonly<Record<string, HostTensor>>,
  ): Promise<Outcome<Prediction>> {
    this.gpuFailed = true;
    try {
      this.session = { provider: 'wasm', of: await this.onWasm(model) };
      return ok(await predict(this.session.of, 'wasm', feeds));
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
