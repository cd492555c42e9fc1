import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic } from '../../core/diagnostic';
import { err, ok, type Result } from '../../core/result';
import type { HostTensor } from '../../core/tensor';
import { ImportError } from '../../onnx/decode/errors';
import { importTensor, readModel } from '../../onnx/decode/proto';
import type { RawModel, RawValueInfo } from '../../onnx/decode/raw';

/** One set of inputs and the outputs they must give, by name. */
export interface TestData {
  readonly inputs: ReadonlyMap<string, HostTensor>;
  readonly outputs: ReadonlyMap<string, HostTensor>;
}

/** Names of the cases in a folder of ONNX test cases: the folders with a model.onnx in them. */
export function casesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'model.onnx')))
    .map(({ name }) => name)
    .sort();
}

export function readCaseModel(folder: string): Result<RawModel, Diagnostic> {
  return readModel(readFileSync(join(folder, 'model.onnx')));
}

/** The `test_data_set_*` of a case. `input_N.pb` belongs to the N-th input of the graph that is no initialiser. */
export function readTestData(folder: string, { graph }: RawModel): Result<TestData[], Diagnostic> {
  const initialized = new Set(graph.initializers.map(({ name }) => name));
  const fed = graph.inputs.filter(({ name }) => !initialized.has(name));
  const other = [...fed, ...graph.outputs].find(({ type }) => type.kind !== 'tensor');
  if (other) return err(notTensor(other));
  const [inputs, outputs] = [fed, graph.outputs].map((infos) => infos.map(({ name }) => name));
  const sets = readdirSync(folder).filter((name) => name.startsWith('test_data_set_'));
  const data: TestData[] = [];
  for (const set of sets.sort()) {
    const given = readTensors(join(folder, set), 'input', inputs ?? []);
    if (!given.ok) return given;
    const expected = readTensors(join(folder, set), 'output', outputs ?? []);
    if (!expected.ok) return expected;
    data.push({ inputs: given.value, outputs: expected.value });
  }
  return ok(data);
}

function notTensor({ name, type: { kind } }: RawValueInfo): Diagnostic {
  return new ImportError('dtype', { op: name, actual: kind }).toDiagnostic();
}

function readTensors(
  folder: string,
  prefix: string,
  names: readonly string[],
): Result<Map<string, HostTensor>, Diagnostic> {
  const tensors = new Map<string, HostTensor>();
  for (const [i, name] of names.entries()) {
    const path = join(folder, `${prefix}_${i}.pb`);
    if (!existsSync(path)) continue;
    const tensor = importTensor(readFileSync(path));
    if (!tensor.ok) return tensor;
    tensors.set(name, tensor.value);
  }
  return ok(tensors);
}
