import { internal } from '../core/errors';
import type { Moves } from '../core/moves';
import type { Batch, Table, TableRows, TableSource, Tables } from './executor';

/**
 * A batch is words of a table's rows: out[i] = table[rows[i / w] w + i mod w], w words a row. Rows that are no whole words (a
 * picture of 9x9 bytes) and bytes that move are put together byte by byte. Element e of a moved picture comes from
 * (sy y + oy, sx x + ox) of its plane, where y and x lie within the move. ONNX Runtime's Gather has no uint8 on WebGPU.
 */
const shader = /* wgsl */ `
struct Shape {
  rowBytes: u32,
  words: u32,
  stride: u32,
  height: i32,
  width: i32,
}
@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> table: array<u32>;
@group(0) @binding(2) var<storage, read> rows: array<u32>;
@group(0) @binding(3) var<storage, read_write> batch: array<u32>;
@group(0) @binding(4) var<storage, read> moves: array<vec4i>;

fn wordAt(row: u32, e: u32) -> u32 {
  return table[rows[row] * (shape.rowBytes / 4u) + e];
}

fn byteAt(row: u32, e: u32) -> u32 {
  let place = rows[row] * shape.rowBytes + e;
  return (table[place / 4u] >> (8u * (place % 4u))) & 0xffu;
}

fn sourceOf(row: u32, e: u32) -> i32 {
  let at = i32(e);
  let x = at % shape.width;
  let y = (at / shape.width) % shape.height;
  let my = moves[2u * row];
  let mx = moves[2u * row + 1u];
  if (y < my.z || y >= my.w || x < mx.z || x >= mx.w) { return -1; }
  return at - y * shape.width - x + (my.x * y + my.y) * shape.width + mx.x * x + mx.y;
}

fn movedWord(row: u32, e: u32) -> u32 {
  let source = sourceOf(row, e);
  if (source < 0) { return 0u; }
  return wordAt(row, u32(source));
}

fn movedByte(i: u32) -> u32 {
  let row = i / shape.rowBytes;
  let source = sourceOf(row, i % shape.rowBytes);
  if (source < 0) { return 0u; }
  return byteAt(row, u32(source));
}

fn stillByte(i: u32) -> u32 {
  return byteAt(i / shape.rowBytes, i % shape.rowBytes);
}

@compute @workgroup_size(64)
fn stillWords(@builtin(global_invocation_id) id: vec3u) {
  let i = id.y * shape.stride + id.x;
  if (i >= shape.words) { return; }
  let width = shape.rowBytes / 4u;
  batch[i] = wordAt(i / width, i % width);
}

@compute @workgroup_size(64)
fn stillBytes(@builtin(global_invocation_id) id: vec3u) {
  let i = id.y * shape.stride + id.x;
  if (i >= shape.words) { return; }
  let at = 4u * i;
  batch[i] = stillByte(at) | (stillByte(at + 1u) << 8u) | (stillByte(at + 2u) << 16u) | (stillByte(at + 3u) << 24u);
}

@compute @workgroup_size(64)
fn movedWords(@builtin(global_invocation_id) id: vec3u) {
  let i = id.y * shape.stride + id.x;
  if (i >= shape.words) { return; }
  let width = shape.rowBytes / 4u;
  batch[i] = movedWord(i / width, i % width);
}

@compute @workgroup_size(64)
fn movedBytes(@builtin(global_invocation_id) id: vec3u) {
  let i = id.y * shape.stride + id.x;
  if (i >= shape.words) { return; }
  let at = 4u * i;
  batch[i] = movedByte(at) | (movedByte(at + 1u) << 8u) | (movedByte(at + 2u) << 16u) | (movedByte(at + 3u) << 24u);
}
`;

const entryPoints = ['stillWords', 'stillBytes', 'movedWords', 'movedBytes'] as const;
type EntryPoint = (typeof entryPoints)[number];

const groupSize = 64;
/** Bytes copied to the device at once: each copy needs as much memory beside the table. */
const uploadAtOnce = 16 * 2 ** 20;

/** Where batches of one number of rows are put together, one after another; batches of one run that are moved have one each. */
interface Place {
  readonly entryPoint: EntryPoint;
  readonly buffer: GPUBuffer;
  readonly shape: GPUBuffer;
  readonly moves: GPUBuffer | undefined;
  readonly group: GPUBindGroup;
  readonly groups: readonly [x: number, y: number];
}

/** Tables in the memory of a WebGPU device. */
export class GpuTables implements Tables {
  readonly limit: number;
  private readonly pipelines = new Map<EntryPoint, GPUComputePipeline>();
  private readonly module: GPUShaderModule;
  /** Row numbers, by how many. */
  private readonly rows = new Map<number, GPUBuffer>();

  constructor(private readonly device: GPUDevice) {
    const { maxBufferSize, maxStorageBufferBindingSize } = device.limits;
    this.limit = Math.min(maxBufferSize, maxStorageBufferBindingSize);
    this.module = device.createShaderModule({ code: shader });
  }

  async create({ data, width }: TableSource): Promise<GpuTable | undefined> {
    const { device } = this;
    const rowBytes = width * data.BYTES_PER_ELEMENT;
    device.pushErrorScope('out-of-memory');
    const size = wordsOf(data.byteLength) * 4;
    const buffer = device.createBuffer({ size, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST });
    if (await device.popErrorScope()) return undefined;
    write(device.queue, buffer, data);
    return new GpuTable(buffer, rowBytes, dtypeOf(data), (table, batch) => this.placeFor(table, batch));
  }

  /** Puts batches together, all in one submission: their buffers in the order asked for. Returns what was copied to the device too. */
  gather(wanted: readonly TableRows[]): { readonly tensors: readonly GpuBatch[]; readonly bytes: number } {
    const { device } = this;
    const written = new Set<Uint32Array>();
    const views = new Map<Table, Moves[]>();
    let bytes = 0;
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    const tensors = wanted.map((batch) => {
      const { table, rows, dims, moves } = batch;
      if (!(table instanceof GpuTable)) return internal('expected a table of this device');
      const place = table.place(batch, moves ? viewOf(views, table, moves) : 0);
      if ([...written].some((before) => before !== rows && before.length === rows.length))
        internal('batches of one run take the same rows');
      if (!written.has(rows)) bytes += this.send(this.rowsOf(rows.length), rows);
      written.add(rows);
      if (moves && place.moves) bytes += this.send(place.moves, moves.values);
      pass.setPipeline(this.pipeline(place.entryPoint));
      pass.setBindGroup(0, place.group);
      pass.dispatchWorkgroups(...place.groups);
      return { buffer: place.buffer, dtype: table.dtype, dims };
    });
    pass.end();
    device.queue.submit([encoder.finish()]);
    return { tensors, bytes };
  }

  private send(buffer: GPUBuffer, values: Uint32Array | Int32Array): number {
    this.device.queue.writeBuffer(buffer, 0, values.slice());
    return values.byteLength;
  }

  private placeFor(table: GpuTable, { rows, moves }: Batch): Place {
    const { device } = this;
    const words = wordsOf(rows.length * table.rowBytes);
    const { STORAGE, COPY_SRC, COPY_DST, UNIFORM } = GPUBufferUsage;
    const entryPoint = entryPointOf(table, moves !== undefined);
    // ONNX Runtime's buffers are multiples of 16 bytes
    const buffer = device.createBuffer({ size: Math.ceil(words / 4) * 16, usage: STORAGE | COPY_SRC | COPY_DST });
    const movesBuffer = moves && device.createBuffer({ size: moves.values.byteLength, usage: STORAGE | COPY_DST });
    const needed = Math.ceil(words / groupSize);
    const x = Math.min(needed, device.limits.maxComputeWorkgroupsPerDimension);
    const shape = device.createBuffer({ size: 32, usage: UNIFORM | COPY_DST });
    const { height = 1, width = 1 } = moves ?? {};
    this.send(shape, Uint32Array.of(table.rowBytes, words, x * groupSize, height, width, 0, 0, 0));
    const group = device.createBindGroup({
      layout: this.pipeline(entryPoint).getBindGroupLayout(0),
      entries: [shape, table.buffer, this.rowsOf(rows.length), buffer, ...(movesBuffer ? [movesBuffer] : [])].map(
        (each, binding) => ({ binding, resource: { buffer: each } }),
      ),
    });
    return { entryPoint, buffer, shape, moves: movesBuffer, group, groups: [x, Math.ceil(needed / x)] };
  }

  private pipeline(entryPoint: EntryPoint): GPUComputePipeline {
    const { device, module } = this;
    const known = this.pipelines.get(entryPoint);
    const made = known ?? device.createComputePipeline({ layout: 'auto', compute: { module, entryPoint } });
    this.pipelines.set(entryPoint, made);
    return made;
  }

  private rowsOf(count: number): GPUBuffer {
    const known = this.rows.get(count);
    const { STORAGE, COPY_DST } = GPUBufferUsage;
    const made = known ?? this.device.createBuffer({ size: Math.max(4, count * 4), usage: STORAGE | COPY_DST });
    this.rows.set(count, made);
    return made;
  }
}

/** Moved bytes come from anywhere in their row, so they go one by one. */
function entryPointOf({ rowBytes, dtype }: GpuTable, isMoved: boolean): EntryPoint {
  if (isMoved) return dtype === 'uint8' ? 'movedBytes' : 'movedWords';
  return rowBytes % 4 === 0 ? 'stillWords' : 'stillBytes';
}

/** A batch on the device, until the next one of as many rows of the same table. */
export interface GpuBatch {
  readonly buffer: GPUBuffer;
  readonly dtype: 'uint8' | 'int32' | 'float32';
  readonly dims: readonly number[];
}

class GpuTable implements Table {
  readonly bytes: number;
  /** By number of rows, whether they are moved, and the view. */
  private readonly places = new Map<string, Place>();

  constructor(
    readonly buffer: GPUBuffer,
    readonly rowBytes: number,
    readonly dtype: GpuBatch['dtype'],
    private readonly make: (table: GpuTable, batch: Batch) => Place,
  ) {
    this.bytes = buffer.size;
  }

  take(batch: Batch): TableRows {
    return { ...batch, table: this };
  }

  place(batch: Batch, view: number): Place {
    const key = `${batch.rows.length} ${batch.moves ? 'moved' : 'still'} ${view}`;
    const known = this.places.get(key) ?? this.make(this, batch);
    this.places.set(key, known);
    return known;
  }

  dispose(): void {
    for (const { buffer, shape, moves } of this.places.values()) {
      buffer.destroy();
      shape.destroy();
      moves?.destroy();
    }
    this.places.clear();
    this.buffer.destroy();
  }
}

/** Which of the views of a table these moves are: two data nodes may move the same pictures each in its own way. */
function viewOf(views: Map<Table, Moves[]>, table: Table, moves: Moves): number {
  const known = views.get(table) ?? [];
  views.set(table, known);
  return known.push(moves) - 1;
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
