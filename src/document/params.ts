import type { Diagnostic } from '../core/diagnostic';
import { checkField, defaultsOf, type Fields } from '../layers/fields';
import type { ParamValue } from './schema';

/** Checks stored parameters against their fields: what is missing gets its default, what is unknown or does not fit is named by `path`. */
export function checkParams(
  fields: Fields,
  stored: Readonly<Record<string, unknown>>,
  path: string,
  nodeId?: string,
): { params: Record<string, ParamValue>; diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const place = (param: string) => ({
    severity: 'error' as const,
    param,
    path: `${path}.${param}`,
    ...(nodeId ? { nodeId } : {}),
  });
  const params = { ...defaultsOf(fields) } as Record<string, ParamValue>;
  for (const [name, value] of Object.entries(stored)) {
    const field = fields[name];
    if (!field) {
      diagnostics.push({
        ...place(name),
        code: 'param.unknown',
        message: `${path}.${name}: no such parameter`,
        details: { param: name },
      });
      continue;
    }
    const checked = checkField(field, value);
    if (checked.ok) params[name] = value as ParamValue;
    else {
      const { code, details } = checked.error;
      const expected = details.expected === undefined ? 'a whole number' : String(details.expected);
      diagnostics.push({
        ...place(name),
        code: `param.${code}`,
        message: `${path}.${name}: expected ${expected}, got ${details.actual}`,
        details: { param: name, ...details },
      });
    }
  }
  return { params, diagnostics };
}
