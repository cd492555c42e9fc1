import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Diagnostic } from '../core/diagnostic';
import type { Result } from '../core/result';
import type { NetDocument } from '../document/schema';
import { mnistMlp } from '../document/templates/mnistMlp';
import { encodeProgram } from '../onnx/encode';
import type { Executor } from '../runtime/executor';
import { createNodeExecutor } from '../runtime/nodeExecutor';
import { parameterCount } from './bind';
import { compileEvaluate, compileInspect, compilePredict, compileTrain } from './compile';
import type { Program } from './program';

let executor: Executor;
beforeAll(async () => {
  executor = await createNodeExecutor({ provider: 'cpu', threads: 1 });
});
afterAll(() => executor.dispose());

/** The template with one parameter of its nodes of one type changed. */
function changed(type: string, param: string, value: string): NetDocument {
  const doc = mnistMlp.create();
  const nodes = doc.nodes.map((node) =>
    node.type === type ? { ...node, params: { ...node.params, [param]: value } } : node,
  );
  return { ...doc, nodes };
}

/** The template with a node called otherwise. */
function renamed(from: string, to: string): NetDocument {
  return JSON.parse(JSON.stringify(mnistMlp.create()).replaceAll(`"${from}"`, `"${to}"`));
}

const programs = (doc: NetDocument): Record<string, Result<Program, readonly Diagnostic[]>> => ({
  predict: compilePredict(doc),
  evaluate: compileEvaluate(doc),
  inspect: compileInspect(doc),
  train: compileTrain(doc, { batch: 2 }),
  'three steps a call': compileTrain(doc, { batch: 2, stepsPerCall: 3 }),
});

/** Encodes and loads: ONNX Runtime refuses a name that is defined twice. */
async function expectLoads(kind: string, program: Program): Promise<void> {
  const parameters = kind === 'predict' ? { parameters: new Float32Array(parameterCount(program.layout)) } : {};
  const session = await executor.createSession(encodeProgram(program, { target: 'cpu', ...parameters }));
  const wanted = program.outputs.map(({ name }) => name);
  expect(session.outputNames.toSorted(), kind).toEqual(wanted.toSorted());
  expect(session.inputNames.toSorted(), kind).toEqual(program.inputs.map(({ name }) => name).toSorted());
  await session.dispose();
}

describe('names the user chooses', () => {
  const inputs = [
    'label',
    'parameters',
    'learning_rate',
    'step',
    'state_m',
    'loss',
    'parameters_next',
    'loss_sum',
    'dense_1',
  ];
  it.each(inputs)('an input called %s', async (name) => {
    for (const [kind, program] of Object.entries(programs(changed('dataset', 'inputName', name)))) {
      if (!program.ok) throw new Error(`${kind}: ${program.error.map(({ message }) => message)}`);
      await expectLoads(kind, program.value);
      if (kind === 'predict') expect(program.value.inputs.map((input) => input.name)).toEqual([name]);
    }
  });

  const outputs = ['label', 'parameters', 'loss_sum', 'accuracy_sum', 'loss', 'dims_10', 'constant', 'Identity'];
  it.each(outputs)('an output called %s', async (name) => {
    for (const [kind, program] of Object.entries(programs(changed('output', 'outputName', name)))) {
      if (!program.ok) throw new Error(`${kind}: ${program.error.map(({ message }) => message)}`);
      await expectLoads(kind, program.value);
      const answers = program.value.outputs.filter(({ role }) => role === 'answer');
      if (kind === 'predict' || kind === 'evaluate') expect(answers.map((answer) => answer.name)).toEqual([name]);
    }
  });

  it.each(['image', 'parameters', 'label'])('a node called %s', async (name) => {
    for (const [kind, program] of Object.entries(programs(renamed('dense_1', name)))) {
      if (!program.ok) throw new Error(`${kind}: ${program.error.map(({ message }) => message)}`);
      await expectLoads(kind, program.value);
    }
  });

  it('one for an input and an output is a diagnostic', () => {
    for (const program of Object.values(programs(changed('output', 'outputName', 'image'))))
      expect(program).toMatchObject({
        ok: false,
        error: [
          {
            code: 'export.nameClash',
            severity: 'error',
            nodeId: 'output_1',
            param: 'outputName',
            details: { name: 'image' },
          },
        ],
      });
  });

  /** A second data set, which gives the loss its target where `wired`. */
  function twoSources(wired: boolean): NetDocument {
    const doc = mnistMlp.create();
    const source = doc.nodes.find(({ type }) => type === 'dataset');
    if (!source) throw new Error('no dataset');
    const flat = { ...source, id: 'dataset_2' };
    const edges = doc.edges.map((edge) =>
      wired && edge.from.port === 'x' && edge.to.port === 'x'
        ? { ...edge, from: { node: 'dataset_2', port: 'x' } }
        : edge,
    );
    const answer = { id: 'extra', from: { node: 'dataset_1', port: 'x' }, to: { node: 'output_1', port: 'x' } };
    const kept = wired ? [...edges.filter(({ to }) => to.node !== 'output_1'), answer] : edges;
    return { ...doc, nodes: [...doc.nodes, flat], edges: kept };
  }

  it('one for two inputs is a diagnostic', () => {
    for (const program of Object.values(programs(twoSources(true))))
      expect(program).toMatchObject({
        ok: false,
        error: [{ code: 'export.nameClash', nodeId: 'dataset_2', param: 'inputName' }],
      });
  });

  it('one for an input that nothing reads stops nothing', async () => {
    for (const [kind, program] of Object.entries(programs(twoSources(false)))) {
      if (!program.ok) throw new Error(`${kind}: ${program.error.map(({ message }) => message)}`);
      await expectLoads(kind, program.value);
    }
  });
});
