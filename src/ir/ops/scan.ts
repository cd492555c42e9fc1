import { internal } from '../../core/errors';
import { type Dim, formatShape, sameShape } from '../../core/shape';
import { inputAt } from '../expect';
import { defineOp, type Graph } from '../op';

interface ScanAttrs {
  /**
   * Inputs: the states, one slice of each scanned input, then what is captured.
   * Outputs: the new states, then one slice of each scanned output.
   */
  readonly body: Graph;
  /** How many inputs (and outputs) are states. */
  readonly states: number;
  /** How many inputs, the last ones, are the same at every step: read from the enclosing scope, never copied. */
  readonly captured?: number;
  /** From the last slice to the first; outputs stay at the place of their slice. */
  readonly reverse?: boolean;
}

declare module '../op' {
  interface OpAttrs {
    scan: ScanAttrs;
  }
}

/** Runs `body` once for each slice of the first axis of the scanned inputs, handing the states on; outputs are stacked on a new first axis. */
export const scan = defineOp<'scan'>({
  name: 'scan',
  infer: (inputs, { body, states, captured = 0 }) => {
    const length = inputs[states]?.shape[0] as Dim;
    for (const [i, { value, name }] of body.inputs.entries()) {
      const given = inputAt(inputs, i).shape;
      const whole = i < states || i >= body.inputs.length - captured;
      const slice = whole ? given : given.slice(1);
      if (!sameShape(slice, value.type.shape))
        internal(`scan input ${name}: expected ${formatShape(value.type.shape)}, got ${formatShape(slice)}`);
    }
    return body.outputs.map(({ value: { type } }, i) =>
      i < states ? type : { dtype: type.dtype, shape: [length, ...type.shape] },
    );
  },
  onnx: ({ w, inputs, attrs: { body, states, captured = 0, reverse } }) => {
    const fed = inputs.slice(0, inputs.length - captured);
    const outer = body.inputs.slice(fed.length).map(({ name }, i) => [name, inputs[fed.length + i] as string]);
    const attributes = {
      body: { graph: body, captured: Object.fromEntries(outer) },
      num_scan_inputs: fed.length - states,
      ...(reverse ? backwards(fed.length - states, body.outputs.length - states) : {}),
    };
    return w.node('Scan', fed, attributes, body.outputs.length);
  },
  gradient: 'undefined',
});

/** All directions 1. An empty list is left out: onnx.checker takes it for a missing one. */
function backwards(inputs: number, outputs: number): Record<string, readonly number[]> {
  const ones = (count: number) => new Array<number>(count).fill(1);
  return {
    scan_input_directions: ones(inputs),
    ...(outputs > 0 ? { scan_output_directions: ones(outputs) } : {}),
  };
}
