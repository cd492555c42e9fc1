import { type Remote, wrap } from 'comlink';

/** Why a worker was given up. */
export type CrashReason = 'error' | 'message' | 'hung' | 'killed';

/** The worker died during a call. */
export class WorkerDied extends Error {
  override readonly name = 'WorkerDied';
  constructor(
    readonly reason: CrashReason,
    message: string,
  ) {
    super(message);
  }
}

/** One worker from its start to its death. Calls in flight when it dies reject with `WorkerDied`. */
export class WorkerHandle<Api> {
  readonly remote: Remote<Api>;
  private reject: (error: WorkerDied) => void = () => {};
  private readonly died: Promise<never>;
  private over = false;

  constructor(
    private readonly worker: Worker,
    private readonly onDied: (error: WorkerDied) => void,
  ) {
    this.died = new Promise((_, reject) => {
      this.reject = reject;
    });
    this.died.catch(() => undefined);
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      this.die('error', event.message || 'the worker could not start');
    });
    worker.addEventListener('messageerror', () => this.die('message', 'a message could not be read'));
    this.remote = wrap<Api>(worker);
  }

  call<R>(task: (remote: Remote<Api>) => R): Promise<Awaited<R>> {
    return Promise.race([task(this.remote), this.died]);
  }

  /** Ends the worker as a crash would. */
  die(reason: CrashReason, message: string): void {
    if (this.over) return;
    const error = new WorkerDied(reason, message);
    this.end(error);
    this.onDied(error);
  }

  /** Ends the worker without anybody being told. */
  dispose(): void {
    if (!this.over) this.end(new WorkerDied('killed', 'the worker was closed'));
  }

  private end(error: WorkerDied): void {
    this.over = true;
    this.worker.terminate();
    this.reject(error);
  }
}
