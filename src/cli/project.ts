import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Diagnostic } from '../core/diagnostic';
import { err, ok, type Result } from '../core/result';
import type { NetDocument } from '../document/schema';
import { templateOf, templates } from '../document/templates/registry';
import { dataset } from '../layers/defs/dataset';
import { decodeProject, type Project } from '../storage/projectFile';
import type { Io } from './io';

/** The project a command is about: a template by its id, or a project.json. */
export async function openProject(name: string, io: Io): Promise<Result<Project, readonly Diagnostic[]>> {
  const template = templateOf(name);
  if (template) return ok({ document: template.create(), checkpoint: undefined });
  let text: string;
  try {
    text = await readFile(resolve(io.cwd, name), 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const known = templates.map(({ id }) => id).join(', ');
    const message = `${name} is no template (${known}) and no project file: ${reason}`;
    return err([{ code: 'project.notFound', severity: 'error', message, details: { name, reason } }]);
  }
  return decodeProject(text);
}

export interface Overrides {
  readonly seed?: number | undefined;
  readonly epochs?: number | undefined;
  /** All examples of the data set. */
  readonly full: boolean;
}

/** The document with what the command line asks for in its place. */
export function override(document: NetDocument, { seed, epochs, full }: Overrides): NetDocument {
  const { training } = document;
  return {
    ...document,
    training: { ...training, seed: seed ?? training.seed, epochs: epochs ?? training.epochs },
    nodes: full
      ? document.nodes.map((node) =>
          node.type === dataset.type ? { ...node, params: { ...node.params, full: true } } : node,
        )
      : document.nodes,
  };
}
