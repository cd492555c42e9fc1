/** Thrown through the loop where the run was ended. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

interface Waiter {
  resolve(): void;
}

/**
 * Where the training loop can be held: it passes the gate between two calls of the runtime. Closed at first.
 */
export class Gate {
  private mode: 'open' | 'closed' | 'stopped' = 'closed';
  private budget = 0;
  private wake: (() => void) | undefined;
  private held: Waiter[] = [];
  private left = false;

  /** Steps the loop may do before it has to pass again. */
  get allowance(): number {
    return this.mode === 'open' ? Number.POSITIVE_INFINITY : this.budget;
  }

  open(): void {
    if (this.mode === 'stopped') return;
    this.mode = 'open';
    this.budget = 0;
    this.wake?.();
  }

  /** Lets `steps` steps pass, then holds the loop. */
  allow(steps: number): void {
    if (this.mode === 'stopped') return;
    this.mode = 'closed';
    this.budget = steps;
    this.wake?.();
  }

  close(): void {
    if (this.mode === 'open') this.mode = 'closed';
    this.budget = 0;
  }

  stop(): void {
    this.mode = 'stopped';
    this.wake?.();
  }

  /** The loop did `steps` steps. */
  spend(steps: number): void {
    if (this.mode === 'closed') this.budget = Math.max(0, this.budget - steps);
  }

  /** Waits while closed. Rejects with `Stopped` once stopped. */
  async pass(): Promise<void> {
    while (this.mode === 'closed' && this.budget === 0) {
      for (const waiter of this.held.splice(0)) waiter.resolve();
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
      this.wake = undefined;
    }
    if (this.mode === 'stopped') throw new Stopped();
  }

  /** Resolves when the loop waits at the gate or has left (at once if it does or has). */
  waitHeld(): Promise<void> {
    if (this.left) return Promise.resolve();
    if (this.wake && this.mode === 'closed' && this.budget === 0) return Promise.resolve();
    return new Promise((resolve) => this.held.push({ resolve }));
  }

  /** The loop is over: nobody need wait for it. */
  leave(): void {
    this.mode = 'stopped';
    this.left = true;
    for (const waiter of this.held.splice(0)) waiter.resolve();
  }
}
