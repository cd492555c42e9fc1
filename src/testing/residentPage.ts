import { MOVE_SIZE, type Move, type Moves, mirrored, movePicture, shifted, unmoved, writeMove } from '../core/moves';
import { Rng } from '../core/rng';
import { fetchFrom } from '../data/loader';
import type { NetDocument } from '../document/schema';
import { probeGpu, requestDevice } from '../runtime/adapter';
import { GpuTables } from '../runtime/gpuTables';
import { SessionCache } from '../runtime/sessionCache';
import { createWebgpuExecutor } from '../runtime/webExecutor';
import { createTrainer, prepareDocument } from '../worker/engine/prepare';

/** Runs in a browser page that Vite serves: what tables do on a real WebGPU device. */

export interface GatherCase {
  readonly dtype: 'uint8' | 'int32' | 'float32';
  /** Elements of a row, rows of the table, rows of the batch. */
  readonly width: number;
  readonly count: number;
  readonly batch: number;
  /** Rows are pictures of planes of this size, and are moved. */
  readonly plane?: readonly [height: number, width: number];
  /** Batches of one run, each moved in its own way; 1 unless said. */
  readonly views?: number;
}

/** Elements of batches that differ from the table's rows, bit by bit; several batches of each case, one after another. */
export async function gatherMistakes(cases: readonly GatherCase[]): Promise<number[]> {
  const device = await requestDevice(await adapter());
  const tables = new GpuTables(device);
  const mistakes: number[] = [];
  for (const each of cases) mistakes.push(await mistakesOf(device, tables, each));
  device.destroy();
  return mistakes;
}

async function mistakesOf(device: GPUDevice, tables: GpuTables, each: GatherCase): Promise<number> {
  const { dtype, width, count, batch } = each;
  const bytes = dtype === 'uint8' ? 1 : 4;
  // any bits, not-a-numbers too
  const raw = Uint8Array.from({ length: count * width * bytes }, (_, i) => (i * 2654435761) >>> 13);
  const arrays = { uint8: Uint8Array, int32: Int32Array, float32: Float32Array };
  const table = await tables.create({ data: new arrays[dtype](raw.buffer), width });
  if (!table) throw new Error('no memory');
  // compared as integers: a not-a-number equals nothing
  const words = bytes === 1 ? raw : new Int32Array(raw.buffer);
  let wrong = 0;
  for (let turn = 0; turn < 3; turn++) {
    const rows = Uint32Array.from({ length: batch }, (_, i) => (i * 7919 + turn * 31 + (i % 3)) % count);
    const views = Array.from({ length: each.views ?? 1 }, (_, view) => movesOf(each, turn + 3 * view));
    const { tensors } = tables.gather(
      views.map((moves) => table.take({ rows, dims: [batch, width], ...(moves ? { moves: moves.all } : {}) })),
    );
    for (const [view, tensor] of tensors.entries()) {
      if (tensor.dtype !== dtype) throw new Error(`expected ${dtype}`);
      const moves = views[view];
      const got = await bytesOf(device, tensor.buffer);
      const found = bytes === 1 ? got : new Int32Array(got.buffer);
      for (const [i, row] of rows.entries()) {
        const expected = words.slice(row * width, (row + 1) * width);
        const move = moves?.each[i];
        if (moves && move) movePicture(expected, moves.all.height, moves.all.width, move);
        for (let e = 0; e < width; e++) if (found[i * width + e] !== expected[e]) wrong++;
      }
    }
  }
  table.dispose();
  return wrong;
}

function movesOf({ plane, batch }: GatherCase, turn: number): { all: Moves; each: Move[] } | undefined {
  if (!plane) return undefined;
  const [height, width] = plane;
  const rng = Rng.of(turn, 'moves');
  const values = new Int32Array(batch * MOVE_SIZE);
  const each = Array.from({ length: batch }, (_, i) => {
    let { y, x } = unmoved(height, width);
    for (let n = 0; n < 3; n++) {
      y = shifted(rng.uniform() < 0.5 ? mirrored(y, height) : y, rng.int(7) - 3, height);
      x = shifted(rng.uniform() < 0.5 ? mirrored(x, width) : x, rng.int(2 * width + 3) - width - 1, width);
    }
    writeMove(values, i, { y, x });
    return { y, x };
  });
  return { all: { height, width, values }, each };
}

async function bytesOf(device: GPUDevice, buffer: GPUBuffer): Promise<Uint8Array> {
  const copy = device.createBuffer({ size: buffer.size, usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ });
  const encoder = device.createCommandEncoder();
  encoder.copyBufferToBuffer(buffer, 0, copy, 0, buffer.size);
  device.queue.submit([encoder.finish()]);
  await copy.mapAsync(GPUMapMode.READ);
  const bytes = new Uint8Array(copy.getMappedRange()).slice();
  copy.destroy();
  return bytes;
}

export interface TrainedOnGpu {
  readonly place: string | undefined;
  readonly losses: readonly number[];
  readonly parameters: readonly number[];
  /** Copied to and from the device by the steps alone, each. */
  readonly bytesPerStep: readonly number[];
  readonly test: number;
}

/** Trains a document on the adapter that is there, batches gathered on it or sent to it. */
export async function trainOnGpu(document: NetDocument, how: 'gathered' | 'sent'): Promise<TrainedOnGpu> {
  const prepared = await prepareDocument(document, { fetchBytes: fetchFrom('/data/') });
  if (!prepared.ok) throw new Error(JSON.stringify(prepared.error));
  const executor = await createWebgpuExecutor(await adapter(), 1, (error) => {
    throw error;
  });
  const { tables, ...plain } = executor;
  const sessions = new SessionCache(how === 'gathered' ? executor : plain);
  const trainer = await createTrainer(prepared.value, { checkpoint: undefined, sessions, onEvent: () => {} });
  const bytesPerStep: number[] = [];
  while (trainer.stepsDone < trainer.steps) {
    const before = executor.copied.bytes;
    await trainer.step();
    bytesPerStep.push(executor.copied.bytes - before);
  }
  const { history, parameters } = await trainer.checkpoint();
  const result = {
    place: trainer.batchPlace,
    losses: [...history.train, ...history.validation].map(({ loss }) => loss),
    parameters: [...parameters],
    bytesPerStep,
    test: (await trainer.test()).loss,
  };
  await trainer.dispose();
  await sessions.dispose();
  return result;
}

async function adapter(): Promise<GPUAdapter> {
  const probe = await probeGpu();
  if (!probe) throw new Error('no WebGPU adapter');
  return probe.adapter;
}
