import * as v from 'valibot';
import type { Diagnostic } from '../core/diagnostic';
import { err, ok, type Result } from '../core/result';
import { layers } from '../layers/registry';
import { migrate } from './migrations';
import { checkParams } from './params';
import { withCurrentPorts } from './places';
import { DOCUMENT_VERSION, type DocNode, documentSchema, type NetDocument } from './schema';
import { structureDiagnostics } from './structure';

/**
 * Reads a saved document: migrates it, checks its schema, its layers and parameters, its wires.
 * Every problem is a diagnostic that names the place (`nodes[3].params.units`); nothing is repaired silently.
 */
export function parseDocument(json: unknown): Result<NetDocument, readonly Diagnostic[]> {
  const header = headerDiagnostic(json);
  if (header) return err([header]);
  const parsed = v.safeParse(documentSchema, migrate(json as Record<string, unknown>, DOCUMENT_VERSION));
  if (!parsed.success) return err(parsed.issues.map(schemaDiagnostic));
  const diagnostics: Diagnostic[] = [];
  const readAll = (nodes: readonly DocNode[], at: string) =>
    nodes.map((stored, i) => {
      const { node, diagnostics: found } = readNode(stored, `${at}nodes[${i}]`);
      diagnostics.push(...found);
      return node;
    });
  const read = parsed.output.modules.map((module, i) => ({
    ...module,
    nodes: readAll(module.nodes, `modules[${i}].`),
  }));
  const modules = read.map((module) => ({ ...module, nodes: withCurrentPorts(module.nodes, read) }));
  const doc = { ...parsed.output, nodes: withCurrentPorts(readAll(parsed.output.nodes, ''), modules), modules };
  diagnostics.push(...structureDiagnostics(doc));
  return diagnostics.length > 0 ? err(diagnostics) : ok(doc);
}

function headerDiagnostic(json: unknown): Diagnostic | undefined {
  const problem = (code: string, path: string, message: string, details = {}): Diagnostic => ({
    code,
    severity: 'error',
    path,
    message,
    details,
  });
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    return problem('document.notObject', '', 'this is not a Netloom document');
  const { format, version } = json as { format?: unknown; version?: unknown };
  if (format !== 'netloom') return problem('document.format', 'format', 'this is not a Netloom document');
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1)
    return problem('document.version', 'version', 'the document has no version');
  if (version > DOCUMENT_VERSION) {
    const details = { expected: DOCUMENT_VERSION, actual: version };
    return problem(
      'document.future',
      'version',
      `the document has version ${version}, newer than ${DOCUMENT_VERSION}: update Netloom to open it`,
      details,
    );
  }
  return undefined;
}

function schemaDiagnostic(issue: v.BaseIssue<unknown>): Diagnostic {
  const path = (issue.path ?? []).reduce(
    (place, { key }) =>
      typeof key === 'number' ? `${place}[${key}]` : place ? `${place}.${String(key)}` : String(key),
    '',
  );
  return {
    code: 'document.schema',
    severity: 'error',
    path,
    message: `${path || 'document'}: ${issue.message}`,
    details: { path: path || 'document', expected: issue.expected ?? '', actual: issue.received },
  };
}

/** A node with its parameters at the layer's version, checked. */
export function readNode(node: DocNode, path: string): { node: DocNode; diagnostics: Diagnostic[] } {
  const place = { severity: 'error' as const, nodeId: node.id };
  const layer = layers.get(node.type);
  if (!layer) {
    return {
      node,
      diagnostics: [
        {
          ...place,
          code: 'layer.unknown',
          path: `${path}.type`,
          message: `${path}.type: there is no layer ${node.type}`,
          details: { type: node.type },
        },
      ],
    };
  }
  if (node.version > layer.version) {
    const details = { type: node.type, expected: layer.version, actual: node.version };
    return {
      node,
      diagnostics: [
        {
          ...place,
          code: 'layer.future',
          path: `${path}.version`,
          message: `${path}.version: ${node.type} has version ${node.version}, newer than ${layer.version}`,
          details,
        },
      ],
    };
  }
  let stored: Record<string, unknown> = node.params;
  for (let version = node.version; version < layer.version; version++)
    stored = layer.migrations[version]?.(stored) ?? stored;
  const { params, diagnostics } = checkParams(layer.params, stored, `${path}.params`, node.id);
  return { node: { ...node, version: layer.version, params }, diagnostics };
}
