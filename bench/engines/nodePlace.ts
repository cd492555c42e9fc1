import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Answer, Pending, type Place, remoteEngine } from './remote';

/** Netloom's steps in a Node process of their own (onnxruntime-node or onnxruntime-web). */
export function nodePlace(): Place {
  const child = fork(fileURLToPath(new URL('nodeChild.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx', '--expose-gc'],
    serialization: 'advanced',
  });
  const pending = new Pending();
  child.on('message', (answer: Answer) => pending.settle(answer));
  child.on('exit', (code) => pending.fail(`the Node process ended with code ${code}`));
  const call = (method: string, args: readonly unknown[]) => pending.ask((id) => child.send({ id, method, args }));
  return {
    engine: remoteEngine(call),
    close: async () => {
      child.kill('SIGKILL');
    },
  };
}
