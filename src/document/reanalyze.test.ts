import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DocumentAnalysis } from './analysis';
import { analyzeDocument, reanalyzeDocument } from './analyze';
import { addNode, connect, setParam } from './edit';
import { setDisabled } from './edit/annotations';
import { anyEdit, emptyDocument } from './edit.fixture';
import type { NetDocument } from './schema';
import { templates } from './templates/registry';

const plain = ({ nodes, ...rest }: DocumentAnalysis) => ({ ...rest, nodes: [...nodes] });

/** Both ways of looking at a document see the same. */
const agree = (document: NetDocument) =>
  expect(plain(reanalyzeDocument(document))).toEqual(plain(analyzeDocument(document)));

describe('the analysis that remembers', () => {
  it('says what the full one says of every template, and after each parameter is changed', () => {
    for (const template of templates) {
      const document = template.create();
      agree(document);
      for (const { id, params } of document.nodes.slice(1, 9))
        for (const [param, value] of Object.entries(params))
          if (typeof value === 'number') agree(setParam(document, id, param, value + 1));
      agree(
        setDisabled(
          document,
          document.nodes.slice(2, 4).map(({ id }) => id),
          true,
        ),
      );
    }
  });

  it('says what the full one says after any sequence of edits', () => {
    fc.assert(
      fc.property(fc.array(anyEdit, { maxLength: 60 }), (edits) => {
        let document = emptyDocument();
        for (const edit of edits) {
          document = edit(document);
          agree(document);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('does the work of the nodes that changed, not of all', () => {
    let document = emptyDocument();
    for (let i = 1; i <= 120; i++) {
      const type = i === 1 ? 'dataset' : i === 2 ? 'reshape' : 'multiHeadAttention';
      document = addNode(document, type, { x: 0, y: 0 }).document;
      const [from, to] = [document.nodes.at(-2), document.nodes.at(-1)];
      if (from && to)
        document = connect(document, { node: from.id, port: i === 2 ? 'x' : 'y' }, { node: to.id, port: 'x' });
    }
    document = setParam(document, 'reshape_1', 'shape', '28, 28');
    reanalyzeDocument(document);
    const time = (work: () => void) => {
      const start = performance.now();
      work();
      return performance.now() - start;
    };
    const ratios = Array.from({ length: 7 }, (_, i) => {
      const edited = setParam(document, 'multiHeadAttention_100', 'dropout', 0.1 + i / 100);
      const again = time(() => reanalyzeDocument(edited));
      return again / time(() => analyzeDocument(edited));
    }).sort((a, b) => a - b);
    expect(ratios[3]).toBeLessThan(0.5);
  });
});
