import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { adam, type BenchModel, batchesOf, startOf, type Values } from '../models/model';
import { modelOf } from '../models/registry';
import { type Call, Pending, type Place, remoteEngine } from './remote';

const PYTHON = process.env.PYTHON ?? '/usr/bin/python3';

/** Whether python3-torch is there. */
export function hasTorch(): boolean {
  return spawnSync(PYTHON, ['-c', 'import torch']).status === 0;
}

/** PyTorch in a process of its own, its BLAS on as many threads as itself. */
export function torchPlace(threads: number): Place {
  const folder = mkdtempSync(join(tmpdir(), 'netloom-bench-'));
  const count = String(threads);
  const child = spawn(PYTHON, [fileURLToPath(new URL('torchEngine.py', import.meta.url)), count], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { ...process.env, OMP_NUM_THREADS: count, OPENBLAS_NUM_THREADS: count },
  });
  const pending = new Pending();
  let answered = 0;
  createInterface({ input: child.stdout }).on('line', (line) => {
    pending.settle({ id: answered++, ...JSON.parse(line) });
  });
  child.on('exit', (code) => pending.fail(`the Python process ended with code ${code}`));
  const call: Call = (method, args) => {
    const given =
      method === 'load' ? [args[0], exchange(folder, modelOf(String(args[0])))] : method === 'open' ? [] : args;
    return pending.ask(() => child.stdin.write(`${JSON.stringify({ method, arguments: given })}\n`));
  };
  return {
    engine: remoteEngine(call),
    close: async () => {
      child.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Writes where a model starts and what it is fed; gives the folder. */
function exchange(folder: string, model: BenchModel): string {
  mkdirSync(folder, { recursive: true });
  const write = (file: string, values: Values, shape: readonly number[]) => {
    writeFileSync(join(folder, file), new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    return { file, shape, dtype: values instanceof Int32Array ? 'int32' : 'float32' };
  };
  const start = startOf(model);
  const parameters = model.parameters.map(({ name, shape }) => ({
    name,
    ...write(`parameter-${name}`, start.get(name) as Values, shape),
  }));
  const batches = batchesOf(model).map((batch, n) =>
    batch.map(({ name, shape, values }) => write(`batch-${n}-${name}`, values, shape)),
  );
  writeFileSync(join(folder, 'model.json'), JSON.stringify({ parameters, batches, adam }));
  return folder;
}
