import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toNumbers } from '../../core/dtype';
import type { HostTensor } from '../../core/tensor';
import { readNpy, writeNpy } from '../../data/npy';
import { floats, info, node, model as onnxModel } from '../../onnx/decode/models.fixture';
import type { Executor } from '../../runtime/executor';
import { createNodeExecutor } from '../../runtime/nodeExecutor';
import { runCli } from '../run';

/** max |g - g_torch| / max |g_torch|; of one whole tensor. */
const TOLERANCE = 1e-4;

const folder = fileURLToPath(new URL('../../testing/goldens/onnx/', import.meta.url));
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.replace('.json', ''));

const tensorSchema = v.object({ dims: v.array(v.number()), data: v.array(v.number()) });
const goldenSchema = v.object({
  loss: v.picklist(['mse', 'cross_entropy', 'bce']),
  x: tensorSchema,
  target: tensorSchema,
  output: tensorSchema,
  value: v.number(),
  gradients: v.record(v.string(), tensorSchema),
  steps: v.record(
    v.string(),
    v.object({ lr: v.number(), losses: v.array(v.number()), parameters: v.record(v.string(), tensorSchema) }),
  ),
});
type Golden = v.InferOutput<typeof goldenSchema>;
type GoldenTensor = v.InferOutput<typeof tensorSchema>;

const goldenOf = (name: string): Golden =>
  v.parse(goldenSchema, JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')));

let work: string;
let executor: Executor;
beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), 'netloom-'));
  executor = await createNodeExecutor({ provider: 'cpu', threads: 1 });
});
afterAll(async () => {
  rmSync(work, { recursive: true });
  await executor.dispose();
});

/** Runs the command line in the work folder. */
async function cli(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  const code = await runCli(args, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    live: false,
    cwd: work,
    dataDir: '',
  });
  return { code, out, err };
}

const isWhole = ({ data }: GoldenTensor): boolean => data.every(Number.isInteger);

/** As numpy saves it: int64 for whole numbers, float32 for others. */
function save(name: string, tensor: GoldenTensor): string {
  const path = join(work, name);
  const { dims, data } = tensor;
  const host: HostTensor = isWhole(tensor)
    ? { dtype: 'int64', dims, data: BigInt64Array.from(data, BigInt) }
    : { dtype: 'float32', dims, data: Float32Array.from(data) };
  writeFileSync(path, writeNpy(host));
  return path;
}

function load(...path: string[]): HostTensor {
  const tensor = readNpy(readFileSync(join(work, ...path)));
  if (!tensor.ok) throw new Error(tensor.error.message);
  return tensor.value;
}

function expectClose(actual: ArrayLike<number>, expected: GoldenTensor, what: string): void {
  expect(actual.length, what).toBe(expected.data.length);
  const scale = Math.max(1e-6, ...expected.data.map(Math.abs));
  const worst = expected.data.reduce((most, value, i) => Math.max(most, Math.abs((actual[i] as number) - value)), 0);
  expect(worst / scale, what).toBeLessThanOrEqual(TOLERANCE);
}

describe('gradients of models PyTorch exported are those of PyTorch', () => {
  it.each(names)('%s', async (name) => {
    const golden = goldenOf(name);
    const [x, target] = [save(`${name}.x.npy`, golden.x), save(`${name}.t.npy`, golden.target)];
    const run = ['--input', x, '--target', target, '--loss', golden.loss, '--out', name, '--json'];
    const { code, out, err } = await cli('gradients', join(folder, `${name}.onnx`), ...run);
    expect(code, err).toBe(0);
    expect(JSON.parse(out).loss).toBeCloseTo(golden.value, 4);
    expectClose(toNumbers(load(name, 'output.npy')), golden.output, 'output');
    expectClose(toNumbers(load(name, 'loss.npy')), { dims: [], data: [golden.value] }, 'loss');
    for (const [parameter, gradient] of Object.entries(golden.gradients)) {
      const written = load(name, `${parameter}.npy`);
      expect(written.dims).toEqual(gradient.dims);
      expectClose(toNumbers(written), gradient, parameter);
    }
  });
});

interface Step {
  readonly inputs: Readonly<Record<string, { role: string; dtype: string; shape: number[]; default?: number }>>;
  readonly outputs: Readonly<Record<string, { role: string; next?: string }>>;
  readonly parameterLayout: readonly { name: string; shape: number[]; offset: number }[];
  readonly initialParameters: string;
  readonly frozen: readonly string[];
  readonly file: string;
}

async function differentiate(name: string, ...more: string[]): Promise<Step> {
  const { loss, x } = goldenOf(name);
  const args = ['--loss', loss, '--batch', String(x.dims[0]), '--out', `${name}.step.onnx`, '--json', ...more];
  const { code, out, err } = await cli('differentiate', join(folder, `${name}.onnx`), ...args);
  expect(code, err).toBe(0);
  return JSON.parse(out) as Step;
}

/** Runs the written file step after step, feeding back what it says is to be fed back. */
async function train(step: Step, golden: Golden, lr: number, count: number) {
  const session = await executor.createSession(readFileSync(step.file));
  const feeds: Record<string, HostTensor> = {};
  for (const [name, { role, dtype, shape }] of Object.entries(step.inputs)) {
    const size = shape.reduce((product, dim) => product * dim, 1);
    if (role === 'parameters') feeds[name] = load(step.initialParameters.split('/').at(-1) ?? '');
    if (role === 'state') feeds[name] = { dtype: 'float32', dims: shape, data: new Float32Array(size) };
    if (role === 'learningRate') feeds[name] = { dtype: 'float32', dims: [], data: Float32Array.of(lr) };
    if (role !== 'data') continue;
    const { data } = name === 'target' ? golden.target : golden.x;
    const typed =
      dtype === 'int32'
        ? Int32Array.from(data)
        : dtype === 'int64'
          ? BigInt64Array.from(data, BigInt)
          : Float32Array.from(data);
    feeds[name] = { dtype: dtype as HostTensor['dtype'], dims: shape, data: typed };
  }
  const losses: number[] = [];
  for (let n = 0; n < count; n++) {
    feeds.step = { dtype: 'float32', dims: [], data: Float32Array.of(n) };
    const results = await session.run(feeds);
    for (const [name, { role, next }] of Object.entries(step.outputs)) {
      const tensor = await results[name]?.read();
      if (tensor && next) feeds[next] = tensor;
      if (tensor && role === 'loss') losses.push(Number(tensor.data[0]));
    }
  }
  await session.dispose();
  return { losses, parameters: feeds.parameters?.data as Float32Array };
}

describe('training steps written as ONNX models train as PyTorch does', () => {
  it.each(names.flatMap((name) => ['sgd', 'adam'].map((optimizer) => [name, optimizer] as const)))(
    '%s with %s',
    async (name, optimizer) => {
      const golden = goldenOf(name);
      const expected = golden.steps[optimizer];
      if (!expected) throw new Error(`no golden steps of ${optimizer}`);
      const frozen = name === 'attention' ? ['--freeze', 'mask'] : [];
      const step = await differentiate(name, '--optimizer', optimizer, '--lr', String(expected.lr), ...frozen);
      const rate = Object.values(step.inputs).find(({ role }) => role === 'learningRate');
      expect(rate?.default).toBe(expected.lr);
      const { losses, parameters } = await train(step, golden, expected.lr, expected.losses.length);
      for (const [i, loss] of expected.losses.entries()) expect(losses[i]).toBeCloseTo(loss, 4);
      for (const { name: parameter, shape, offset } of step.parameterLayout) {
        const wanted = expected.parameters[parameter];
        if (!wanted) continue;
        const size = shape.reduce((product, dim) => product * dim, 1);
        expectClose(parameters.subarray(offset, offset + size), wanted, parameter);
      }
    },
  );

  it('describe every end, and where each parameter lies', async () => {
    const step = await differentiate('cnn', '--optimizer', 'adam');
    expect(Object.keys(step.inputs)).toEqual(['parameters', 'x', 'target', 'state_m', 'state_v', 'step', 'lr']);
    expect(step.inputs.target).toEqual({ role: 'data', dtype: 'int32', shape: [3] });
    expect(step.outputs.parameters_next).toMatchObject({ role: 'parameters', next: 'parameters' });
    expect(step.outputs.state_v_next).toMatchObject({ role: 'state', next: 'state_v' });
    expect(step.parameterLayout.map(({ name, shape, offset }) => [name, shape, offset]).slice(0, 3)).toEqual([
      ['0.weight', [4, 1, 3, 3], 0],
      ['0.bias', [4], 36],
      ['3.weight', [5, 4, 3, 3], 40],
    ]);
    expect(step.frozen).toEqual(['4.running_mean', '4.running_var']);
  });

  it('leave alone what is frozen', async () => {
    const step = await differentiate('cnn', '--freeze', '0.*,4.*');
    expect(step.parameterLayout.map(({ name }) => name)).toEqual(['3.weight', '3.bias', '8.weight', '8.bias']);
    const all = await differentiate('cnn', '--train-all');
    expect(all.frozen).toEqual([]);
  });
});

describe('what cannot be done is said', () => {
  const graphOf = (op: string, shape: readonly (number | string)[]): Uint8Array =>
    onnxModel(
      {
        name: 'g',
        node: [node('Mul', ['x', 'w'], ['h']), node(op, ['h'], ['y'], op === 'Det' ? {} : { axes: [1], keepdims: 0 })],
        input: [info('x', shape)],
        output: [info('y', [])],
        initializer: [floats('w', [1], [2])],
      },
      12,
    );
  beforeAll(() => {
    writeFileSync(join(work, 'means.onnx'), graphOf('ReduceMean', ['N', 3]));
    writeFileSync(join(work, 'det.onnx'), graphOf('Det', ['N', 3, 3]));
    writeFileSync(join(work, 'fixed.onnx'), graphOf('ReduceMean', [1, 3]));
    writeFileSync(join(work, 'open.onnx'), graphOf('ReduceMean', ['N', 'T']));
    writeFileSync(join(work, 'unknown.onnx'), graphOf('Frobnicate', ['N', 3]));
    const double = {
      name: 'g',
      node: [node('Mul', ['x', 'w'], ['y'])],
      input: [info('x', ['N', 3], 11)],
      output: [info('y', [], 11)],
      initializer: [{ name: 'w', dataType: 11, dims: [1n], doubleData: [2] }],
    };
    writeFileSync(join(work, 'double.onnx'), onnxModel(double, 12));
    writeFileSync(join(work, 'words.onnx'), onnxModel({ ...double, input: [info('x', ['N', 3], 8)] }, 12));
    writeFileSync(join(work, 'cut.onnx'), graphOf('ReduceMean', ['N', 3]).subarray(0, 40));
  });

  const model = (name: string): string => join(folder, `${name}.onnx`);
  const cases: readonly (readonly [string, readonly string[], number, string])[] = [
    [
      'a loss that does not fit',
      ['differentiate', 'means.onnx', '--loss', 'cross_entropy', '--batch', '2'],
      1,
      'cross_entropy does not fit the output y, float32 [2]: expected 2 [B, N] axes, got 1 [2]',
    ],
    [
      'an operator without a gradient',
      ['differentiate', 'det.onnx', '--loss', 'mse', '--batch', '2'],
      1,
      'no gradient exists for Det in y',
    ],
    [
      'an operator nobody knows',
      ['differentiate', 'unknown.onnx', '--loss', 'mse', '--batch', '2'],
      1,
      'Frobnicate is not supported (node y)',
    ],
    [
      'weights that are not float32',
      ['differentiate', 'double.onnx', '--loss', 'mse', '--batch', '2'],
      1,
      'w is float64; a training step is float32 throughout',
    ],
    [
      'an input of words',
      ['differentiate', 'words.onnx', '--loss', 'mse', '--batch', '2'],
      1,
      'input x: string elements are not supported',
    ],
    [
      'a file cut short',
      ['differentiate', 'cut.onnx', '--loss', 'mse', '--batch', '2'],
      1,
      'this is not an ONNX model',
    ],
    [
      'a model made for another batch',
      ['differentiate', 'fixed.onnx', '--loss', 'mse', '--batch', '2'],
      1,
      'input x is [1, 3], not [2, 3]',
    ],
    [
      'an axis nobody gives a size',
      ['differentiate', 'open.onnx', '--loss', 'mse', '--batch', '2'],
      1,
      'the size of T in input x [N, T] must be known',
    ],
    [
      'no such output',
      ['differentiate', model('mlp'), '--loss', 'mse', '--output', 'z'],
      1,
      'the model has no output z; it has y',
    ],
    ['a loss left out', ['differentiate', model('mlp')], 2, '--loss is missing'],
    [
      'a learning rate that is none',
      ['differentiate', model('mlp'), '--loss', 'mse', '--lr', 'fast'],
      2,
      '--lr takes a number above 0',
    ],
    [
      'nothing to train',
      ['differentiate', model('mlp'), '--loss', 'mse', '--freeze', '*'],
      1,
      'there is nothing to train',
    ],
    ['no such file', ['differentiate', 'nowhere.onnx', '--loss', 'mse'], 1, 'nowhere.onnx cannot be read'],
  ];
  it.each(cases)('%s', async (_, args, code, message) => {
    const result = await cli(...args);
    expect(result.code).toBe(code);
    expect(result.err).toContain(message);
  });

  it('a batch the model does not take', async () => {
    const x = save('narrow.npy', { dims: [2, 4], data: new Array(8).fill(0.5) });
    const target = save('narrow.t.npy', { dims: [2, 3], data: new Array(6).fill(0.5) });
    const result = await cli('gradients', model('mlp'), '--input', x, '--target', target, '--loss', 'mse');
    expect(result.code).toBe(1);
    expect(result.err).toContain('input x is [batch, 5], not [2, 4]');
  });
});
