import type { Diagnostic } from '../../core/diagnostic';
import type { Result } from '../../core/result';
import type { NetDocument, TrainingProgram } from '../../document/schema';

export type RecomputePolicy = NonNullable<TrainingProgram['recompute']>;

/** What a training step costs under one policy of recomputation. */
export interface StepCost {
  readonly policy: RecomputePolicy;
  /** Most bytes that values computed by the step take at once: activations, gradients, new parameters. */
  readonly activationBytes: number;
  /** Bytes that lie in memory throughout: parameters, optimizer vectors, the batch, constants. */
  readonly lastingBytes: number;
  /** Floating-point operations of the step. */
  readonly flops: number;
}

/** Works out what a training step would cost, away from the page. */
export interface PlannerApi {
  /** One cost a policy, for the document's batch size. Errors: what training would refuse. */
  memoryPlan(document: NetDocument): Promise<Result<readonly StepCost[], readonly Diagnostic[]>>;
}
