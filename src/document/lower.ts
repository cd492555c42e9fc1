import { BATCH, type Dim } from '../core/shape';
import type { Mode } from '../layers/layer';
import { lowerDrawing } from './lowering/drawing';
import type { Lowered } from './lowering/lowered';
import { ProgramParts } from './lowering/program';
import { nodeAt, titleOf } from './places';
import type { NetDocument } from './schema';

export type { Lowered, LoweredParameter } from './lowering/lowered';
export { titleOf } from './places';

/** Lowers every node it can; a node whose inputs are missing or do not fit leaves a diagnostic, and so do only it and not its readers. */
export function lowerDocument(doc: NetDocument, options: { readonly mode: Mode; readonly batch: Dim }): Lowered {
  return lowered(new ProgramParts(doc, options.mode, options.batch), doc);
}

/**
 * A prediction's types, parameters, operations and diagnostics without its operators: what is known of a node from before is not
 * found out again. For the editor, where documents differ little from one to the next.
 */
export function recallDocument(doc: NetDocument): Lowered {
  const flops = new Map<string, number>();
  return { ...lowered(new ProgramParts(doc, 'predict', BATCH, flops), doc), flops };
}

function lowered(program: ProgramParts, doc: NetDocument): Lowered {
  lowerDrawing(program, { drawing: doc, path: '', weights: '', modules: [] });
  const { b, ports, arrivals, handedOn, parameters, updates, data, random, losses, metrics, outputs, findings } =
    program;
  const diagnostics = findings.ranked((path) => {
    const node = nodeAt(doc, path);
    return node ? titleOf(node) : path;
  });
  return { b, ports, arrivals, handedOn, parameters, updates, data, random, losses, metrics, outputs, diagnostics };
}
