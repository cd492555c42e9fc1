import { fromBinary, toBinary } from '@bufbuild/protobuf';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { elementsForOne } from '../../ir/flops';
import type { Graph } from '../../ir/op';
import { encodeGraph } from '../encode';
import { ModelProtoSchema } from '../onnx_pb';
import { models, mutations } from './tampered.fixture';
import { importModel } from './toIr';

const isSmall = ({ nodes }: Graph): boolean =>
  nodes.every(({ outputs }) => outputs.every(({ type }) => elementsForOne(type.shape) < 1e6));

describe('models that have been tampered with', () => {
  it('give a graph or a diagnostic, in time and memory of their size', () => {
    const kinds = Object.keys(mutations);
    const steps = fc.array(fc.tuple(fc.constantFrom(...kinds), fc.infiniteStream(fc.nat())), {
      minLength: 1,
      maxLength: 4,
    });
    let accepted = 0;
    fc.assert(
      fc.property(fc.nat(models.length - 1), steps, (which, changes) => {
        const model = fromBinary(ModelProtoSchema, models[which]?.() ?? new Uint8Array());
        for (const [kind, stream] of changes) {
          const pick = (count: number) => (count > 0 ? (stream.next().value as number) % count : 0);
          mutations[kind]?.(model, pick);
        }
        const started = performance.now();
        const result = importModel(toBinary(ModelProtoSchema, model));
        expect(performance.now() - started).toBeLessThan(2000);
        if (result.ok) {
          accepted++;
          // what was accepted can be written again, constants of its sizes included
          if (isSmall(result.value.graph))
            expect(encodeGraph(result.value.graph, { target: 'cpu' }).length).toBeGreaterThan(0);
        } else expect(result.error.code).toMatch(/^onnx\./);
      }),
      { numRuns: Number(process.env.FUZZ_RUNS ?? 1500) },
    );
    expect(accepted).toBeGreaterThan(0);
  });
});
