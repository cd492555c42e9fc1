import { compilePredict } from '../../compiler/compile';
import type { Diagnostic } from '../../core/diagnostic';
import { internal } from '../../core/errors';
import { ok, type Result } from '../../core/result';
import type { Checkpoint } from '../../document/checkpoint';
import { dataSources } from '../../document/dataSources';
import type { NetDocument } from '../../document/schema';
import { learnedFor, withStatistics } from '../../document/statistics';
import { planOf } from '../../layers/defs/dataset';
import type { Plan } from '../../layers/steps/registry';
import type { StepStatisticsEntry } from '../../layers/steps/statistics';
import { encodeProgram } from '../../onnx/encode';
import type { ExportedModel } from '../protocol';
import { dataNodeOf } from './data';
import { parametersOf } from './start';

/**
 * A document as an ONNX file: raw examples in (preprocessing inside), answers out, the class names in the metadata under
 * `classes` (a JSON list), and what has to be done to an example before it goes in (tokenising) under `preprocessing`. Parameters come from the checkpoint by name and shape, from the seed otherwise.
 */
export function exportModel(
  document: NetDocument,
  checkpoint: Checkpoint | undefined,
): Result<ExportedModel, readonly Diagnostic[]> {
  const compiled = compilePredict(withStatistics(document, checkpoint?.statistics));
  if (!compiled.ok) return compiled;
  const program = compiled.value;
  const parameters = parametersOf(program.layout, document.training.seed, checkpoint);
  const data = dataNodeOf(document);
  const classes = data?.columns.find(({ target }) => target)?.classes ?? [];
  const before = dataSources(document).flatMap(({ nodes: [node] }) =>
    preprocessingOf(planOf(node.params), learnedFor(node, checkpoint)?.entries ?? []),
  );
  const metadata = {
    name: document.name,
    classes: JSON.stringify(classes),
    ...(before.length > 0 ? { preprocessing: JSON.stringify(distinct(before)) } : {}),
  };
  const bytes = encodeProgram(program, { target: 'cpu', parameters, metadata });
  const [input, output] = [onlyOf(program.inputs), onlyOf(program.outputs)];
  const outputType = onlyOf(program.graph.outputs).value.type;
  return ok({
    bytes,
    inputs: program.inputs.flatMap((end) =>
      end.role === 'data' ? [{ name: end.name, column: end.column, type: end.type }] : [],
    ),
    outputs: program.graph.outputs.map(({ name, value }) => ({ name, type: value.type })),
    inputName: input.name,
    inputType: input.type,
    outputName: output.name,
    outputType,
    classes,
  });
}

/** Steps that are not in the model: what they are, on which column, with what they learned. */
function preprocessingOf({ steps }: Plan, entries: readonly StepStatisticsEntry[]) {
  return steps
    .filter(({ place, column }) => (place === 'host' || place === 'examples') && !column.target)
    .map(({ index, spec, params }) => ({
      column: spec.column,
      step: spec.type,
      params,
      learned: entries.find(({ step }) => step === index)?.values ?? {},
    }));
}

/** What several data nodes do alike counts once. */
function distinct<T>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

function onlyOf<T>(ends: readonly T[]): T {
  return ends[0] ?? internal('a predict program without an end');
}
