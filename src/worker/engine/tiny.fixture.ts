import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { DataError, type DatasetIndex } from '../../data/dataset';
import type { FetchBytes } from '../../data/loader';
import type { DocNode, NetDocument, ParamValue } from '../../document/schema';
import { labelled } from '../../layers/columns';
import { defaultsOf } from '../../layers/fields';
import { layerOf } from '../../layers/registry';

const size = 8;
const classes = ['left', 'right', 'both'];

/** An 8x8 picture whose bright half tells the class, with noise that depends on `i`. */
function example(i: number): number[] {
  const label = i % 3;
  return Array.from({ length: size * size }, (_, p) => {
    const left = p % size < size / 2;
    const bright = label === 2 || (label === 0) === left;
    return (bright ? 150 : 20) + ((i * 31 + p * 17) % 90);
  });
}

function split(from: number, count: number, files: Map<string, Uint8Array>, name: string) {
  const places = Array.from({ length: count }, (_, i) => from + i);
  const raw = Uint8Array.from([...places.flatMap(example), ...places.map((i) => i % 3)]);
  const packed = new Uint8Array(gzipSync(raw));
  files.set(`tiny/${name}`, packed);
  const sha256 = createHash('sha256').update(raw).digest('hex');
  return { count, defaultCount: count, chunks: [{ file: name, count, bytes: packed.length, sha256 }] };
}

/** 105 training and 30 test pictures, by path below the data folder. */
export function tinyFiles(): ReadonlyMap<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  const index: DatasetIndex = {
    id: 'tiny',
    name: 'Tiny',
    version: '1',
    columns: labelled([1, size, size], classes),
    chunkSize: 105,
    splits: { train: split(0, 105, files, 'train.bin.gz'), test: split(105, 30, files, 'test.bin.gz') },
    licence: 'none',
    licenceUrl: '',
    source: '',
    citation: '',
  };
  files.set('tiny/index.json', new TextEncoder().encode(JSON.stringify(index)));
  return files;
}

/** The same, served from memory. */
export function tinyData(): FetchBytes {
  const files = tinyFiles();
  return async (path) => files.get(path) ?? Promise.reject(new DataError('data.fetch', path, 'not there'));
}

function node(id: string, type: string, params: Record<string, ParamValue> = {}): DocNode {
  const layer = layerOf(type);
  const all = { ...(defaultsOf(layer.params) as Record<string, ParamValue>), ...params };
  return { id, type, version: layer.version, name: '', params: all, position: { x: 0, y: 0 } };
}

function wires(...lines: string[]): NetDocument['edges'] {
  return lines.map((line) => {
    const [from = '', to = ''] = line.split(' -> ');
    const end = (text: string) => ({ node: text.split('.')[0] ?? '', port: text.split('.')[1] ?? '' });
    return { id: line, from: end(from), to: end(to) };
  });
}

/** Convolution, pool, dropout, dense over the tiny data: 100 training examples in batches of 16, 5 held out. */
export function tinyDocument(training: Partial<NetDocument['training']> = {}): NetDocument {
  return {
    format: 'netloom',
    version: 1,
    id: 'tiny',
    name: 'Tiny',
    nodes: [
      node('dataset_1', 'dataset', { dataset: 'tiny', columns: labelled([1, size, size], classes) }),
      node('conv2d_1', 'conv2d', { filters: 4, activation: 'relu' }),
      node('maxPool2d_1', 'maxPool2d'),
      node('flatten_1', 'flatten'),
      node('dropout_1', 'dropout', { rate: 0.3 }),
      node('dense_1', 'dense', { units: 3 }),
      node('crossEntropy_1', 'crossEntropy'),
      node('softmax_1', 'softmax'),
      node('output_1', 'output', { outputName: 'probabilities' }),
    ],
    edges: wires(
      'dataset_1.x -> conv2d_1.x',
      'conv2d_1.y -> maxPool2d_1.x',
      'maxPool2d_1.y -> flatten_1.x',
      'flatten_1.y -> dropout_1.x',
      'dropout_1.y -> dense_1.x',
      'dense_1.y -> crossEntropy_1.logits',
      'dataset_1.y -> crossEntropy_1.target',
      'dense_1.y -> softmax_1.x',
      'softmax_1.y -> output_1.x',
    ),
    groups: [],
    notes: [],
    modules: [],
    training: {
      seed: 5,
      batchSize: 16,
      epochs: 3,
      validation: { fraction: 0.05, stratified: true },
      phases: [{ name: 'main', optimizer: { type: 'adam', params: { learningRate: 0.01 } } }],
      ...training,
    },
  };
}
