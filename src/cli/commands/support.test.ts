import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { registry } from '../../ir/registry';
import { importedOperators } from '../../onnx/decode/rules';
import recorded from '../operators.json';
import { operatorRows, operatorsMarkdown } from './support';

const docs = new URL('../../../docs/operators.md', import.meta.url);

describe('the table of operators', () => {
  it('has a row for every operator that is read, and no other (npx tsx scripts/operators.ts)', () => {
    expect(Object.keys(recorded).toSorted()).toEqual(
      importedOperators()
        .map(({ op }) => op)
        .toSorted(),
    );
    for (const { ir } of Object.values(recorded)) for (const op of ir) expect(Object.keys(registry)).toContain(op);
  });

  it('is what docs/operators.md says (npm run -s netloom -- support --out docs/operators.md)', () => {
    expect(readFileSync(docs, 'utf8')).toBe(operatorsMarkdown());
  });

  it('tells what can be trained through', () => {
    const rows = new Map(operatorRows().map((row) => [row.operator, row]));
    expect(rows.get('Conv')).toMatchObject({ decode: 'IR', wasm: 'yes', webgpu: 'GPU', gradient: 'yes' });
    expect(rows.get('NonMaxSuppression')).toMatchObject({ decode: 'carried over', gradient: 'none needed' });
    expect(rows.get('Det')?.gradient).toBe('no');
    expect(rows.get('LSTM')?.webgpu).toContain('carried over');
    expect(rows.get('Shape')?.decode).toBe('known at import');
  });
});
