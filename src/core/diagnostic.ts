import type { ErrorDetails } from './errors';

export type Severity = 'error' | 'warning' | 'info';

/** One finding about a document, placed as precisely as it can be. */
export interface Diagnostic {
  /** Stable, translatable: `shape.rank`, `wire.cycle`, `training.noLoss` ... */
  readonly code: string;
  readonly severity: Severity;
  /** English sentence, complete on its own; the interface prefers its translation by `code` with `details`. */
  readonly message: string;
  readonly details?: ErrorDetails;
  readonly nodeId?: string;
  readonly portId?: string;
  readonly edgeId?: string;
  readonly param?: string;
  /** Place in a file, such as `nodes[3].params.units`. */
  readonly path?: string;
}
