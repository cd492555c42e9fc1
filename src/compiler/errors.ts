import type { Diagnostic } from '../core/diagnostic';
import { ShapeError } from '../core/errors';
import { GradientError } from '../ir/autodiff';

/** A gradient that does not exist, as the user's problem: it names the node and the operator. Sizes that only a run can tell have none either. */
export function gradientDiagnostic(error: unknown): Diagnostic {
  if (error instanceof ShapeError) {
    const message = `the gradient needs fixed sizes: ${error.message}`;
    return { code: 'training.sizes', severity: 'error', message, details: error.details };
  }
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
