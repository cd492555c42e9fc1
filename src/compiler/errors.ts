import type { Diagnostic } from '../core/diagnostic';
import { GradientError } from '../ir/autodiff';

/** A gradient that does not exist, as the user's problem: it names the node and the operator. */
export function gradientDiagnostic(error: unknown): Diagnostic {
  if (!(error instanceof GradientError)) throw error;
  const { op, origin } = error;
  return {
    code: 'training.noGradient',
    severity: 'error',
    message: error.message,
    details: { op, node: origin ?? '' },
    ...(origin ? { nodeId: origin } : {}),
  };
}
