import type { HostTensor } from '../core/tensor';
import type { Trainer } from '../training/trainer';

interface GoldenTensor {
  readonly type: string;
  readonly dims: readonly number[];
  readonly data: readonly number[];
}

export interface Golden {
  readonly cases: readonly {
    readonly inputs: Readonly<Record<string, GoldenTensor>>;
    readonly outputs: Readonly<Record<string, GoldenTensor>>;
  }[];
}

const count = 8;

/** The first 8 test examples, raw, with what the trainer's own evaluate program answers: what an export must repeat. */
export async function goldenCases(trainer: Trainer): Promise<Golden> {
  const cases = await trainer.answers(count);
  return {
    cases: cases.map(({ inputs, outputs }) => ({ inputs: mapValues(inputs), outputs: mapValues(outputs) })),
  };
}

function mapValues(tensors: Readonly<Record<string, HostTensor>>): Record<string, GoldenTensor> {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, { dtype, dims, data }]) => [
      name,
      { type: dtype, dims, data: Array.from(data, Number) },
    ]),
  );
}
