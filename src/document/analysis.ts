import type { Diagnostic } from '../core/diagnostic';
import type { TensorType } from '../core/shape';

/** What shape inference knows of one node. */
export interface NodeAnalysis {
  readonly nodeId: string;
  /** Type of each output port; a port is missing where the node could not be lowered. */
  readonly outputs: Readonly<Record<string, TensorType>>;
  /** What the node itself consumes: for nodes without an output port (Output, losses), the type of each input. */
  readonly inputs: Readonly<Record<string, TensorType>>;
  /** Trained values. */
  readonly parameters: number;
  /** Floating-point operations for one example, forward; a multiply-add counts two. */
  readonly flops: number;
  /** Bytes of its outputs for one example. */
  readonly activationBytes: number;
}

export interface DocumentAnalysis {
  readonly nodes: ReadonlyMap<string, NodeAnalysis>;
  /** Errors first, then in the order of the nodes. */
  readonly diagnostics: readonly Diagnostic[];
  readonly parameters: number;
  readonly flops: number;
  readonly activationBytes: number;
}
