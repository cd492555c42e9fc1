import { ShapeError } from '../../core/errors';
import type { TensorType } from '../../core/shape';
import { defineOp, type Graph, type OnnxAttribute } from '../op';

/** A graph an operator runs (branches of If, bodies of Loop and Scan). */
interface Body {
  readonly graph: Graph;
  /** How many of its inputs, the last ones, are read from the enclosing scope. */
  readonly captured: number;
}

interface OnnxAttrs {
  readonly opType: string;
  /** The opset the form below is from; the file declares at least this one. */
  readonly since: number;
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
  /** Place of each of the first inputs among those of the ONNX operator: optional ones may be left out. What bodies capture follows. */
  readonly places: readonly number[];
  readonly bodies: Readonly<Record<string, Body>>;
  /** Types of the outputs. */
  readonly types: readonly TensorType[];
}

declare module '../op' {
  interface OpAttrs {
    onnx: OnnxAttrs;
  }
}

/** An ONNX operator carried from one file to another as it is: run, but neither understood nor differentiated. */
export const onnx = defineOp<'onnx'>({
  name: 'onnx',
  infer: (inputs, { places, bodies, types }) => {
    const captured = Object.values(bodies).reduce((count, body) => count + body.captured, 0);
    if (inputs.length !== places.length + captured)
      throw new ShapeError('arity', { expected: places.length + captured, actual: inputs.length });
    return types;
  },
  onnx: ({ w, inputs, attrs: { opType, since, attributes, places, bodies, types } }) => {
    w.requireOpset(since);
    const fed = new Array<string>(Math.max(0, ...places.map((place) => place + 1))).fill('');
    for (const [i, place] of places.entries()) fed[place] = inputs[i] as string;
    let next = places.length;
    const written = Object.entries(bodies).map(([name, { graph, captured }]): [string, OnnxAttribute] => {
      const formal = graph.inputs.slice(graph.inputs.length - captured);
      const outer = formal.map((input): [string, string] => [input.name, inputs[next++] as string]);
      return [name, { graph, captured: Object.fromEntries(outer) }];
    });
    return w.node(opType, fed, { ...attributes, ...Object.fromEntries(written) }, types.length);
  },
  gradient: 'undefined',
});
