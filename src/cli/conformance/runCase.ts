import { join } from 'node:path';
import type { Diagnostic } from '../../core/diagnostic';
import type { HostTensor } from '../../core/tensor';
import { type ImportedModel, importRaw } from '../../onnx/decode/toIr';
import { encodeGraph } from '../../onnx/encode';
import type { Executor } from '../../runtime/executor';
import { difference } from './compare';
import { readCaseModel, readTestData, type TestData } from './testCase';

export type Outcome =
  | {
      readonly status: 'passed';
      /** Some inputs (shapes, axes) were taken for known values. */
      readonly fixedInputs: boolean;
      /** Some operators were carried over unread. */
      readonly passedThrough: boolean;
    }
  | { readonly status: 'failed'; readonly message: string }
  | { readonly status: 'unsupported'; readonly reason: string; readonly message: string };

/** Decodes a case to IR, encodes it again, runs that and compares with what the case expects. */
export async function runCase(folder: string, name: string, executor: Executor): Promise<Outcome> {
  const path = join(folder, name);
  const model = readCaseModel(path);
  if (!model.ok) return refused(model.error);
  const data = readTestData(path, model.value);
  if (!data.ok) return refused(data.error);
  let [fixedInputs, passedThrough] = [false, false];
  for (const set of data.value) {
    const imported = importRaw(model.value, { fixed: set.inputs });
    if (!imported.ok) return refused(imported.error);
    const problem = await check(imported.value, set, executor);
    if (problem) return problem;
    fixedInputs ||= imported.value.fixed.length > 0;
    passedThrough ||= imported.value.graph.nodes.some(({ op }) => op === 'onnx');
  }
  return data.value.length > 0
    ? { status: 'passed', fixedInputs, passedThrough }
    : { status: 'failed', message: 'there is no test data' };
}

async function check(
  { graph }: ImportedModel,
  { inputs, outputs }: TestData,
  executor: Executor,
): Promise<Outcome | undefined> {
  const ran = await run(encodeGraph(graph, { target: 'cpu' }), graph.inputs, inputs, executor);
  if (!(ran instanceof Map)) return ran;
  for (const [name, expected] of outputs) {
    const differs = difference(ran.get(name), expected);
    if (differs) return { status: 'failed', message: `output ${name}: ${differs}` };
  }
  return undefined;
}

async function run(
  bytes: Uint8Array,
  wanted: ImportedModel['graph']['inputs'],
  inputs: ReadonlyMap<string, HostTensor>,
  executor: Executor,
): Promise<Map<string, HostTensor> | Outcome> {
  try {
    const session = await executor.createSession(bytes);
    try {
      const feeds: Record<string, HostTensor> = {};
      for (const { name } of wanted) {
        const tensor = inputs.get(name);
        if (tensor) feeds[name] = tensor;
      }
      const results = new Map<string, HostTensor>();
      for (const [name, tensor] of Object.entries(await session.run(feeds))) results.set(name, await tensor.read());
      return results;
    } finally {
      await session.dispose();
    }
  } catch (error) {
    return runtimeRefused(error instanceof Error ? error.message : String(error));
  }
}

/** A kernel that the runtime lacks is its limit; anything else it says is about what we wrote. */
function runtimeRefused(message: string): Outcome {
  const missing = /(?:implementation for the node|find an implementation for) (?:[^:]*:)?(\w+)/.exec(message);
  return missing
    ? { status: 'unsupported', reason: `runtime: no kernel for ${missing[1]}`, message }
    : { status: 'failed', message };
}

/** A model that is said to be broken although it is a test case is our mistake. */
function refused({ code, message, details = {} }: Diagnostic): Outcome {
  const reason = reasonOf(code, details);
  return reason ? { status: 'unsupported', reason, message } : { status: 'failed', message };
}

function reasonOf(code: string, { op, actual, attribute, index }: Readonly<Record<string, string | number>>) {
  switch (code) {
    case 'onnx.operator':
      return `operator ${op}`;
    case 'onnx.opset':
      return `opset ${actual}`;
    case 'onnx.dtype':
      return `element type ${actual}`;
    case 'onnx.attribute':
      return `attribute ${op}.${attribute}`;
    case 'onnx.input':
    case 'onnx.output':
      return `${code.slice(5)} ${index} of ${op}`;
    case 'onnx.dynamic':
      return `dynamic ${op}`;
    case 'onnx.form':
      return `form of ${op}: ${actual}`;
    default:
      return undefined;
  }
}
