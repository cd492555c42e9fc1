import type { Diagnostic } from '../../core/diagnostic';
import { DataError } from '../../data/dataset';

/** What was thrown below the engine as a diagnostic: `data.*` where data cannot be had, else `engine.failed`. */
export function engineDiagnostic(error: unknown): Diagnostic {
  const reason = error instanceof Error ? error.message : String(error);
  if (error instanceof DataError) {
    return { code: error.code, severity: 'error', message: reason, details: { file: error.file, reason } };
  }
  return { code: 'engine.failed', severity: 'error', message: `the engine failed: ${reason}`, details: { reason } };
}
