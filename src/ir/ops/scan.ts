import { internal } from '../../core/errors';
import { type Dim, formatShape, sameShape } from '../../core/shape';
import { inputAt } from '../expect';
import { defineOp, type Graph } from '../op';

interface ScanAttrs {
  /** Inputs: the states, then one slice of each scanned input. Outputs: the new states, then one slice of each scanned output. */
  readonly body: Graph;
  /** How many inputs (and outputs) are states. */
  readonly states: number;
}

declare module '../op' {
  interface OpAttrs {
    scan: ScanAttrs;
  }
}

/** Runs `body` once for each slice of the first axis of the scanned inputs, handing the states on; outputs are stacked on a new first axis. */
export const scan = defineOp<'scan'>({
  name: 'scan',
  infer: (inputs, { body, states }) => {
    const length = inputs[states]?.shape[0] as Dim;
    for (const [i, { value, name }] of body.inputs.entries()) {
      const given = inputAt(inputs, i).shape;
      const slice = i < states ? given : given.slice(1);
      if (!sameShape(slice, value.type.shape))
        internal(`scan input ${name}: expected ${formatShape(value.type.shape)}, got ${formatShape(slice)}`);
    }
    return body.outputs.map(({ value: { type } }, i) =>
      i < states ? type : { dtype: type.dtype, shape: [length, ...type.shape] },
    );
  },
  onnx: ({ w, inputs, attrs }) =>
    w.node(
      'Scan',
      inputs,
      { body: { graph: attrs.body }, num_scan_inputs: attrs.body.inputs.length - attrs.states },
      attrs.body.outputs.length,
    ),
  gradient: 'undefined',
});
