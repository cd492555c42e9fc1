import { compileEvaluate, compileInspect, compilePredict, compileTrain } from '../compiler/compile';
import type { Program } from '../compiler/program';
import { internal } from '../core/errors';
import type { NetDocument } from '../document/schema';
import { templates } from '../document/templates/registry';
import type { Graph, Target } from '../ir/op';
import { eliminateDeadCode } from '../ir/passes/deadCode';
import { initialize } from '../layers/initializers';
import { type EncodeOptions, encodeGraph, encodeProgram } from '../onnx/encode';
import { casesOf, opNames } from './cases/all';
import { documentOf, models, optimizers } from './models/models';
import { caseProgram, symbolicProgram } from './program';

/** A graph we write as ONNX, with the way to write it. */
export interface Encodable {
  readonly name: string;
  readonly graph: Graph;
  /** Parameters that become initialisers, by name. */
  readonly parameters: readonly { readonly name: string; readonly shape: readonly number[] }[];
  encode(target: Target, options?: Partial<EncodeOptions>): Uint8Array;
}

/** Every program of a document. */
function programsOf(name: string, doc: NetDocument): Encodable[] {
  const batch = doc.training.batchSize;
  const compiled = {
    evaluate: compileEvaluate(doc),
    inspect: compileInspect(doc),
    train: compileTrain(doc, { batch }),
    'train, 3 steps a call': compileTrain(doc, { batch, stepsPerCall: 3 }),
  };
  const made = Object.entries(compiled).map(([kind, program]): Encodable => {
    if (!program.ok) return internal(program.error.map(({ message }) => message).join('; '));
    const { value } = program;
    const encode: Encodable['encode'] = (target, options) => encodeProgram(value, { target, ...options });
    return { name: `${name}: ${kind}`, graph: value.graph, parameters: [], encode };
  });
  const predict = compilePredict(doc);
  return predict.ok ? [...made, predictOf(name, predict.value)] : made;
}

function predictOf(name: string, program: Program): Encodable {
  const last = program.layout.at(-1);
  const parameters = new Float32Array(last ? last.offset + last.shape.reduce((n, size) => n * size, 1) : 0);
  for (const slot of program.layout) {
    const end = slot.offset + slot.shape.reduce((n, size) => n * size, 1);
    initialize(parameters.subarray(slot.offset, end), slot.init, 1, slot.name);
  }
  const encode: Encodable['encode'] = (target, options) => encodeProgram(program, { target, parameters, ...options });
  return { name: `${name}: predict`, graph: program.graph, parameters: program.layout, encode };
}

/** Programs of every template and of every small model. */
export function encodablePrograms(): Encodable[] {
  const [first = ''] = Object.keys(optimizers);
  return [
    ...templates.flatMap((template) => programsOf(template.id, template.create())),
    ...Object.keys(models).flatMap((model) => programsOf(model, documentOf(model, first))),
  ];
}

/** Every operator case, with its gradient where it has one, and once more with symbolic sizes. */
export function encodableCases(): Encodable[] {
  return opNames.flatMap((op) =>
    casesOf(op).flatMap((item) => {
      const symbolic = symbolicProgram(item);
      const graphs: [string, Graph][] = [[`${op}/${item.name}`, caseProgram(item).graph]];
      if (symbolic) graphs.push([`${op}/${item.name}, declared so`, symbolic.graph]);
      return graphs.map(
        ([name, graph]): Encodable => ({
          name,
          graph,
          parameters: [],
          encode: (target, options) => encodeGraph(answerable(graph, target), { target, ...options }),
        }),
      );
    }),
  );
}

/** The form for WebGPU has no indices of a maximum. */
export function answerable(graph: Graph, target: Target): Graph {
  if (target === 'cpu') return graph;
  const outputs = graph.outputs.filter(({ value }) => !(value.node.op === 'maxPool' && value.index === 1));
  return eliminateDeadCode({ ...graph, outputs });
}
