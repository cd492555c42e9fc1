import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { compileModelStep, type LossModel, modelLosses, withLoss } from '../../compiler/imported';
import { optimizerOf, optimizers } from '../../compiler/optimizers/registry';
import type { ProgramInput, ProgramOutput, TrainProgram } from '../../compiler/program';
import { isFloat } from '../../core/dtype';
import { err, ok } from '../../core/result';
import type { Shape } from '../../core/shape';
import { writeNpy } from '../../data/npy';
import type { RawModel } from '../../onnx/decode/raw';
import { sizesOfBatch, statistics } from '../../onnx/decode/sizes';
import { type ImportedModel, importRaw } from '../../onnx/decode/toIr';
import { encodeProgram } from '../../onnx/encode';
import { type Command, type Invocation, oneOf, UsageError, wholeNumber } from '../command';
import { matcher, openModel, pairsOf, positiveNumber } from '../model';

/** One end of the file, under its ONNX name. */
interface End {
  readonly role: ProgramInput['role'] | ProgramOutput['role'];
  readonly dtype?: string;
  readonly shape: Shape;
  /** Outputs: the input that takes it in the next step. */
  readonly next?: string;
}

export const differentiateCommand: Command = {
  name: 'differentiate',
  summary: 'Write the training step of an ONNX model: one optimizer step on one batch, itself an ONNX model.',
  arguments: ['MODEL.onnx'],
  options: {
    loss: { type: 'string', value: modelLosses.join('|'), help: 'what to minimise' },
    optimizer: { type: 'string', value: [...optimizers.keys()].join('|'), help: 'how (default: sgd)' },
    lr: { type: 'string', value: 'X', help: 'learning rate the description suggests; it is an input of the step' },
    batch: { type: 'string', value: 'N', help: 'examples a step (default: 32)' },
    output: { type: 'string', value: 'NAME', help: 'the output the loss is taken of (default: the first)' },
    sizes: { type: 'string', value: 'T=64,...', help: 'sizes of other symbolic axes, by name' },
    freeze: { type: 'string', value: 'PATTERN', help: 'initialisers to keep as they are: names with * and ?, commas' },
    'train-all': { type: 'boolean', help: 'train the running statistics of batch norms too' },
    target: { type: 'string', value: 'cpu|webgpu', help: 'which of equivalent operators to write (default: cpu)' },
    out: { type: 'string', value: 'FILE', help: 'where to write (default: train.onnx)' },
  },
  async run(invocation) {
    const { positionals, io, values } = invocation;
    const settings = settingsOf(invocation);
    const model = await openModel(positionals[0] ?? '', io);
    if (!model.ok) return err([model.error]);
    const sizes = sizesOfBatch(model.value, settings.batch, settings.sizes);
    if (!sizes.ok) return err([sizes.error]);
    const imported = importRaw(model.value, { sizes: sizes.value, parameters: trainedOf(model.value, invocation) });
    if (!imported.ok) return err([imported.error]);
    const measured = withLoss(imported.value, settings.loss);
    if (!measured.ok) return measured;
    const compiled = compileModelStep(measured.value, settings.optimizer);
    if (!compiled.ok) return compiled;
    const program = withShortNames(compiled.value);
    const file = resolve(io.cwd, typeof values.out === 'string' ? values.out : 'train.onnx');
    const start = `${file.replace(/\.onnx$/, '')}.parameters.npy`;
    const json = {
      file,
      ...describe(program, measured.value, settings),
      frozen: frozenOf(model.value, program),
      initialParameters: start,
    };
    await mkdir(dirname(file), { recursive: true });
    const metadata = { netloom: JSON.stringify({ ...json, file: undefined, initialParameters: undefined }) };
    await writeFile(file, encodeProgram(program, { target: settings.target, metadata }));
    await writeFile(start, writeNpy(initialParameters(imported.value, program)));
    return ok({ json, text: `${file}: ${json.parameters} parameters, ${Object.keys(json.inputs).join(', ')}` });
  },
};

function settingsOf(invocation: Invocation) {
  const loss = oneOf(invocation, 'loss', modelLosses);
  if (!loss) throw new UsageError(`--loss is missing: one of ${modelLosses.join(', ')}`);
  const type = oneOf(invocation, 'optimizer', [...optimizers.keys()]) ?? 'sgd';
  const { output } = invocation.values;
  const sizes = pairsOf(invocation, 'sizes').map(([name, text]): [string, number] => {
    if (name && /^[1-9]\d*$/.test(text)) return [name, Number(text)];
    throw new UsageError(`--sizes takes NAME=N, separated by commas; got ${name}=${text}`);
  });
  return {
    loss: { type: loss, ...(typeof output === 'string' ? { output } : {}) },
    optimizer: { type, params: {} },
    learningRate: positiveNumber(invocation, 'lr') ?? Number(optimizerOf(type)?.fields.learningRate.default),
    batch: wholeNumber(invocation, 'batch', 1) ?? 32,
    sizes: new Map(sizes),
    target: oneOf(invocation, 'target', ['cpu', 'webgpu']) ?? ('cpu' as const),
  };
}

/** Every float initialiser, without the statistics of batch norms unless asked for, and without what is frozen. */
function trainedOf(model: RawModel, { values }: Invocation): (name: string) => boolean {
  const kept = values['train-all'] === true ? new Set<string>() : statistics(model);
  const frozen = typeof values.freeze === 'string' ? matcher(values.freeze) : () => false;
  return (name) => !kept.has(name) && !frozen(name);
}

/** The learning rate as `lr`, if no end of the model has that name. */
function withShortNames(program: TrainProgram): TrainProgram {
  const rate = program.inputs.find(({ role }) => role === 'learningRate')?.name;
  const taken = [...program.inputs, ...program.outputs].some(({ name }) => name === 'lr');
  if (rate === undefined || taken) return program;
  const renamed = <T extends { readonly name: string }>(end: T): T =>
    end.name === rate ? { ...end, name: 'lr' } : end;
  return {
    ...program,
    inputs: program.inputs.map(renamed),
    graph: { ...program.graph, inputs: program.graph.inputs.map(renamed) },
  };
}

function describe(program: TrainProgram, model: LossModel, settings: ReturnType<typeof settingsOf>) {
  const types = new Map(program.graph.outputs.map(({ name, value }) => [name, value.type]));
  const inputs = program.inputs.map(({ role, name, type }): [string, End & { default?: number }] => {
    const end = { role, dtype: type.dtype, shape: type.shape };
    return [name, role === 'learningRate' ? { ...end, default: settings.learningRate } : end];
  });
  const outputs = program.outputs.map((output): [string, End] => {
    const { role, name } = output;
    const next = program.inputs.find((input) =>
      input.role === 'state' && output.role === 'state'
        ? input.state === output.state
        : input.role === role && role === 'parameters',
    );
    const { dtype = 'float32', shape = [] } = types.get(name) ?? {};
    return [name, { role, dtype, shape, ...(next ? { next: next.name } : {}) }];
  });
  const layout = program.layout.map(({ name, shape, offset }) => ({ name, shape, offset }));
  const count = layout.reduce((sum, { shape }) => sum + shape.reduce((product, size) => product * size, 1), 0);
  return {
    loss: settings.loss.type,
    lossOf: model.lossOf,
    optimizer: settings.optimizer.type,
    learningRate: settings.learningRate,
    batch: settings.batch,
    inputs: Object.fromEntries(inputs),
    outputs: Object.fromEntries(outputs),
    parameterLayout: layout,
    parameters: count,
  };
}

/** Float initialisers that are not trained. */
function frozenOf({ graph }: RawModel, { layout }: TrainProgram): string[] {
  const trained = new Set(layout.map(({ name }) => name));
  // TensorProto.DataType of the float types
  const floats = graph.initializers.filter(({ dataType }) => [1, 10, 11, 16].includes(dataType));
  return floats.map(({ name }) => name).filter((name) => !trained.has(name));
}

/** The model's own parameters in the order of the layout, float32 [P]. */
function initialParameters({ parameters }: ImportedModel, { layout }: TrainProgram) {
  const total = layout.reduce((sum, { shape }) => sum + shape.reduce((product, size) => product * size, 1), 0);
  const data = new Float32Array(total);
  const byName = new Map(parameters.map(({ name, tensor }) => [name, tensor]));
  for (const { name, offset } of layout) {
    const tensor = byName.get(name);
    if (tensor?.data instanceof Float32Array && isFloat(tensor.dtype)) data.set(tensor.data, offset);
  }
  return { dtype: 'float32' as const, dims: [total], data };
}
