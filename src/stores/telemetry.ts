import type { TrainingHistory } from '../document/checkpoint';
import type { EvaluationPoint, TrainerEvent, TrainPoint } from '../worker/protocol';
import { Curve, type Line } from './curve';

export type Progress = Omit<Extract<TrainerEvent, { type: 'progress' }>, 'type' | 'runId'>;

/** Name of a curve: the loss, or a metric of the document. */
export type CurveName = 'loss' | (string & {});

/** The curve of a phase's loss: `loss` of the first, `loss:1` of the second. */
export const lossCurve = (phase: number): CurveName => (phase === 0 ? 'loss' : `loss:${phase}`);

const valuesOf = ({ loss, losses = [loss], metrics }: Omit<TrainPoint, 'step'>): [CurveName, number][] => [
  ...losses.map((value, phase): [CurveName, number] => [lossCurve(phase), value]),
  ...Object.entries(metrics),
];

/**
 * What a run reports many times a second. It lives outside of React: whoever draws it subscribes and paints at most once a
 * frame.
 */
export class Telemetry {
  private readonly trainCurves = new Map<CurveName, Curve>();
  private readonly validationLines = new Map<CurveName, Line>();
  private readonly listeners = new Set<() => void>();
  private progressNow: Progress | undefined;

  get progress(): Progress | undefined {
    return this.progressNow;
  }

  /** The losses first, one a phase, then the metrics in the order they came. */
  get names(): readonly CurveName[] {
    return [...new Set([...this.trainCurves.keys(), ...this.validationLines.keys()])];
  }

  /** Curve of the training batches. */
  train(name: CurveName): Curve | undefined {
    return this.trainCurves.get(name);
  }

  /** Points of the validation split; never thinned. */
  validation(name: CurveName): Line {
    return this.validationLines.get(name) ?? { steps: [], values: [] };
  }

  /** Calls `listener` after every change; the answer unsubscribes. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  addTrain(points: readonly TrainPoint[]): void {
    for (const point of points) this.putTrain(point);
    this.notify();
  }

  addValidation(point: EvaluationPoint): void {
    this.putValidation(point);
    this.notify();
  }

  setProgress(progress: Progress | undefined): void {
    this.progressNow = progress;
    this.notify();
  }

  clear(): void {
    this.reset();
    this.notify();
  }

  /** The curves as a checkpoint remembers them. */
  replace(history: TrainingHistory): void {
    this.reset();
    for (const point of history.train) this.putTrain(point);
    for (const point of history.validation) this.putValidation(point);
    this.notify();
  }

  private reset(): void {
    this.trainCurves.clear();
    this.validationLines.clear();
    this.progressNow = undefined;
  }

  private putTrain(point: TrainPoint): void {
    for (const [name, value] of valuesOf(point)) {
      const curve = this.trainCurves.get(name) ?? new Curve();
      this.trainCurves.set(name, curve);
      curve.add(point.step, value);
    }
  }

  private putValidation(point: TrainPoint): void {
    for (const [name, value] of valuesOf(point)) {
      if (!Number.isFinite(value)) continue;
      const line = this.validationLines.get(name) ?? { steps: [], values: [] };
      this.validationLines.set(name, line);
      if (point.step <= (line.steps.at(-1) ?? -1)) continue;
      line.steps.push(point.step);
      line.values.push(value);
    }
  }

  private notify(): void {
    for (const listener of this.listeners) listener();
  }
}
