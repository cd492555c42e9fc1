import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { casesOf, opNames } from '../testing/cases/all';
import { deviation } from '../testing/compare';
import { answerable } from '../testing/encodable';
import { caseProgram } from '../testing/program';
import { interpret } from '../testing/reference/interpret';
import { openWebgpu, type WebgpuRunner } from '../testing/webgpu';
import type { Graph, OpName } from './op';
import { loops } from './placement';

/** Relative; below FLOOR in size an element may be off by TOLERANCE * FLOOR. */
const TOLERANCE = 1e-4;
const FLOOR = 1e-2;
/** WGSL asks no more of sine and cosine than an absolute 2^-11 (section 15.7.4.1). */
const COARSE = 2 ** -11;
const coarse: ReadonlySet<OpName> = new Set(['sin', 'cos', 'tan']);

let gpu: WebgpuRunner;
beforeAll(async () => {
  gpu = await openWebgpu();
}, 60_000);
afterAll(() => gpu.close());

/** The provider knows no float64. */
function feasible(graph: Graph): boolean {
  const double = graph.nodes.some(({ outputs }) => outputs.some(({ type }) => type.dtype === 'float64'));
  return !double;
}

/** What the GPU computes with; other types, and integers moved by Slice, are the CPU's. */
function native(graph: Graph): boolean {
  return graph.nodes.every(({ op, outputs }) =>
    outputs.every(({ type: { dtype } }) =>
      op === 'slice' ? dtype === 'float32' : dtype === 'float32' || dtype === 'int32' || dtype === 'bool',
    ),
  );
}

describe('onnxruntime-web (WebGPU) against the reference: values, gradients and where they are computed', () => {
  for (const op of opNames) {
    const programs = casesOf(op).flatMap((item) => {
      const { graph: whole, feeds } = caseProgram(item);
      const graph = answerable(whole, 'webgpu');
      return feasible(graph) ? [{ name: item.name, graph, feeds }] : [];
    });

    it.each(programs)(`${op}/$name`, async ({ graph, feeds }) => {
      const { outputs, onCpu } = await gpu.run(graph, feeds);
      for (const [name, wanted] of Object.entries(interpret(graph, feeds))) {
        // what is infinite or not a number is up to the device (WGSL, section 15.7.2)
        const finite = {
          ...wanted,
          data: wanted.data.map((x, n) => (Number.isFinite(x) ? x : (outputs[name]?.data[n] ?? 0))),
        };
        const { largest, at } = deviation(outputs[name], finite, FLOOR);
        expect(largest, name + at).toBeLessThanOrEqual(coarse.has(op) ? COARSE : TOLERANCE);
      }
      // operators carried over from ONNX run where they can
      if (native(graph) && !loops.has(op) && op !== 'onnx') expect(onCpu).toEqual([]);
    });
  }
});
