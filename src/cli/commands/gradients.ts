import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
  compileModelGradients,
  type GradientProgram,
  type LossModel,
  modelLosses,
  withLoss,
} from '../../compiler/imported';
import type { Diagnostic } from '../../core/diagnostic';
import { fromNumbers, isFloat, toNumbers } from '../../core/dtype';
import { err, ok, type Result } from '../../core/result';
import { formatShape, sameShape, type TensorType } from '../../core/shape';
import type { HostTensor } from '../../core/tensor';
import { readNpy, writeNpy } from '../../data/npy';
import type { RawModel } from '../../onnx/decode/raw';
import { dataInputs, sizesOfShapes } from '../../onnx/decode/sizes';
import { type ImportedModel, importRaw } from '../../onnx/decode/toIr';
import { encodeGraph } from '../../onnx/encode';
import { createNodeExecutor } from '../../runtime/nodeExecutor';
import { type Command, type Invocation, oneOf, UsageError } from '../command';
import type { Io } from '../io';
import { openModel, pairsOf, readBytes } from '../model';

export const gradientsCommand: Command = {
  name: 'gradients',
  summary: 'Run an ONNX model on one batch and write output, loss and the gradient of every float initialiser as .npy.',
  arguments: ['MODEL.onnx'],
  options: {
    input: { type: 'string', value: 'x.npy', help: 'the batch; NAME=x.npy,OTHER=y.npy where there are several inputs' },
    target: { type: 'string', value: 't.npy', help: 'what the output should be; class numbers for cross_entropy' },
    loss: { type: 'string', value: modelLosses.join('|'), help: 'the loss' },
    output: { type: 'string', value: 'NAME', help: 'the output the loss is taken of (default: the first)' },
    out: { type: 'string', value: 'DIR', help: 'where to write (default: here)' },
  },
  async run(invocation) {
    const { positionals, values, io } = invocation;
    const loss = oneOf(invocation, 'loss', modelLosses);
    if (!loss || typeof values.target !== 'string') throw new UsageError('--loss and --target are needed');
    const raw = await openModel(positionals[0] ?? '', io);
    if (!raw.ok) return err([raw.error]);
    const given = await readInputs(raw.value, invocation);
    if (!given.ok) return err([given.error]);
    const target = await readTensorFile(values.target, io);
    if (!target.ok) return err([target.error]);
    const shapes = new Map([...given.value].map(([name, { dims }]) => [name, dims]));
    const sizes = sizesOfShapes(raw.value, shapes);
    if (!sizes.ok) return err([sizes.error]);
    const model = importRaw(raw.value, { sizes: sizes.value, parameters: () => true });
    if (!model.ok) return err([model.error]);
    const measured = withLoss(model.value, {
      type: loss,
      ...(typeof values.output === 'string' ? { output: values.output } : {}),
    });
    if (!measured.ok) return measured;
    const program = compileModelGradients(measured.value);
    if (!program.ok) return program;
    const feeds = feedsOf(measured.value, program.value, model.value, given.value, target.value);
    if (!feeds.ok) return err([feeds.error]);
    const results = await run(program.value, feeds.value);
    const folder = resolve(io.cwd, typeof values.out === 'string' ? values.out : '.');
    const files = await writeResults(folder, program.value, model.value, results);
    const value = results.get(program.value.loss)?.data[0];
    return ok({
      json: { folder, loss: Number(value), lossOf: measured.value.lossOf, files, withoutGradient: model.value.fixed },
      text: `loss ${value}; ${files.length} files in ${folder}`,
    });
  },
};

async function readTensorFile(path: string, io: Io): Promise<Result<HostTensor, Diagnostic>> {
  const bytes = await readBytes(path, io);
  return bytes.ok ? readNpy(bytes.value) : bytes;
}

/** A file for each input of the model; the only one may go without its name. */
async function readInputs(
  model: RawModel,
  invocation: Invocation,
): Promise<Result<Map<string, HostTensor>, Diagnostic>> {
  const wanted = dataInputs(model).map(({ name }) => name);
  const [only] = wanted;
  const tensors = new Map<string, HostTensor>();
  for (const [key, path] of pairsOf(invocation, 'input')) {
    const name = key === '' && wanted.length === 1 && only !== undefined ? only : key;
    if (!wanted.includes(name))
      throw new UsageError(`--input takes ${wanted.map((input) => `${input}=FILE`).join(',')}`);
    const tensor = await readTensorFile(path, invocation.io);
    if (!tensor.ok) return tensor;
    tensors.set(name, tensor.value);
  }
  const missing = wanted.find((name) => !tensors.has(name));
  if (missing !== undefined) throw new UsageError(`--input is missing for ${missing}`);
  return ok(tensors);
}

/** Everything the program is fed, in its own element types. */
function feedsOf(
  model: LossModel,
  { graph, target: targetName }: GradientProgram,
  { parameters }: ImportedModel,
  inputs: ReadonlyMap<string, HostTensor>,
  target: HostTensor,
): Result<Record<string, HostTensor>, Diagnostic> {
  const own = new Map(parameters.map(({ name, tensor }) => [name, tensor]));
  const feeds: Record<string, HostTensor> = {};
  for (const { name, value } of graph.inputs) {
    const parameter = own.get(name);
    const given = name === targetName ? target : inputs.get(name);
    const fed = parameter
      ? ok(parameter)
      : given && converted(name, given, name === targetName ? model.target : value.type);
    if (fed && !fed.ok) return fed;
    if (fed) feeds[name] = fed.value;
  }
  return ok(feeds);
}

/** The same numbers under the type the model wants: floats among themselves, whole numbers among themselves. Errors: another shape or kind. */
function converted(name: string, tensor: HostTensor, { dtype, shape }: TensorType): Result<HostTensor, Diagnostic> {
  const fits = isFloat(dtype) === isFloat(tensor.dtype) && (dtype === 'bool') === (tensor.dtype === 'bool');
  if (!sameShape(shape, tensor.dims) || !fits) {
    const [wanted, actual] = [`${dtype} ${formatShape(shape)}`, `${tensor.dtype} ${formatShape(tensor.dims)}`];
    const message = `${name}: expected ${wanted}, got ${actual}`;
    return err({ code: 'cli.tensor', severity: 'error', message, details: { name, expected: wanted, actual } });
  }
  return ok(
    tensor.dtype === dtype ? tensor : { dtype, dims: tensor.dims, data: fromNumbers(dtype, toNumbers(tensor)) },
  );
}

async function run({ graph }: GradientProgram, feeds: Record<string, HostTensor>): Promise<Map<string, HostTensor>> {
  const executor = await createNodeExecutor({ provider: 'cpu', threads: 0 });
  try {
    const session = await executor.createSession(encodeGraph(graph, { target: 'cpu' }));
    const results = new Map<string, HostTensor>();
    for (const [name, tensor] of Object.entries(await session.run(feeds))) results.set(name, await tensor.read());
    return results;
  } finally {
    await executor.dispose();
  }
}

/** `output.npy`, `loss.npy`, and a gradient for each float initialiser. */
async function writeResults(
  folder: string,
  { output, loss, gradients }: GradientProgram,
  { parameters }: ImportedModel,
  results: ReadonlyMap<string, HostTensor>,
): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const taken = new Set<string>();
  const files: string[] = [];
  const write = async (wanted: string, tensor: HostTensor | undefined) => {
    if (!tensor) return;
    const safe = wanted.replace(/[^A-Za-z0-9._-]/g, '_');
    let name = safe;
    for (let n = 1; taken.has(name); n++) name = `${safe}_${n}`;
    taken.add(name);
    files.push(`${name}.npy`);
    await writeFile(join(folder, `${name}.npy`), writeNpy(tensor));
  };
  await write('output', results.get(output));
  await write('loss', results.get(loss));
  for (const [i, { name }] of parameters.entries()) await write(name, results.get(gradients[i] ?? ''));
  return files;
}
