import type { Activation } from '../worker/protocol';

export interface PictureDeps {
  /** Values of every node for one example; undefined where they cannot be had now. */
  inspect(): Promise<readonly Activation[] | undefined>;
  show(activations: readonly Activation[]): void;
  /** Whether a picture is wanted now: something trains and somebody looks. */
  wanted(): boolean;
  now(): number;
}

/** At most four pictures a second, and at most a twentieth of the time spent on them. */
const INTERVAL = 250;
const SHARE = 20;

/** Keeps the pictures in the nodes fresh while they are wanted; one request at a time. */
export class LivePictures {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private busy = false;
  private pause = INTERVAL;

  constructor(private readonly deps: PictureDeps) {}

  /** Something happened that may make a new picture worth while. */
  wake(): void {
    if (this.busy || this.timer !== undefined || !this.deps.wanted()) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      void this.take();
    }, this.pause);
  }

  /** One picture now, however long ago the last was. */
  async take(): Promise<void> {
    if (this.busy || !this.deps.wanted()) return;
    this.busy = true;
    const start = this.deps.now();
    try {
      const activations = await this.deps.inspect();
      if (activations && this.deps.wanted()) this.deps.show(activations);
    } catch {
      // The worker died: the run says so, and asks again when it has another.
    }
    this.pause = Math.max(INTERVAL, SHARE * (this.deps.now() - start));
    this.busy = false;
  }
}
