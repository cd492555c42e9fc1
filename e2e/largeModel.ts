import type { DocEdge, DocNode, NetDocument } from '../src/document/schema';
import { mnistMlp } from '../src/document/templates/mnistMlp';

const COLUMNS = 40;

/** 1,000 nodes and 1,500 wires: Dense layers in a row, every second followed by an Add of it and the one before. */
export function large(): NetDocument {
  const template = mnistMlp.create();
  const like = (type: string): DocNode => {
    const node = template.nodes.find((item) => item.type === type);
    if (!node) throw new Error(`no ${type}`);
    return node;
  };
  const [dataset, flatten, dense] = [like('dataset'), like('flatten'), like('dense')];
  const place = (index: number) => ({ x: (index % COLUMNS) * 208, y: Math.floor(index / COLUMNS) * 168 });
  const nodes: DocNode[] = [
    { ...dataset, position: place(0) },
    { ...flatten, position: place(1) },
  ];
  const edges: DocEdge[] = [];
  const wire = (from: string, port: string, to: string, input: string) =>
    edges.push({
      id: `${from}.${port}-${to}.${input}`,
      from: { node: from, port },
      to: { node: to, port: input },
    });
  wire('dataset_1', 'x', 'flatten_1', 'x');
  let last = 'flatten_1';
  for (let i = 2; i < 1000; i++) {
    const before = nodes.at(-1)?.id ?? last;
    if (i >= 4 && i % 2 === 0) {
      const id = `add_${i}`;
      nodes.push({ id, type: 'add', version: 1, name: '', params: { inputs: 2 }, position: place(i) });
      wire(before, 'y', id, 'a');
      wire(last, 'y', id, 'b');
      last = id;
    } else {
      const id = `dense_${i}`;
      nodes.push({ ...dense, id, name: '', params: { ...dense.params, units: 64 }, position: place(i) });
      wire(before, 'y', id, 'x');
      if (i < 4) last = id;
    }
  }
  return { ...template, id: 'large', name: 'Large', nodes, edges };
}
