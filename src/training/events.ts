import type { Diagnostic } from '../core/diagnostic';
import type { Checkpoint } from '../document/checkpoint';

export type TrainingStatus = 'ready' | 'running' | 'paused' | 'stopped' | 'finished' | 'failed';

export interface StepPoint {
  /** Steps done, from 1; where there are several phases, iterations of all of them. */
  readonly step: number;
  /** Of the first phase. */
  readonly loss: number;
  /** Of every phase, where there are several. */
  readonly losses?: readonly number[];
  readonly metrics: Readonly<Record<string, number>>;
}

/** Means over all examples of a split. */
export interface SplitPoint extends StepPoint {
  readonly epoch: number;
  readonly examples: number;
}

export interface TrainingProgress {
  /** Epochs begun, from 1. */
  readonly epoch: number;
  readonly epochs: number;
  /** Steps done in this epoch, and how many it has. */
  readonly epochStep: number;
  readonly epochSteps: number;
  readonly step: number;
  readonly steps: number;
  readonly msPerStep: number;
  readonly secondsLeft: number;
}

export type TrainingEvent =
  | { readonly type: 'status'; readonly status: TrainingStatus }
  | ({ readonly type: 'progress' } & TrainingProgress)
  | { readonly type: 'train'; readonly points: readonly StepPoint[] }
  | { readonly type: 'validation'; readonly point: SplitPoint }
  | { readonly type: 'test'; readonly point: SplitPoint }
  | { readonly type: 'checkpoint'; readonly checkpoint: Checkpoint }
  | { readonly type: 'failed'; readonly diagnostics: readonly Diagnostic[] };
