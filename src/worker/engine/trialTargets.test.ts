import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DataError } from '../../data/dataset';
import type { FetchBytes } from '../../data/loader';
import type { NetDocument } from '../../document/schema';
import { carsMpg } from '../../document/templates/carsMpg';
import { forecast } from '../../document/templates/forecast';
import { mnistMlp } from '../../document/templates/mnistMlp';
import { inUnit } from '../../features/predict/maths/scales';
import { meanAbsolute } from '../../features/predict/maths/scores';
import { seasonBefore } from '../../features/predict/maths/seasons';
import type { StepSpec } from '../../layers/steps/registry';
import type { Executor } from '../../runtime/executor';
import { createNodeExecutor } from '../../runtime/nodeExecutor';
import { PredictorService } from '../predictorService';
import { exportModel } from './exportModel';
import { Trials } from './trial';

const data = fileURLToPath(new URL('../../../public/data/', import.meta.url));
const fromDisk: FetchBytes = async (path) => {
  if (!existsSync(data + path)) throw new DataError('data.fetch', path, 'not there');
  return new Uint8Array(readFileSync(data + path));
};
const trials = new Trials(() => fromDisk);
const asked = (document: NetDocument) => ({ document, dataUrl: '/', statistics: undefined });
const rowsOf = async (document: NetDocument, count: number) => {
  const result = await trials.testRows(asked(document), 0, count);
  if (!result.ok) throw new Error(result.error[0]?.message);
  return result.value;
};
const numbers = (tensor: { readonly data: ArrayLike<number | bigint> } | undefined) =>
  Float32Array.from(tensor?.data ?? [], Number);

/** The document with more steps after its own. */
function withSteps(document: NetDocument, ...more: readonly StepSpec[]): NetDocument {
  const nodes = document.nodes.map((node) => {
    if (node.type !== 'dataset') return node;
    const steps = Array.isArray(node.params.steps) ? node.params.steps : [];
    return { ...node, params: { ...node.params, steps: [...steps, ...more] } };
  });
  return { ...document, nodes: nodes as NetDocument['nodes'] };
}
const standardised = (column: string): StepSpec => ({ column, type: 'standardise', params: {} });

let wasm: Executor;
beforeAll(async () => {
  wasm = await createNodeExecutor({ provider: 'wasm', threads: 1 });
});
afterAll(() => wasm.dispose());

/** What the untrained model answers about the first test rows, as the panel asks it. */
async function answers(document: NetDocument, count: number): Promise<Float32Array> {
  const exported = exportModel(await trials.withLearned(asked(document)), undefined);
  if (!exported.ok) throw new Error(exported.error[0]?.message);
  const predictor = new PredictorService({ wasm: async () => wasm, webgpu: async () => undefined });
  await predictor.load(exported.value.bytes);
  const { fed } = await rowsOf(document, count);
  const feeds = exported.value.inputs.map(({ name, column }) => [name, fed[column]] as const);
  const given = feeds.flatMap(([name, tensor]) => (tensor ? [[name, tensor] as const] : []));
  const result = await predictor.run(Object.fromEntries(given));
  if (!result.ok) throw new Error(result.error[0]?.message);
  return numbers(result.value.outputs[exported.value.outputName]);
}

describe('scales', () => {
  it('bring a standardised target back to its unit: an untrained model guesses near the mean', async () => {
    const document = withSteps(carsMpg.create(), standardised('y'));
    const { fed, scales } = await rowsOf(document, 40);
    const scale = scales.y;
    expect(scale?.mean[0]).toBeGreaterThan(20);
    expect(scale?.mean[0]).toBeLessThan(27); // miles per gallon
    const truth = numbers(fed.y);
    expect(Math.max(...truth)).toBeGreaterThan(30);
    const raw = await answers(document, 40);
    expect(meanAbsolute(raw, truth)).toBeGreaterThan(15);
    expect(meanAbsolute(inUnit(raw, scale), truth)).toBeLessThan(15);
  });

  it('of two steps on one column are one', async () => {
    const [once, twice] = await Promise.all([
      rowsOf(withSteps(carsMpg.create(), standardised('y')), 1),
      rowsOf(withSteps(carsMpg.create(), standardised('y'), standardised('y')), 1),
    ]);
    expect(twice.scales.y?.mean[0]).toBeCloseTo(once.scales.y?.mean[0] ?? 0, 4);
    expect(twice.scales.y?.std[0]).toBeCloseTo(once.scales.y?.std[0] ?? 0, 4);
  });

  it('are of no column that nothing was done to', async () => {
    expect((await rowsOf(carsMpg.create(), 1)).scales.y).toBeUndefined();
  });
});

describe('withLearned', () => {
  it('standardises what an untrained model reads: no guess is hundreds of miles off', async () => {
    const document = carsMpg.create();
    const plain = exportModel(document, undefined);
    const known = exportModel(await trials.withLearned(asked(document)), undefined);
    expect(plain.ok && known.ok && known.value.bytes.length).toBeGreaterThan(plain.ok ? plain.value.bytes.length : 0);
    expect(Math.max(...(await answers(document, 40)).map(Math.abs))).toBeLessThan(5);
  });

  it('leaves a document alone whose model learns nothing of the data, and one whose data are not there', async () => {
    const digits = mnistMlp.create();
    expect(await trials.withLearned(asked(digits))).toBe(digits);
    const offline = new Trials(() => async (path) => {
      throw new DataError('data.fetch', path, 'no connection');
    });
    const cars = carsMpg.create();
    expect(await offline.withLearned(asked(cars))).toBe(cars);
  });
});

describe('series', () => {
  it('is all of the temperatures in order: a year before is as far off as docs/models.md says', async () => {
    const { series, fed, count } = await rowsOf(forecast.create(), 2000);
    if (!series) throw new Error('no series');
    const truth = numbers(fed.y);
    expect([...series.values.subarray(series.first, series.first + 3)]).toEqual([...truth.subarray(0, 3)]);
    const year = seasonBefore(series, { count: Math.min(count, truth.length), horizon: 1, season: 365 });
    expect(meanAbsolute(year ?? [], truth)).toBeCloseTo(3.84, 1);
    const day = seasonBefore(series, { count: truth.length, horizon: 1, season: 1 });
    expect(meanAbsolute(day ?? [], truth)).toBeCloseTo(2.253, 3);
  });

  it('is not there where rows are no windows over time', async () => {
    expect((await rowsOf(carsMpg.create(), 1)).series).toBeUndefined();
  });
});
