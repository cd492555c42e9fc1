import { err, ok } from '../../core/result';
import { formatShape } from '../../core/shape';
import type { NodeAnalysis } from '../../document/analysis';
import { analyzeDocument } from '../../document/analyze';
import type { DocNode } from '../../document/schema';
import type { Command } from '../command';
import { openProject } from '../project';

interface Row {
  readonly id: string;
  readonly type: string;
  readonly output: string;
  readonly parameters: number;
  readonly flops: number;
  readonly memory: number;
}

export const analyzeCommand: Command = {
  name: 'analyze',
  summary: 'Show what every node computes and costs: output shape, parameters, FLOPs and bytes for one example.',
  arguments: ['TEMPLATE|project.json'],
  options: {},
  async run({ positionals, io }) {
    const [name = ''] = positionals;
    const project = await openProject(name, io);
    if (!project.ok) return project;
    const { document } = project.value;
    const { nodes, diagnostics, parameters, flops, activationBytes } = analyzeDocument(document);
    if (diagnostics.some(({ severity }) => severity === 'error')) return err(diagnostics);
    const rows = document.nodes.map((node) => rowOf(node, nodes.get(node.id)));
    const total = { parameters, flops, memory: activationBytes };
    return ok({ json: { template: name, nodes: rows, ...total, diagnostics }, text: tableOf(rows, total) });
  },
};

function rowOf({ id, type }: DocNode, analysis: NodeAnalysis | undefined): Row {
  const [shown] = Object.values(analysis?.outputs ?? {});
  const [taken] = Object.values(analysis?.inputs ?? {});
  const known = shown ?? taken;
  return {
    id,
    type,
    output: known ? formatShape(known.shape) : '',
    parameters: analysis?.parameters ?? 0,
    flops: analysis?.flops ?? 0,
    memory: analysis?.activationBytes ?? 0,
  };
}

function tableOf(rows: readonly Row[], total: Omit<Row, 'id' | 'type' | 'output'>): string {
  const number = (value: number) => value.toLocaleString('en-US');
  const line = (row: Omit<Row, 'parameters' | 'flops' | 'memory'> & Omit<Row, 'id' | 'type' | 'output'>) => [
    row.id,
    row.type,
    row.output,
    number(row.parameters),
    number(row.flops),
    number(row.memory),
  ];
  const lines = [
    ['node', 'type', 'output', 'parameters', 'FLOPs', 'bytes'],
    ...rows.map(line),
    line({ id: 'total', type: '', output: '', ...total }),
  ];
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0))) ?? [];
  return lines
    .map((cells) =>
      cells.map((cell, i) => (i < 3 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  '),
    )
    .join('\n');
}
