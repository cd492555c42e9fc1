import { internal } from '../core/errors';
import type { Table, TableRows, TableSource, Tables } from './executor';

/**
 * A batch is words of a table's rows: out[i] = table[rows[i / w] w + i mod w], w words a row. Rows that are no whole words (a
 * picture of 9x9 bytes) are put together byte by byte. ONNX Runtime's Gather has no uint8 on WebGPU.
 */
const shader = /* wgsl */ `
struct Shape {
  rowBytes: u32,
  words: u32,
  stride: u32,
}
@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> table: array<u32>;
@group(0) @binding(2) var<storage, read> rows: array<u32>;
@group(0) @binding(3) var<storage, read_write> batch: array<u32>;

@compute @workgroup_size(64)
fn wholeWords(@builtin(global_invocation_id) id: vec3u) {
  let i = id.y * shape.stride + id.x;
  if (i >= shape.words) { return; }
  let width = shape.rowBytes / 4u;
  batch[i] = table[rows[i / width] * width + i % width];
}

fn byteAt(i: u32) -> u32 {
  let place = rows[i / shape.rowBytes] * shape.rowBytes + i % shape.rowBytes;
  return (table[place / 4u] >> (8u * (place % 4u))) & 0xffu;
}

@compute @workgroup_size(64)
fn singleBytes(@builtin(global_invocation_id) id: vec3u) {
  let i = id.y * shape.stride + id.x;
  if (i >= shape.words) { return; }
  let first = 4u * i;
  batch[i] = byteAt(first) | (byteAt(first + 1u) << 8u) | (byteAt(first + 2u) << 16u) | (byteAt(first + 3u) << 24u);
}
`;

const groupSize = 64;
/** Bytes copied to the device at once: each copy needs as much memory beside the table. */
const uploadAtOnce = 16 * 2 ** 20;

/** Where a batch of some number of rows is put together; used again by the next one. */
interface Batch {
  readonly buffer: GPUBuffer;
  readonly shape: GPUBuffer;
  readonly group: GPUBindGroup;
  readonly groups: readonly [x: number, y: number];
}

/** Tables in the memory of a WebGPU device. */
export class GpuTables implements Tables {
  readonly limit: number;
  private readonly pipelines: Record<'wholeWords' | 'singleBytes', GPUComputePipeline>;
  /** Row numbers, by how many. */
  private readonly places = new Map<number, GPUBuffer>();

  constructor(private readonly device: GPUDevice) {
    const { maxBufferSize, maxStorageBufferBindingSize } = device.limits;
    this.limit = Math.min(maxBufferSize, maxStorageBufferBindingSize);
    const module = device.createShaderModule({ code: shader });
    const pipeline = (entryPoint: string) =>
      device.createComputePipeline({ layout: 'auto', compute: { module, entryPoint } });
    this.pipelines = { wholeWords: pipeline('wholeWords'), singleBytes: pipeline('singleBytes') };
  }

  async create({ data, width }: TableSource): Promise<GpuTable | undefined> {
    const { device } = this;
    const rowBytes = width * data.BYTES_PER_ELEMENT;
    device.pushErrorScope('out-of-memory');
    const size = wordsOf(data.byteLength) * 4;
    const buffer = device.createBuffer({ size, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST });
    if (await device.popErrorScope()) return undefined;
    write(device.queue, buffer, data);
    return new GpuTable(buffer, rowBytes, dtypeOf(data), (table, count) => this.batchOf(table, count));
  }

  /** Puts batches together, all in one submission: their buffers in the order asked for. Returns what was copied to the device too. */
  gather(wanted: readonly TableRows[]): { readonly tensors: readonly GpuBatch[]; readonly bytes: number } {
    const { device } = this;
    const written = new Set<Uint32Array>();
    let bytes = 0;
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    const tensors = wanted.map(({ table, rows, dims }) => {
      if (!(table instanceof GpuTable)) return internal('expected a table of this device');
      const { buffer, group, groups } = table.batch(rows.length);
      const others = [...written].some((before) => before !== rows && before.length === rows.length);
      if (others) internal('batches of one run take the same rows');
      if (!written.has(rows)) {
        device.queue.writeBuffer(this.placesOf(rows.length), 0, rows.slice());
        bytes += rows.byteLength;
      }
      written.add(rows);
      pass.setPipeline(this.pipelines[table.kind]);
      pass.setBindGroup(0, group);
      pass.dispatchWorkgroups(...groups);
      return { buffer, dtype: table.dtype, dims };
    });
    pass.end();
    device.queue.submit([encoder.finish()]);
    return { tensors, bytes };
  }

  private batchOf(table: GpuTable, count: number): Batch {
    const { device } = this;
    const words = wordsOf(count * table.rowBytes);
    const { STORAGE, COPY_SRC, COPY_DST, UNIFORM } = GPUBufferUsage;
    // ONNX Runtime's buffers are multiples of 16 bytes
    const buffer = device.createBuffer({ size: Math.ceil(words / 4) * 16, usage: STORAGE | COPY_SRC | COPY_DST });
    const needed = Math.ceil(words / groupSize);
    const x = Math.min(needed, device.limits.maxComputeWorkgroupsPerDimension);
    const shape = device.createBuffer({ size: 16, usage: UNIFORM | COPY_DST });
    device.queue.writeBuffer(shape, 0, Uint32Array.of(table.rowBytes, words, x * groupSize, 0));
    const group = device.createBindGroup({
      layout: this.pipelines[table.kind].getBindGroupLayout(0),
      entries: [shape, table.buffer, this.placesOf(count), buffer].map((each, binding) => ({
        binding,
        resource: { buffer: each },
      })),
    });
    return { buffer, shape, group, groups: [x, Math.ceil(needed / x)] };
  }

  private placesOf(count: number): GPUBuffer {
    const known = this.places.get(count);
    if (known) return known;
    const made = this.device.createBuffer({
      size: Math.max(4, count * 4),
      usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST,
    });
    this.places.set(count, made);
    return made;
  }
}

/** A batch on the device, until the next one of as many rows of the same table. */
export interface GpuBatch {
  readonly buffer: GPUBuffer;
  readonly dtype: 'uint8' | 'int32' | 'float32';
  readonly dims: readonly number[];
}

class GpuTable implements Table {
  readonly bytes: number;
  private readonly batches = new Map<number, Batch>();

  constructor(
    readonly buffer: GPUBuffer,
    readonly rowBytes: number,
    readonly dtype: GpuBatch['dtype'],
    private readonly make: (table: GpuTable, count: number) => Batch,
  ) {
    this.bytes = buffer.size;
  }

  get kind(): 'wholeWords' | 'singleBytes' {
    return this.rowBytes % 4 === 0 ? 'wholeWords' : 'singleBytes';
  }

  take(rows: Uint32Array, dims: readonly number[]): TableRows {
    return { table: this, rows, dims };
  }

  batch(count: number): Batch {
    const known = this.batches.get(count) ?? this.make(this, count);
    this.batches.set(count, known);
    return known;
  }

  dispose(): void {
    for (const { buffer, shape } of this.batches.values()) {
      buffer.destroy();
      shape.destroy();
    }
    this.batches.clear();
    this.buffer.destroy();
  }
}

const wordsOf = (bytes: number): number => Math.ceil(bytes / 4);

function dtypeOf(data: TableSource['data']): GpuBatch['dtype'] {
  if (data instanceof Uint8Array) return 'uint8';
  return data instanceof Int32Array ? 'int32' : 'float32';
}

/** Copies part by part; the last bytes are brought to a whole word. */
function write(queue: GPUQueue, buffer: GPUBuffer, { buffer: source, byteOffset, byteLength }: ArrayBufferView): void {
  const bytes = new Uint8Array(source, byteOffset, byteLength);
  for (let at = 0; at < byteLength; at += uploadAtOnce) {
    const part = bytes.slice(at, at + uploadAtOnce);
    const padded = part.length % 4 === 0 ? part : new Uint8Array(wordsOf(part.length) * 4);
    if (padded !== part) padded.set(part);
    queue.writeBuffer(buffer, at, padded);
  }
}
