import type { Program } from '../compiler/program';
import { internal } from '../core/errors';
import type { HostTensor } from '../core/tensor';
import { BoundProgram, type ModelState } from './boundProgram';
import { allExamples, evaluateSplit, type Scores } from './evaluate';
import { yieldToHost } from './host';
import type { TrainerOptions } from './trainerOptions';

/** The state after some step, in this thread's memory: training may go on meanwhile. */
export interface Snapshot {
  readonly state: ModelState;
  readonly step: number;
}

export interface NodeValue {
  readonly nodeId: string;
  /** float32, without the batch axis. */
  readonly tensor: HostTensor;
}

export interface AnsweredCase {
  /** Raw examples by input name. */
  readonly inputs: Readonly<Record<string, HostTensor>>;
  /** Answers by output name. */
  readonly outputs: Readonly<Record<string, HostTensor>>;
}

/** What can be asked of a model beside training it. */
export class Readings {
  constructor(
    private readonly options: Pick<TrainerOptions, 'programs' | 'sessions' | 'data' | 'settings'>,
    private readonly evaluator: BoundProgram<Program>,
  ) {}

  /** Means over the official test split. */
  async test({ state }: Snapshot): Promise<Scores> {
    const data = await this.options.data.loadTest();
    const { evaluationBatch } = this.options.settings;
    return evaluateSplit(this.evaluator, state, data, allExamples(data), evaluationBatch, yieldToHost);
  }

  /** The output of every node for one training example. */
  async inspect(snapshot: Snapshot, example: number): Promise<readonly NodeValue[]> {
    const { programs, sessions, data, settings } = this.options;
    const { seed } = settings;
    const { train } = data.split;
    const place = train[example % train.length] ?? internal(`no example ${example}`);
    const program: BoundProgram<Program> = await BoundProgram.create(sessions, programs.inspect());
    const examples = Uint32Array.of(place);
    const { values } = await program.run({ ...snapshot, seed, data: data.train, examples });
    return values.map(({ nodeId, tensor }) => ({
      nodeId,
      tensor: { dtype: 'float32', dims: tensor.dims.slice(1), data: Float32Array.from(tensor.data, Number) },
    }));
  }

  /** Test examples and the answers of the evaluate program to them. */
  async answers(snapshot: Snapshot, count: number): Promise<readonly AnsweredCase[]> {
    const data = await this.options.data.loadTest();
    const { seed } = this.options.settings;
    const cases: AnsweredCase[] = [];
    for (let i = 0; i < Math.min(count, data.count); i++) {
      const input = { ...snapshot, seed, data, examples: Uint32Array.of(i) };
      const { values } = await this.evaluator.run(input);
      const outputs = Object.fromEntries(values.map(({ name, tensor }) => [name, tensor]));
      cases.push({ inputs: this.evaluator.examplesIn(input), outputs });
    }
    return cases;
  }
}
