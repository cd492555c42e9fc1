import type { SplitPoint, StepPoint, TrainingEvent, TrainingProgress } from '../training/events';
import type { Io } from './io';

/** Between two lines of progress, ms: on a terminal, and in a log. */
const liveInterval = 200;
const logInterval = 5000;

/** Writes what a run does on stderr: one line that changes on a terminal, a line every five seconds elsewhere. */
export class Progress {
  private last = Number.NEGATIVE_INFINITY;
  private point: StepPoint | undefined;

  constructor(private readonly io: Io) {}

  receive(event: TrainingEvent): void {
    switch (event.type) {
      case 'train':
        this.point = event.points.at(-1);
        break;
      case 'progress':
        this.report(event);
        break;
      case 'validation':
        this.line(`epoch ${event.point.epoch}: validation ${scores(event.point)}`);
        break;
      case 'test':
        this.line(`test ${scores(event.point)}`);
        break;
      case 'status':
      case 'checkpoint':
      case 'failed':
        break;
      default:
        event satisfies never;
    }
  }

  private report(progress: TrainingProgress): void {
    const now = performance.now();
    if (now - this.last < (this.io.live ? liveInterval : logInterval)) return;
    this.last = now;
    const { epoch, epochs, step, steps, msPerStep, secondsLeft } = progress;
    const place = `epoch ${epoch}/${epochs}, step ${step}/${steps}`;
    const pace = `${msPerStep.toFixed(2)} ms/step, ${Math.ceil(secondsLeft)} s left`;
    const text = `${place}: ${this.point ? scores(this.point) : ''} (${pace})`;
    this.io.err(this.io.live ? `\r\u001b[K${text}` : `${text}\n`);
  }

  private line(text: string): void {
    this.io.err(this.io.live ? `\r\u001b[K${text}\n` : `${text}\n`);
  }
}

/** `loss 0.1234, accuracy 0.9712` */
export function scores({ loss, metrics }: StepPoint | SplitPoint): string {
  return Object.entries({ loss, ...metrics })
    .map(([name, value]) => `${name} ${value.toFixed(4)}`)
    .join(', ');
}
