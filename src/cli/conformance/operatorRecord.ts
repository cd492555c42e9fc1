import { join } from 'node:path';
import { isFloat } from '../../core/dtype';
import { internal, ShapeError } from '../../core/errors';
import { GradientError, gradients } from '../../ir/autodiff';
import { Builder } from '../../ir/builder';
import { inline } from '../../ir/inline';
import type { Graph, Node, OpName, Value } from '../../ir/op';
import { floats, info, ints, model, node } from '../../onnx/decode/models.fixture';
import { readModel } from '../../onnx/decode/proto';
import type { RawModel } from '../../onnx/decode/raw';
import { type ImportOptions, importRaw } from '../../onnx/decode/toIr';
import { casesIn, readCaseModel, readTestData } from './testCase';

/** `yes`: it can be trained through; `zero`: flat or not of floats; `no`: an error says so; `some`: depends on its attributes. */
export type Differentiable = 'yes' | 'zero' | 'no' | 'some';

export interface OperatorRecord {
  /** IR operators it becomes; none where its result is known at import. */
  readonly ir: readonly OpName[];
  readonly gradient: Differentiable;
  /** Computes in float64 what it is given in float32: that is not for WebGPU. */
  readonly double?: true;
}

/** Folders of libonnx-testdata whose cases are mostly of one operator. */
const folders = ['node', 'pytorch-converted', 'pytorch-operator', 'simple'];

/** Operators that ONNX's test data of opset 17 does not have, or never alone. */
function ownModels(): Uint8Array[] {
  const x = info('x', [2, 4, 3]);
  const single = (op: string, opset: number, attributes = {}, more: ReturnType<typeof floats>[] = []) =>
    model(
      {
        name: 'g',
        node: [node(op, ['x', ...more.map(({ name }) => name)], ['y'], attributes)],
        input: [x],
        output: [info('y', [])],
        initializer: more,
      },
      opset,
    );
  const ones = (name: string, size: number) => floats(name, [size], new Array<number>(size).fill(1));
  const body = {
    name: 'body',
    node: [node('Identity', ['go'], ['on']), node('Add', ['v', 'v'], ['next'])],
    input: [info('i', [], 7), info('go', [], 9), info('v', [2, 4, 3])],
    output: [info('on', [], 9), info('next', [2, 4, 3])],
  };
  const loop = {
    name: 'g',
    node: [node('Loop', ['trips', '', 'x'], ['y'], { body: { graph: body } })],
    input: [x],
    output: [info('y', [])],
    initializer: [ints('trips', [3], [])],
  };
  const branch = { name: 'branch', node: [node('Neg', ['x'], ['r'])], output: [info('r', [2, 4, 3])] };
  const choice = {
    name: 'g',
    node: [node('If', ['c'], ['y'], { then_branch: { graph: branch }, else_branch: { graph: branch } })],
    input: [x, info('c', [], 9)],
    output: [info('y', [])],
  };
  const weights = [floats('w', [1, 6, 3], new Array(18).fill(0)), floats('r', [1, 6, 2], new Array(12).fill(0))];
  return [
    model(choice, 17),
    single('GRU', 17, { hidden_size: 2, linear_before_reset: 1 }, weights),
    single('Trilu', 17),
    single('Gelu', 20),
    single('Mish', 18),
    single('Swish', 24),
    single('Identity', 17),
    single('LpNormalization', 17),
    single('RMSNormalization', 23, {}, [ones('s', 3)]),
    single('GroupNormalization', 21, { num_groups: 2 }, [ones('s', 4), ones('b', 4)]),
    model(loop, 17),
  ];
}

/** What every operator was seen to become. */
export function recordOperators(folder: string): Record<string, OperatorRecord> {
  const seen = new Map<string, { ir: Set<OpName>; gradients: Set<'yes' | 'zero' | 'no'>; double: boolean }>();
  const record = (raw: RawModel, options: ImportOptions) => {
    const operator = onlyOperator(raw);
    const imported = operator === undefined ? undefined : importRaw(raw, options);
    if (operator === undefined || !imported?.ok) return;
    const known = seen.get(operator) ?? { ir: new Set(), gradients: new Set(), double: false };
    const { graph } = imported.value;
    for (const { op } of graph.nodes) if (op !== 'input' && op !== 'constant') known.ir.add(op);
    known.gradients.add(differentiable(graph));
    const ends = [...graph.inputs, ...graph.outputs];
    if (!ends.some(({ value }) => value.type.dtype === 'float64')) known.double ||= graph.nodes.some(isDouble);
    seen.set(operator, known);
  };
  for (const name of folders) {
    for (const item of casesIn(join(folder, name))) {
      const path = join(folder, name, item);
      const raw = readCaseModel(path);
      const data = raw.ok ? readTestData(path, raw.value) : undefined;
      const [set] = data?.ok ? data.value : [];
      if (raw.ok && set) record(raw.value, { fixed: set.inputs });
    }
  }
  for (const bytes of ownModels()) {
    const raw = readModel(bytes);
    if (!raw.ok) internal(raw.error.message);
    else record(raw.value, {});
  }
  const sorted = [...seen].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    sorted.map(([operator, { ir, gradients: found, double }]): [string, OperatorRecord] => [
      operator,
      { ir: [...ir].sort(), gradient: summary(found), ...(double ? { double } : {}) },
    ]),
  );
}

const isDouble = ({ outputs }: Node): boolean => outputs.some(({ type }) => type.dtype === 'float64');

/** The operator of a model that is about one: constants beside it do not count. */
function onlyOperator({ graph }: RawModel): string | undefined {
  const own = graph.nodes.filter(({ opType }) => graph.nodes.length === 1 || opType !== 'Constant');
  const names = new Set(own.map(({ domain, opType }) => (domain ? `${domain}:${opType}` : opType)));
  return names.size === 1 ? [...names][0] : undefined;
}

function summary(found: ReadonlySet<'yes' | 'zero' | 'no'>): Differentiable {
  if (found.has('yes')) return found.has('no') ? 'some' : 'yes';
  return found.has('no') ? 'no' : 'zero';
}

/** Whether the sum of the float outputs has gradients with respect to the float inputs. */
function differentiable(graph: Graph): 'yes' | 'zero' | 'no' {
  const b = new Builder();
  const bindings = new Map<Value, Value>();
  for (const { name, value } of graph.inputs) bindings.set(value, b.input(name, value.type));
  inline(
    graph.nodes.filter(({ op }) => op !== 'input'),
    b,
    bindings,
  );
  const of = ({ value }: { value: Value }) => bindings.get(value) ?? internal('a value was not copied');
  const wrt = graph.inputs.map(of).filter(({ type }) => isFloat(type.dtype));
  const results = graph.outputs.map(of).filter(({ type }) => isFloat(type.dtype));
  try {
    const found = results.flatMap((value) => {
      const axes = value.type.shape.map((_, axis) => axis);
      const sum = axes.length > 0 ? b.op('reduceSum', [value], { axes, keepDims: false }) : value;
      return gradients(b, sum, wrt);
    });
    return found.some((value) => value !== undefined) ? 'yes' : 'zero';
  } catch (error) {
    // sizes only a run can tell
    if (error instanceof GradientError || error instanceof ShapeError) return 'no';
    throw error;
  }
}
