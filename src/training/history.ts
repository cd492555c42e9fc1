import type { CurvePoint, TrainingHistory } from '../document/checkpoint';

const mostPoints = 2000;

/**
 * Curves of a run. Every training point is kept until there are 2,000; then every second goes, by step number, so that a
 * resumed run keeps the same ones as one that never stopped.
 */
export class History {
  private stride: number;
  private train: CurvePoint[];
  private validation: CurvePoint[];

  constructor(start: TrainingHistory) {
    this.train = [...start.train];
    this.validation = [...start.validation];
    this.stride = strideOf(this.train);
  }

  addTrain(points: readonly CurvePoint[]): void {
    for (const point of points) {
      if (!this.keeps(point.step)) continue;
      this.train.push(point);
      if (this.train.length > mostPoints) this.thin();
    }
  }

  addValidation({ step, loss, losses, metrics }: CurvePoint): void {
    this.validation.push({ step, loss, ...(losses ? { losses } : {}), metrics });
  }

  snapshot(): TrainingHistory {
    return { train: [...this.train], validation: [...this.validation] };
  }

  /** Drops what came after this step. */
  rewind(step: number): void {
    this.train = this.train.filter((point) => point.step <= step);
    this.validation = this.validation.filter((point) => point.step <= step);
  }

  private thin(): void {
    this.stride *= 2;
    this.train = this.train.filter((point) => this.keeps(point.step));
  }

  private keeps(step: number): boolean {
    return step === 1 || step % this.stride === 0;
  }
}

/** The power of two that all steps but the first are multiples of; 1 where there are too few to tell. */
function strideOf(points: readonly CurvePoint[]): number {
  const steps = points.map(({ step }) => step).filter((step) => step > 1);
  return steps.length < 2 ? 1 : Math.min(...steps.map((step) => step & -step));
}
