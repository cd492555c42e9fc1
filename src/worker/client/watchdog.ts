/** How often the worker is asked for a sign of life, ms. */
const period = 2000;

export interface WatchdogOptions {
  ping(): Promise<void>;
  /** How long an answer may take just now, ms. */
  patience(): number;
  onHung(): void;
}

/** Watches one worker: calls `onHung` once when a ping stays unanswered for longer than `patience`. */
export class Watchdog {
  private readonly timer: ReturnType<typeof setInterval>;
  private asked: number | undefined;
  private lastTick: number;

  constructor(
    private readonly options: WatchdogOptions,
    private readonly clock: () => number = () => performance.now(),
  ) {
    this.lastTick = clock();
    this.timer = setInterval(() => this.tick(), period);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private tick(): void {
    const now = this.clock();
    // The machine slept or the page was frozen: the worker was too, so its time starts anew.
    if (now - this.lastTick > 3 * period) this.asked = this.asked === undefined ? undefined : now;
    this.lastTick = now;
    if (this.asked === undefined) this.ask(now);
    else if (now - this.asked > this.options.patience()) {
      this.stop();
      this.options.onHung();
    }
  }

  private ask(now: number): void {
    this.asked = now;
    this.options.ping().then(
      () => {
        this.asked = undefined;
      },
      () => this.stop(),
    );
  }
}
