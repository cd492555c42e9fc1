import { compilePredict } from '../../compiler/compile';
import type { Diagnostic } from '../../core/diagnostic';
import { internal } from '../../core/errors';
import { ok, type Result } from '../../core/result';
import type { Checkpoint } from '../../document/checkpoint';
import type { NetDocument } from '../../document/schema';
import { encodeProgram } from '../../onnx/encode';
import type { ExportedModel } from '../protocol';
import { dataNodeOf } from './data';
import { parametersOf } from './start';

/**
 * A document as an ONNX file: raw examples in (preprocessing inside), answers out, the class names in the metadata under
 * `classes` (a JSON list). Parameters come from the checkpoint by name and shape, from the seed otherwise.
 */
export function exportModel(
  document: NetDocument,
  checkpoint: Checkpoint | undefined,
): Result<ExportedModel, readonly Diagnostic[]> {
  const compiled = compilePredict(document);
  if (!compiled.ok) return compiled;
  const program = compiled.value;
  const parameters = parametersOf(program.layout, document.training.seed, checkpoint);
  const classes = dataNodeOf(document)?.columns.find(({ target }) => target)?.classes ?? [];
  const metadata = { name: document.name, classes: JSON.stringify(classes) };
  const bytes = encodeProgram(program, { target: 'cpu', parameters, metadata });
  const [input, output] = [onlyOf(program.inputs), onlyOf(program.outputs)];
  const outputType = onlyOf(program.graph.outputs).value.type;
  return ok({ bytes, inputName: input.name, inputType: input.type, outputName: output.name, outputType, classes });
}

function onlyOf<T>(ends: readonly T[]): T {
  return ends[0] ?? internal('a predict program without an end');
}
