import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Rng } from '../core/rng';
import { staticDims } from '../core/shape';
import { templates } from '../document/templates/registry';
import { deviation } from '../testing/compare';
import { interpret } from '../testing/reference/interpret';
import { type RefTensor, volume } from '../testing/reference/tensor';
import { openWebgpu, type WebgpuRunner } from '../testing/webgpu';
import { compileTrain } from './compile';
import type { TrainProgram } from './program';

/** Operators whose loop runs on the CPU. */
const loops = new Set(['scan', 'lstm', 'gru', 'rnn']);
const batch = 2;

let gpu: WebgpuRunner;
beforeAll(async () => {
  gpu = await openWebgpu();
}, 60_000);
afterAll(() => gpu.close());

/** Small parameters, a first step, random pictures and labels of class 0 or 1. */
function feedsOf(program: TrainProgram): Record<string, RefTensor> {
  const rng = new Rng(1);
  return Object.fromEntries(
    program.inputs.map(({ name, role, type: { dtype, shape } }): [string, RefTensor] => {
      const dims = staticDims(shape);
      const draw = (): number => {
        if (role === 'state' || role === 'step') return 0;
        if (role === 'learningRate') return 0.001;
        if (role === 'parameters') return rng.normal() / 20;
        return dtype === 'float32' ? rng.uniform() : rng.int(2);
      };
      return [name, { dtype, dims, data: Float64Array.from({ length: volume(dims) }, draw) }];
    }),
  );
}

describe('the training step of a template on WebGPU', () => {
  it.each(templates.map((template) => ({ id: template.id, template })))(
    '$id leaves nothing to the CPU',
    async ({ template }) => {
      const compiled = compileTrain(template.create(), { batch });
      if (!compiled.ok) throw new Error(JSON.stringify(compiled.error));
      const program = compiled.value;
      const feeds = feedsOf(program);
      const { outputs, onCpu } = await gpu.run(program.graph, feeds);
      const looped = program.graph.nodes.some(({ op }) => loops.has(op));
      if (!looped) expect(onCpu).toEqual([]);
      const { loss } = interpret(program.graph, feeds);
      expect(deviation(outputs.loss, loss!).largest).toBeLessThan(1e-4);
    },
    600_000,
  );
});
