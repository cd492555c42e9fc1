import { describe, expect, it } from 'vitest';
import { analyzeDocument } from '../../document/analyze';
import { disconnect, removeNodes, renameNode } from '../../document/edit';
import { mnistCnn } from '../../document/templates/mnistCnn';
import { rowsOf, sortRows, toCsv, toMarkdown, totalOf } from './rows';

const document = mnistCnn.create();
const rows = rowsOf(document, analyzeDocument(document), 'en');
const titles = { name: 'Node', layer: 'Layer', shape: 'Output', parameters: 'P', flops: 'F', bytes: 'B' };
const unsorted = { column: undefined, descending: false };

describe('the table of the analysis', () => {
  it('has every node after those it reads, and sums to the totals', () => {
    expect(rows.map((row) => row.id)).toHaveLength(document.nodes.length);
    const place = new Map(rows.map((row) => [row.id, row.order]));
    for (const { from, to } of document.edges) expect(place.get(from.node)).toBeLessThan(place.get(to.node) ?? -1);
    const { parameters, flops, activationBytes: bytes } = analyzeDocument(document);
    expect(totalOf(rows)).toEqual({ parameters, flops, bytes });
    expect(parameters).toBe(225_034);
  });

  it('puts what is wrong first', () => {
    const broken = disconnect(document, ['dense_1.y-dense_2.x']);
    const [first] = sortRows(rowsOf(broken, analyzeDocument(broken), 'en'), unsorted);
    expect(first).toMatchObject({ id: 'dense_2', problem: { severity: 'error' } });
  });

  it('sorts by each column both ways', () => {
    const ids = (column: 'name' | 'parameters' | 'shape', descending: boolean) =>
      sortRows(rows, { column, descending }).map((row) => row.id);
    expect(ids('parameters', true).slice(0, 2)).toEqual(['dense_1', 'conv2d_2']);
    expect(ids('parameters', false).at(-1)).toBe('dense_1');
    expect(ids('shape', true)[0]).toBe('conv2d_1');
    expect(ids('name', false)[0]).toBe('conv2d_1');
  });

  it('shows what comes in where nothing goes out', () => {
    expect(rows.find((row) => row.id === 'output_1')?.shapes).toEqual([['B', 10]]);
    const alone = removeNodes(document, ['softmax_1']);
    expect(rowsOf(alone, analyzeDocument(alone), 'en').find((row) => row.id === 'output_1')?.shapes).toEqual([]);
  });

  it('is copied as CSV that no spreadsheet computes', () => {
    const named = renameNode(document, 'dense_1', '=SUM(A1,"x")');
    const csv = toCsv(rowsOf(named, analyzeDocument(named), 'en'), titles);
    expect(csv.split('\r\n')[0]).toBe('Node,Layer,Output,P,F,B');
    expect(csv).toContain('"\'=SUM(A1,""x"")",Dense,"[B, 128]",204928,');
  });

  it('is copied as Markdown with bars in names escaped', () => {
    const named = renameNode(document, 'dense_1', 'a|b');
    const lines = toMarkdown(rowsOf(named, analyzeDocument(named), 'en'), titles).split('\n');
    expect(lines[1]).toBe('| --- | --- | --- | ---: | ---: | ---: |');
    expect(lines.some((line) => line.startsWith('| a\\|b | Dense | [B, 128] | 204928 |'))).toBe(true);
  });
});
