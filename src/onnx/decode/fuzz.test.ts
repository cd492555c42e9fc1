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

/** What bytes can suffer on the way. `other` is a model to take parts of. */
type Damage = (bytes: Uint8Array, other: Uint8Array, pick: (count: number) => number) => Uint8Array;

const joined = (...parts: readonly Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]));

const damages: readonly Damage[] = [
  (bytes, _, pick) => (bytes.length > 0 ? bytes.with(pick(bytes.length), pick(256)) : bytes),
  (bytes, _, pick) => bytes.slice(0, pick(bytes.length) + 1),
  (bytes, _, pick) => {
    const from = pick(bytes.length);
    return joined(bytes.subarray(0, from), bytes.subarray(from + 1 + pick(64)));
  },
  (bytes, other, pick) => {
    const [to, from] = [pick(bytes.length), pick(other.length)];
    return joined(bytes.subarray(0, to), other.subarray(from, from + pick(200)), bytes.subarray(to));
  },
  (bytes, _, pick) => {
    const from = pick(bytes.length);
    return bytes.slice().fill(0xff, from, from + 1 + pick(9));
  },
];

describe('bytes of models that were damaged', () => {
  it('give a graph or a diagnostic, in time and memory of their size', () => {
    const kind = fc.nat(damages.length - 1);
    const steps = fc.array(fc.tuple(kind, fc.infiniteStream(fc.nat())), { minLength: 1, maxLength: 4 });
    const model = fc.nat(models.length - 1);
    fc.assert(
      fc.property(model, model, steps, fc.boolean(), (which, other, changes, trained) => {
        let bytes = models[which]?.() ?? new Uint8Array(1);
        for (const [damage, stream] of changes) {
          const pick = (count: number) => (stream.next().value as number) % Math.max(1, count);
          bytes = damages[damage]?.(bytes, models[other]?.() ?? bytes, pick) ?? bytes;
        }
        const started = performance.now();
        const result = importModel(bytes, trained ? { parameters: () => true } : {});
        expect(performance.now() - started).toBeLessThan(2000);
        if (!result.ok) expect(result.error.code).toMatch(/^onnx\./);
      }),
      { numRuns: Number(process.env.FUZZ_RUNS ?? 1500) },
    );
  });
});

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
