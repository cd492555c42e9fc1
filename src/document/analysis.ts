import type { Diagnostic } from '../core/diagnostic';
import type { TensorType } from '../core/shape';

/** What shape inference knows of one node; of an instance of a module, the sums over the nodes inside. */
export interface NodeAnalysis {
  /** Its path: `dense_1`, and `encoder_1/dense_1` inside a module (`encoder_1/0/dense_1` in the first copy where it repeats). */
  readonly nodeId: string;
  /** Type of each output port; a port is missing where the node could not be lowered. */
  readonly outputs: Readonly<Record<string, TensorType>>;
  /** What the node itself consumes: for nodes without an output port (Output, losses), the type of each input. */
  readonly inputs: Readonly<Record<string, TensorType>>;
  /** Trained values; shared ones count wherever they are used, and once in the whole. */
  readonly parameters: number;
  /** Floating-point operations for one example, forward; a multiply-add counts two. */
  readonly flops: number;
  /** Bytes of its outputs for one example. */
  readonly activationBytes: number;
}

export interface DocumentAnalysis {
  /** By path; the nodes inside modules too, for every instance. */
  readonly nodes: ReadonlyMap<string, NodeAnalysis>;
  /** Errors first, then in the order of the nodes. */
  readonly diagnostics: readonly Diagnostic[];
  readonly parameters: number;
  readonly flops: number;
  readonly activationBytes: number;
}
