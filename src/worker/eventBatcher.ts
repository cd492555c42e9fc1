import type { TrainerEvent } from './protocol';

/** Shortest time between two batches, ms: at most 30 a second. */
const interval = 34;

/**
 * Gathers events for one listener. Of progress only the newest goes out, training points of one batch go together;
 * everything else keeps its order.
 */
export class EventBatcher {
  private pending: TrainerEvent[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private last = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly send: (events: readonly TrainerEvent[]) => void,
    private readonly clock: () => number = () => performance.now(),
  ) {}

  push(event: TrainerEvent): void {
    this.merge(event);
    this.timer ??= setTimeout(() => this.flush(), Math.max(0, this.last + interval - this.clock()));
  }

  /** Sends what waits, now. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.pending.length === 0) return;
    const events = this.pending;
    this.pending = [];
    this.last = this.clock();
    this.send(events);
  }

  private merge(event: TrainerEvent): void {
    switch (event.type) {
      case 'progress':
      case 'data':
        this.pending = this.pending.filter((old) => old.type !== event.type || old.runId !== event.runId);
        this.pending.push(event);
        break;
      case 'train': {
        const at = this.pending.findIndex((old) => old.type === 'train' && old.runId === event.runId);
        const known = this.pending[at];
        if (known?.type === 'train') this.pending[at] = { ...known, points: known.points.concat(event.points) };
        else this.pending.push(event);
        break;
      }
      case 'status':
      case 'validation':
      case 'test':
      case 'checkpoint':
      case 'failed':
        this.pending.push(event);
        break;
      default:
        event satisfies never;
    }
  }
}
