import type { CurvePoint, TrainingHistory } from '../document/checkpoint';

const mostPoints = 2000;

/** Curves of a run; training points thinned to at most 2,000 by step number, so that a resumed run keeps the same ones. */
export class History {
  private readonly stride: number;
  private train: CurvePoint[];
  private validation: CurvePoint[];

  /** @param steps how many the whole run will do */
  constructor(start: TrainingHistory, steps: number) {
    this.stride = 2 ** Math.max(0, Math.ceil(Math.log2(steps / mostPoints)));
    this.train = start.train.filter((point) => this.keeps(point.step));
    this.validation = [...start.validation];
  }

  addTrain(points: readonly CurvePoint[]): void {
    for (const point of points) if (this.keeps(point.step)) this.train.push(point);
  }

  addValidation({ step, loss, metrics }: CurvePoint): void {
    this.validation.push({ step, loss, metrics });
  }

  snapshot(): TrainingHistory {
    return { train: [...this.train], validation: [...this.validation] };
  }

  /** Drops what came after this step. */
  rewind(step: number): void {
    this.train = this.train.filter((point) => point.step <= step);
    this.validation = this.validation.filter((point) => point.step <= step);
  }

  private keeps(step: number): boolean {
    return step === 1 || step % this.stride === 0;
  }
}
