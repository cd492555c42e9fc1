import { type ChildProcess, fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Outcome } from './runCase';

export interface Question {
  readonly folder: string;
  readonly name: string;
}

export interface Answer {
  readonly outcome: Outcome;
}

const worker = fileURLToPath(new URL('./worker.ts', import.meta.url));
/** Node reads TypeScript with it. */
const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/** Runs cases in a process of its own, so that a crash or an endless loop of the runtime costs one case. */
export class IsolatedRunner {
  private child: ChildProcess | undefined;

  constructor(
    private readonly provider: 'cpu' | 'wasm',
    private readonly timeout: number,
  ) {}

  run(question: Question): Promise<Outcome> {
    const child = this.started();
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.stop('SIGKILL'), this.timeout);
      const finish = (outcome: Outcome) => {
        clearTimeout(timer);
        child.removeAllListeners();
        resolve(outcome);
      };
      child.once('message', (answer: Answer) => finish(answer.outcome));
      child.once('exit', (code, signal) => {
        this.child = undefined;
        finish({ status: 'failed', message: `the runtime ended with ${signal ?? `code ${code}`}` });
      });
      child.send(question);
    });
  }

  stop(signal: NodeJS.Signals = 'SIGTERM'): void {
    this.child?.kill(signal);
  }

  private started(): ChildProcess {
    this.child ??= fork(worker, [this.provider], {
      execArgv: ['--import', loader],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    return this.child;
  }
}
