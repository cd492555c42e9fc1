import type { ColumnSpec } from '../layers/columns';
import { dataset, planOf } from '../layers/defs/dataset';
import type { DocNode, NetDocument } from './schema';
import { adamProgram, place, wired } from './templates/template';

/** A row of layers that a column goes through, and what comes out at its end. */
interface Branch {
  readonly layers: readonly { readonly type: string; readonly input?: string; readonly params?: Params }[];
}
type Params = NonNullable<Parameters<typeof place>[3]>;

/** Sides below this are halved no further. */
const LEAST_SIDE = 12;
const TOKENS = 64;
const CLASS = 8;
const VOCABULARY = 10_000;

/** Layers that make a row of numbers of a column: convolutions for pictures, vectors for tokens, a GRU for series. */
function branchOf({ kind, dtype, shape, vocabulary, classes }: ColumnSpec): Branch {
  if (kind === 'tokens' || (kind === 'class' && dtype === 'int32' && shape.length === 0)) {
    const params = {
      vocabulary: vocabulary ?? classes?.length ?? VOCABULARY,
      features: kind === 'class' ? CLASS : TOKENS,
    };
    const vectors = { type: 'embedding', input: 'tokens', params };
    return { layers: shape.length === 0 ? [vectors] : [vectors, { type: 'tokenPooling' }] };
  }
  if (shape.length === 0) return { layers: [{ type: 'unsqueeze' }] };
  const [, height = 0, width = 0] = shape;
  if (shape.length === 3 && Math.min(height, width) >= LEAST_SIDE) {
    const seen = (filters: number) => [
      { type: 'conv2d', params: { filters, activation: 'relu' } },
      { type: 'maxPool2d' },
    ];
    return { layers: [...seen(32), ...seen(64), { type: 'flatten' }] };
  }
  if (shape.length === 2 && kind === 'series') return { layers: [{ type: 'gru', params: { units: 32 } }] };
  return { layers: shape.length > 1 ? [{ type: 'flatten' }] : [] };
}

/** A row of layers of the drawing that is being made. */
class Row {
  readonly nodes: DocNode[] = [];
  readonly wires: string[] = [];
  private readonly counts = new Map<string, number>();

  /** Adds a node behind others, in rows of four; gives its first output. */
  add(type: string, from: readonly (readonly [input: string, end: string])[], params: Params = {}): string {
    const count = (this.counts.get(type) ?? 0) + 1;
    this.counts.set(type, count);
    const id = `${type}_${count}`;
    const at = this.nodes.length + 1;
    this.nodes.push(place(id, type, [at % 4, Math.floor(at / 4)], params));
    for (const [input, end] of from) this.wires.push(`${end} -> ${id}.${input}`);
    return `${id}.y`;
  }
}

/** Answers with a score for each class, or with numbers like the target. */
function addHead(row: Row, end: string, target: ColumnSpec, truth: string): void {
  const { classes, shape } = target;
  if (classes) {
    const scores = row.add('dense', [['x', end]], { units: Math.max(2, classes.length) });
    row.add('crossEntropy', [
      ['logits', scores],
      ['target', truth],
    ]);
    const shares = row.add('softmax', [['x', scores]]);
    row.add('output', [['x', shares]], { outputName: 'probabilities' });
    return;
  }
  const numbers = row.add('dense', [['x', end]], { units: shape.reduce((a, b) => a * b, 1) });
  const answer = shape.length === 0 ? row.add('squeeze', [['x', numbers]]) : numbers;
  row.add('mse', [
    ['prediction', answer],
    ['target', truth],
  ]);
  row.add('output', [['x', answer]], { outputName: 'prediction' });
}

/**
 * The document with a plain model for its first data node in the place of everything else: what reads each column, a hidden layer,
 * an answer like the target, its loss, and Adam. Undefined where the data has no target, or one that is neither a class nor numbers.
 */
export function withPlainModel(document: NetDocument): NetDocument | undefined {
  const data = document.nodes.find(({ type }) => type === dataset.type);
  const columns = data ? planOf(data.params).columns.filter(({ dtype }) => dtype !== 'text') : [];
  const target = columns.find((column) => column.target);
  const read = columns.filter((column) => !column.target);
  const answerable =
    target && (target.classes ? target.shape.length <= 1 : target.dtype === 'float32' && target.shape.length <= 1);
  if (!data || !target || !answerable || read.length === 0) return undefined;
  const row = new Row();
  const ends = read.map((column) =>
    branchOf(column).layers.reduce(
      (end, { type, input = 'x', params = {} }) => row.add(type, [[input, end]], params),
      `${data.id}.${column.name}`,
    ),
  );
  const [first = ''] = ends;
  const joined =
    ends.length === 1
      ? first
      : row.add(
          'concat',
          ends.map((end, i) => [String.fromCharCode(97 + i), end] as const),
          { inputs: ends.length },
        );
  const hidden = row.add('dense', [['x', joined]], { units: 64, activation: 'relu' });
  addHead(row, hidden, target, `${data.id}.${target.name}`);
  const { seed, validation } = document.training;
  // rows of numbers are learned in no time, but are few
  const program = read.some(({ kind, shape }) => kind === 'tokens' || shape.length > 1)
    ? { batchSize: 32, epochs: 10 }
    : { batchSize: 16, epochs: 40, learningRate: 0.003 };
  return {
    ...document,
    nodes: [{ ...data, position: { x: 0, y: 0 } }, ...row.nodes],
    edges: wired(row.wires),
    groups: [],
    modules: [],
    training: { ...adamProgram(program), seed, validation },
  };
}
