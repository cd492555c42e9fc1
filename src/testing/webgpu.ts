import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { dirname, extname, join } from 'node:path';
import { chromium } from '@playwright/test';
import { findChromium } from '../../scripts/chromium.mjs';
import type { DType } from '../core/dtype';
import { internal } from '../core/errors';
import type { Graph } from '../ir/op';
import { encodeGraph } from '../onnx/encode';
import type { RefTensor } from './reference/tensor';

/** What a page and this process exchange. */
interface PlainTensor {
  readonly dtype: DType;
  readonly dims: readonly number[];
  readonly data: readonly (number | string)[];
}

export interface WebgpuRun {
  readonly outputs: Readonly<Record<string, RefTensor>>;
  /** ONNX operators that ran on the CPU, copies to it and from it among them. */
  readonly onCpu: readonly string[];
}

export interface WebgpuRunner {
  /** Runs the form for WebGPU. Throws what ONNX Runtime throws. */
  run(graph: Graph, feeds: Readonly<Record<string, RefTensor>>): Promise<WebgpuRun>;
  close(): Promise<void>;
}

const files: Readonly<Record<string, string>> = { '.mjs': 'text/javascript', '.wasm': 'application/wasm' };

/** onnxruntime-web on WebGPU in a headless Chromium (SwiftShader where there is no GPU: slow, but right). */
export async function openWebgpu(): Promise<WebgpuRunner> {
  const folder = dirname(createRequire(import.meta.url).resolve('onnxruntime-web/webgpu'));
  const server = createServer(async ({ url = '/' }, response) => {
    const type = files[extname(url)];
    const body = type ? await readFile(join(folder, url)).catch(() => undefined) : '<!doctype html>';
    response.writeHead(body === undefined ? 404 : 200, {
      'Content-Type': type ?? 'text/html',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
    });
    response.end(body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const executablePath = findChromium() ?? internal('no Chromium');
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--headless=new', '--enable-unsafe-webgpu'],
  });
  const page = await browser.newPage();
  let log: string[] = [];
  page.on('console', (message) => log.push(message.text()));
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.evaluate(prepare);
  return {
    async run(graph, feeds) {
      log = [];
      const model = Buffer.from(encodeGraph(graph, { target: 'webgpu' })).toString('base64');
      const given = graph.inputs.flatMap(({ name }) => (feeds[name] ? [[name, plain(feeds[name])] as const] : []));
      const outputs = await page.evaluate(runModel, { model, given });
      return {
        outputs: Object.fromEntries(outputs.map(([name, tensor]) => [name, reference(tensor)])),
        onCpu: placedOnCpu(log),
      };
    },
    async close() {
      await browser.close();
      server.close();
    },
  };
}

function plain({ dtype, dims, data }: RefTensor): PlainTensor {
  return { dtype, dims, data: Array.from(data, (value) => (Number.isFinite(value) ? value : String(value))) };
}

function reference({ dtype, dims, data }: PlainTensor): RefTensor {
  return { dtype, dims, data: Float64Array.from(data, Number) };
}

/** `... Node(s) placed on [CPUExecutionProvider]. Number of nodes: 2`, then a line `  Add (Add_2)` for each; or one line for all. */
function placedOnCpu(log: readonly string[]): string[] {
  let provider = '';
  const found: string[] = [];
  for (const line of log.filter((text) => text.includes('VerifyEachNodeIsAssignedToAnEp]'))) {
    const placed = /placed on \[(\w+)\]/.exec(line)?.[1];
    if (placed) provider = placed;
    else {
      const op = /\]\s+(\w+) \(/.exec(line)?.[1];
      if (op && (provider === 'CPUExecutionProvider' || op.startsWith('Memcpy'))) found.push(op);
    }
    if (placed === 'CPUExecutionProvider' && line.includes('All nodes')) found.push('all');
  }
  return found;
}

/** For the page: loads the runtime and has it say where it puts each node. Text, because the test runner rewrites imports. */
const prepare = `import('/ort.webgpu.min.mjs').then((ort) => {
  ort.env.wasm.wasmPaths = '/';
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = 'verbose';
  globalThis.ort = ort;
})`;

/** Runs in the page: nothing from outside its own text is there. */
async function runModel({
  model,
  given,
}: {
  model: string;
  given: (readonly [string, PlainTensor])[];
}): Promise<[string, PlainTensor][]> {
  const { ort } = globalThis as unknown as { ort: typeof import('onnxruntime-web/webgpu') };
  const bytes = Uint8Array.from(atob(model), (c) => c.charCodeAt(0));
  const session = await ort.InferenceSession.create(bytes, { executionProviders: ['webgpu'], logSeverityLevel: 0 });
  try {
    const arrays = {
      float32: Float32Array,
      float64: Float64Array,
      int32: Int32Array,
      uint8: Uint8Array,
      bool: Uint8Array,
    };
    const feeds = given.map(([name, { dtype, dims, data }]) => {
      const values =
        dtype === 'int64'
          ? BigInt64Array.from(data, (value) => BigInt(value))
          : new arrays[dtype as keyof typeof arrays](data.map(Number));
      return [name, new ort.Tensor(dtype as 'float32', values as Float32Array, dims)] as const;
    });
    const outputs = await session.run(Object.fromEntries(feeds));
    return Object.entries(outputs).map(([name, { type, dims, data }]) => {
      const values = Array.from(data as Float32Array, Number);
      return [
        name,
        {
          dtype: type as DType,
          dims,
          data: values.map((value) => (Number.isFinite(value) ? value : String(value))),
        },
      ];
    });
  } finally {
    await session.release();
  }
}
