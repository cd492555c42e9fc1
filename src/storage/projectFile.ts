import * as v from 'valibot';
import type { Diagnostic } from '../core/diagnostic';
import { err, ok, type Result } from '../core/result';
import type { Checkpoint } from '../document/checkpoint';
import { parseDocument } from '../document/parse';
import type { NetDocument } from '../document/schema';
import { decodeFloats, encodeFloats } from './base64';
import { checkCheckpoint, pathOf, storedDiagnostic } from './checkCheckpoint';

/** Raised when the envelope changes; the document inside has its own version and migrations. */
export const PROJECT_VERSION = 1;

/** A document and, where it was trained, what training gave. */
export interface Project {
  readonly document: NetDocument;
  readonly checkpoint: Checkpoint | undefined;
}

const floats = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const values = decodeFloats(dataset.value);
    if (values) return values;
    addIssue({ message: 'expected base64 of float32 values' });
    return NEVER;
  }),
);

/** The vectors decoded; everything else of the checkpoint is checked by `checkCheckpoint`. */
const fileSchema = v.object({
  format: v.literal('netloom-project'),
  version: v.literal(PROJECT_VERSION),
  document: v.unknown(),
  checkpoint: v.optional(
    v.looseObject({
      parameters: floats,
      optimizer: v.looseObject({ state: v.record(v.string(), floats) }),
      best: v.exactOptional(v.looseObject({ parameters: floats })),
    }),
  ),
});

/** project.json: the document as it is, vectors as base64 of little-endian float32. */
export function encodeProject({ document, checkpoint }: Project): string {
  return JSON.stringify({
    format: 'netloom-project',
    version: PROJECT_VERSION,
    document,
    ...(checkpoint ? { checkpoint: encodeCheckpoint(checkpoint) } : {}),
  });
}

function encodeCheckpoint({ parameters, optimizer, layout, best, ...rest }: Checkpoint) {
  return {
    ...rest,
    ...(best ? { best: { ...best, parameters: encodeFloats(best.parameters) } } : {}),
    layout: layout.map(({ name, shape, offset }) => ({ name, shape, offset })),
    parameters: encodeFloats(parameters),
    optimizer: {
      type: optimizer.type,
      state: Object.fromEntries(Object.entries(optimizer.state).map(([name, data]) => [name, encodeFloats(data)])),
    },
  };
}

/**
 * Reads a project.json (or a bare document). Errors are diagnostics that name the place: `project.json` (not JSON),
 * `project.format`, `project.future`, `project.schema`, `checkpoint.*`, or those of `parseDocument` with paths below
 * `document`.
 */
export function decodeProject(text: string): Result<Project, readonly Diagnostic[]> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return err([storedDiagnostic('project.json', '', `not a JSON file: ${reason}`)]);
  }
  if (isRecord(json) && json.format === 'netloom') {
    const document = parseDocument(json);
    return document.ok ? ok({ document: document.value, checkpoint: undefined }) : document;
  }
  const problem = envelopeProblem(json);
  if (problem) return err([problem]);
  const parsed = v.safeParse(fileSchema, json);
  if (!parsed.success) {
    return err(
      parsed.issues.slice(0, 20).map((issue) => {
        const path = pathOf(issue, '');
        return storedDiagnostic('project.schema', path, `${path}: ${issue.message}`);
      }),
    );
  }
  return joinParts(parsed.output.document, parsed.output.checkpoint);
}

function envelopeProblem(json: unknown): Diagnostic | undefined {
  if (!isRecord(json) || json.format !== 'netloom-project') {
    return storedDiagnostic('project.format', 'format', 'this is not a Netloom project');
  }
  if (typeof json.version === 'number' && json.version > PROJECT_VERSION) {
    const message = `the file has version ${json.version}, newer than ${PROJECT_VERSION}: update Netloom to open it`;
    return storedDiagnostic('project.future', 'version', message);
  }
  return undefined;
}

function joinParts(documentJson: unknown, checkpointJson: unknown): Result<Project, readonly Diagnostic[]> {
  const document = parseDocument(documentJson);
  const checkpoint = checkpointJson === undefined ? ok(undefined) : checkCheckpoint(checkpointJson);
  if (document.ok && checkpoint.ok) return ok({ document: document.value, checkpoint: checkpoint.value });
  return err([...(document.ok ? [] : document.error.map(belowDocument)), ...(checkpoint.ok ? [] : checkpoint.error)]);
}

function belowDocument(diagnostic: Diagnostic): Diagnostic {
  const { path } = diagnostic;
  return { ...diagnostic, path: path ? `document.${path}` : 'document' };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
