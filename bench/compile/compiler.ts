import { compileTrain } from '../../src/compiler/compile';
import type { ProgramInput, TrainProgram } from '../../src/compiler/program';
import { allocate } from '../../src/core/dtype';
import { internal } from '../../src/core/errors';
import type { HostTensor } from '../../src/core/tensor';
import type { NetDocument } from '../../src/document/schema';
import { templateOf } from '../../src/document/templates/registry';
import { encodeProgram } from '../../src/onnx/encode';
import type { Executor } from '../../src/runtime/executor';
import { LARGE_PROGRAM } from '../../src/training/boundProgram';
import { parametersOf } from '../../src/worker/engine/start';
import { sizeOf } from '../models/model';
import { matmulRate } from '../netloom/matmul';
import { denseChain } from './chain';

/** Milliseconds from a document to the end of its first training step, by part. */
export interface CompileTimes {
  /** Nodes of the document and of the train program. */
  readonly layers: number;
  readonly nodes: number;
  /** Document to graph, graph to bytes, bytes to session, the first step. */
  readonly compileMs: number;
  readonly encodeMs: number;
  readonly sessionMs: number;
  readonly stepMs: number;
}

/** Compiles documents where a runtime is up. */
export class DocumentCompiler {
  private executor: Executor | undefined;

  constructor(private readonly createExecutor: () => Promise<Executor>) {}

  async open(): Promise<void> {
    this.executor = await this.createExecutor();
    await matmulRate(this.executor, 8, 1);
  }

  template(id: string): Promise<CompileTimes> {
    return this.time((templateOf(id) ?? internal(`no template ${id}`)).create());
  }

  /** A document of `count` dense layers. */
  chain(count: number): Promise<CompileTimes> {
    return this.time(denseChain(count));
  }

  private async time(document: NetDocument): Promise<CompileTimes> {
    const executor = this.executor ?? internal('a compiler that is not open');
    const marks = [performance.now()];
    const compiled = compileTrain(document, { batch: document.training.batchSize });
    if (!compiled.ok) return internal(compiled.error.map(({ message }) => message).join('; '));
    const program = compiled.value;
    marks.push(performance.now());
    const model = encodeProgram(program, { target: 'cpu' });
    marks.push(performance.now());
    // as the trainer does it
    const asIs = program.graph.nodes.length > LARGE_PROGRAM;
    const session = await executor.createSession(model, { asIs });
    marks.push(performance.now());
    const feeds = Object.fromEntries(program.inputs.map((input) => [input.name, feedOf(program, input)]));
    await session.run(feeds);
    marks.push(performance.now());
    await session.dispose();
    const [compileMs, encodeMs, sessionMs, stepMs] = marks.slice(1).map((mark, i) => mark - (marks[i] ?? mark)) as [
      number,
      number,
      number,
      number,
    ];
    return { layers: document.nodes.length, nodes: program.graph.nodes.length, compileMs, encodeMs, sessionMs, stepMs };
  }
}

/** Parameters as they start; zeros for the rest. */
function feedOf(program: TrainProgram, input: ProgramInput): HostTensor {
  const { dtype } = input.type;
  const dims = input.type.shape as number[];
  const data = input.role === 'parameters' ? parametersOf(program.layout, 1, undefined) : allocate(dtype, sizeOf(dims));
  return { dtype, dims, data };
}
