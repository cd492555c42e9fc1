import { describe, expect, it } from 'vitest';
import { Builder } from './builder';
import type { Graph, Node, Value } from './op';
import { verify } from './verify';

function sample(): Graph {
  const b = new Builder();
  const x = b.input('x', { dtype: 'float32', shape: ['B', 3] });
  b.origin = 'relu_1';
  const y = b.op('relu', [x]);
  return b.graph({ y, z: b.op('neg', [y]) });
}

const nodeAt = (graph: Graph, i: number): Node => graph.nodes[i] as Node;

describe('verify', () => {
  it('accepts what the builder makes', () => {
    expect(() => verify(sample())).not.toThrow();
  });

  it('refuses a value that is read before it is defined', () => {
    const graph = sample();
    expect(() => verify({ ...graph, nodes: graph.nodes.toReversed() })).toThrow(
      'internal: neg of relu_1 reads a value that is not defined yet',
    );
  });

  it('refuses a value that is defined twice', () => {
    const graph = sample();
    expect(() => verify({ ...graph, nodes: [...graph.nodes, nodeAt(graph, 2)] })).toThrow('defines a value twice');
  });

  it('refuses a type the shape rule does not give', () => {
    const graph = sample();
    const node = nodeAt(graph, 1);
    const wrong: Value[] = [];
    const changed = { ...node, outputs: wrong } as Node;
    wrong.push({ id: 99, index: 0, node: changed, type: { dtype: 'float32', shape: ['B', 4] } });
    const nodes = [nodeAt(graph, 0), changed];
    expect(() => verify({ ...graph, nodes, outputs: [] })).toThrow(
      'internal: relu of relu_1 output 0: the rule gives float32 [B, 3], the graph says float32 [B, 4]',
    );
  });

  it('refuses an output that is not in the graph', () => {
    const other = sample().outputs[0]?.value as Value;
    expect(() => verify({ ...sample(), outputs: [{ name: 'y', value: other }] })).toThrow('y is not in the graph');
  });

  it('refuses names that repeat', () => {
    const graph = sample();
    const [first] = graph.outputs as [Graph['outputs'][number]];
    expect(() => verify({ ...graph, outputs: [first, first] })).toThrow('names repeat: y, y');
  });
});
