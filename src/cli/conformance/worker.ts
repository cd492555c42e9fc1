import { createNodeExecutor } from '../../runtime/nodeExecutor';
import type { Answer, Question } from './isolated';
import { runCase } from './runCase';

// what libraries print is not part of the answer
console.log = console.error;

const executor = await createNodeExecutor({ provider: process.argv[2] === 'wasm' ? 'wasm' : 'cpu', threads: 1 });

process.on('message', (question: Question) => {
  void answer(question).then((reply) => process.send?.(reply));
});

async function answer({ folder, name }: Question): Promise<Answer> {
  try {
    return { outcome: await runCase(folder, name, executor) };
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { outcome: { status: 'failed', message } };
  }
}
