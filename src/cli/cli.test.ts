import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createNodeExecutor } from '../runtime/nodeExecutor';
import { decodeProject, encodeProject } from '../storage/projectFile';
import { tinyDocument, tinyFiles } from '../worker/engine/tiny.fixture';
import { runCli } from './run';

let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'netloom-cli-'));
  await mkdir(join(cwd, 'tiny'));
  for (const [path, bytes] of tinyFiles()) await writeFile(join(cwd, path), bytes);
  await writeFile(
    join(cwd, 'tiny.json'),
    encodeProject({ document: tinyDocument({ epochs: 2 }), checkpoint: undefined }),
  );
  const { edges, ...rest } = tinyDocument();
  const broken = { ...rest, edges: edges.filter(({ to }) => to.node !== 'dense_1') };
  await writeFile(join(cwd, 'broken.json'), JSON.stringify(broken));
  await writeFile(join(cwd, 'text.json'), 'no json');
});
afterAll(() => rm(cwd, { recursive: true }));

async function netloom(line: string) {
  let out = '';
  let err = '';
  const code = await runCli(line.split(' ').filter(Boolean), {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    live: false,
    cwd,
    dataDir: cwd,
  });
  return { code, out, err };
}

/** Runs with --json and reads the one object on stdout. */
async function json(line: string) {
  const { code, out, err } = await netloom(`${line} --json`);
  expect(out.trimEnd().split('\n')).toHaveLength(1);
  return { code, err, value: JSON.parse(out) };
}

test('templates', async () => {
  const { code, value } = await json('templates');
  expect(code).toBe(0);
  expect(value.templates.map(({ id }: { id: string }) => id)).toEqual(
    expect.arrayContaining(['mnist-cnn', 'mnist-mlp']),
  );
  expect((await netloom('templates')).out).toContain('mnist-cnn');
});

test.each([
  ['trane mnist-cnn', 'there is no command trane'],
  ['train mnist-cnn --epohs 3', '--epohs'],
  ['train', 'train takes TEMPLATE|project.json'],
  ['train a b', 'train takes TEMPLATE|project.json'],
  ['templates mnist-cnn', 'templates takes no argument'],
  ['train mnist-cnn --epochs', '--epochs'],
  ['train mnist-cnn --epochs 0', '--epochs takes a whole number'],
  ['train mnist-cnn --epochs 1.5', '--epochs takes a whole number'],
  ['train mnist-cnn --steps -3', '--steps'],
  ['train mnist-cnn --steps 3 --epochs 1', 'not both'],
  ['train mnist-cnn --seed 4294967296', '--seed takes a whole number, 0 to 4294967295'],
  ['train mnist-cnn --threads x', '--threads'],
  ['train mnist-cnn --provider cuda', '--provider takes wasm, cpu, webgpu; got cuda'],
  ['train mnist-cnn --full=yes', '--full'],
  ['', 'Usage'],
])('%s: exit code 2 and why, nothing on stdout', async (line, message) => {
  const { code, out, err } = await netloom(line);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(message);
});

test.each(['--help', 'train --help', 'export -h'])('%s', async (line) => {
  const { code, out } = await netloom(line);
  expect(code).toBe(0);
  expect(out).toMatch(/^Usage: netloom/);
});

test.each([
  ['train none.json', 'project.notFound'],
  ['analyze text.json', 'project.json'],
  ['train broken.json', 'wire.missing'],
  ['analyze broken.json', 'wire.missing'],
  ['export broken.json', 'wire.missing'],
])('%s fails with %s, as one JSON object too', async (line, diagnostic) => {
  const { code, value, err } = await json(line);
  expect(code).toBe(1);
  expect(value.diagnostics[0].code).toBe(diagnostic);
  expect(err).toContain(`[${diagnostic}]`);
});

test('analyze: a row a node, and the sums', async () => {
  const { value } = await json('analyze tiny.json');
  expect(value.nodes).toHaveLength(9);
  expect(value.nodes[1]).toMatchObject({
    id: 'conv2d_1',
    type: 'conv2d',
    output: '[B, 4, 6, 6]',
    parameters: 40,
    memory: 576,
  });
  expect(value.parameters).toBe(151);
  expect(value.flops).toBe(value.nodes.reduce((sum: number, node: { flops: number }) => sum + node.flops, 0));
  expect((await netloom('analyze tiny.json')).out).toMatch(/^total +151/m);
});

test('train: the answer, the files, and the file that gives the trainer’s answers', async () => {
  const { code, value, err } = await json('train tiny.json --epochs 12 --seed 3 --threads 1 --out run');
  expect(code).toBe(0);
  expect(value).toEqual({
    template: 'tiny.json',
    seed: 3,
    steps: 84,
    loss: expect.any(Number),
    metrics: { accuracy: expect.any(Number) },
    validation: { loss: expect.any(Number), accuracy: expect.any(Number), examples: 5 },
    test: { loss: expect.any(Number), accuracy: expect.any(Number), examples: 30 },
    msPerStep: expect.any(Number),
    parameters: 151,
    provider: 'wasm',
    threads: 1,
  });
  expect(value.test.accuracy).toBeGreaterThan(0.9);
  expect(err).toContain('epoch 12: validation loss');
  const project = decodeProject(await readFile(join(cwd, 'run/project.json'), 'utf8'));
  expect(project.ok && project.value.checkpoint?.step).toBe(84);
  const golden = JSON.parse(await readFile(join(cwd, 'run/golden.json'), 'utf8'));
  expect(golden.cases).toHaveLength(8);
  const executor = await createNodeExecutor({ provider: 'cpu', threads: 1 });
  const session = await executor.createSession(await readFile(join(cwd, 'run/model.onnx')));
  for (const { inputs, outputs } of golden.cases) {
    const { type, dims, data } = inputs.image;
    expect({ type, dims }).toEqual({ type: 'uint8', dims: [1, 1, 8, 8] });
    const answer = await session.run({ image: { dtype: type, dims, data: Uint8Array.from(data) } });
    const { data: values } = (await answer.probabilities?.read()) ?? { data: [] };
    for (const [i, expected] of outputs.probabilities.data.entries())
      expect(Number(values[i])).toBeCloseTo(expected, 5);
  }
  await executor.dispose();
});

test('the same seed twice gives the same loss; cpu comes close; a trained project goes on', async () => {
  const first = await json('train tiny.json --steps 9 --threads 1 --out nine');
  const again = await json('train tiny.json --steps 9 --threads 1');
  expect({ ...again.value, msPerStep: 0 }).toEqual({ ...first.value, msPerStep: 0 });
  const cpu = await json('train tiny.json --steps 9 --threads 1 --provider cpu');
  expect(cpu.value).toMatchObject({ provider: 'cpu' });
  expect(cpu.value.loss).toBeCloseTo(first.value.loss, 4);
  const whole = await json('train tiny.json --steps 20 --threads 1');
  const rest = await json('train nine/project.json --steps 11 --threads 1');
  expect(rest.value).toMatchObject({ steps: 20, loss: whole.value.loss, test: whole.value.test });
});

test('export: an untrained model into a named file', async () => {
  const { value } = await json('export tiny.json --out deep/er/net.onnx');
  expect(value).toMatchObject({
    inputName: 'image',
    outputName: 'probabilities',
    classes: ['left', 'right', 'both'],
    trained: false,
  });
  expect((await readFile(join(cwd, 'deep/er/net.onnx'))).length).toBe(value.bytes);
  expect((await json('export tiny.json')).value.file).toBe(join(cwd, 'model.onnx'));
});
