import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import * as v from 'valibot';
import { internal } from '../../core/errors';
import { ok } from '../../core/result';
import type { OpName } from '../../ir/op';
import { loops } from '../../ir/placement';
import { opOf, registry } from '../../ir/registry';
import { importedOperators } from '../../onnx/decode/rules';
import type { Command } from '../command';
import recorded from '../operators.json';

/** What `scripts/operators.ts` writes. */
const recordSchema = v.record(
  v.string(),
  v.object({
    ir: v.array(v.string()),
    gradient: v.picklist(['yes', 'zero', 'no', 'some']),
    double: v.optional(v.boolean()),
  }),
);

/** An operator of ONNX. */
export interface OperatorRow {
  readonly operator: string;
  /** The first opset it is read from. */
  readonly since: number;
  /** What it becomes: IR operators, itself carried over, a constant known at import, or whichever of these its attributes allow. */
  readonly decode: string;
  readonly wasm: string;
  readonly webgpu: string;
  readonly gradient: string;
}

/** An operator of the IR. */
interface IrRow {
  readonly operator: OpName;
  readonly webgpu: string;
  readonly gradient: string;
}

const gradientWords = {
  yes: 'yes',
  zero: 'none needed',
  no: 'no',
  some: 'yes; no where it is carried over',
} as const;

/** A row for every operator the import knows. */
export function operatorRows(): OperatorRow[] {
  const record = v.parse(recordSchema, recorded);
  return importedOperators().map(({ op, since }) => {
    const known = record[op] ?? internal(`${op} is not in operators.json: run scripts/operators.ts`);
    const names = known.ir.filter((name): name is OpName => name in registry);
    return {
      operator: op,
      since,
      decode: decodeOf(names),
      wasm: 'yes',
      webgpu: known.double ? 'no: computes in float64' : webgpuOf(names),
      gradient: gradientWords[known.gradient],
    };
  });
}

function decodeOf(names: readonly OpName[]): string {
  if (names.length === 0) return 'known at import';
  if (!names.includes('onnx')) return 'IR';
  return names.length > 1 ? 'IR; carried over in some forms' : 'carried over';
}

function webgpuOf(names: readonly OpName[]): string {
  if (names.length === 1 && names[0] === 'onnx') return 'as the runtime has it';
  const place = names.some((name) => loops.has(name)) ? 'loop on the CPU' : 'GPU';
  return names.includes('onnx') ? `${place}; carried over as the runtime has it` : place;
}

function irRows(): IrRow[] {
  const names = (Object.keys(registry) as OpName[]).filter((name) => name !== 'input' && name !== 'constant');
  return names.map((operator) => {
    const { gradient } = opOf(operator);
    const word = typeof gradient === 'function' ? 'yes' : gradient === 'zero' ? 'none needed' : 'no';
    const webgpu = operator === 'onnx' ? 'as the runtime has it' : loops.has(operator) ? 'loop on the CPU' : 'GPU';
    return { operator, webgpu, gradient: word };
  });
}

export const supportCommand: Command = {
  name: 'support',
  summary: 'Print which ONNX operators are read, where they run and which can be trained through.',
  arguments: [],
  options: { out: { type: 'string', value: 'FILE.md', help: 'write the table as Markdown too' } },
  async run({ values, io }) {
    const rows = operatorRows();
    if (typeof values.out === 'string') {
      const file = resolve(io.cwd, values.out);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, operatorsMarkdown());
    }
    return ok({ json: { operators: rows, ir: irRows() }, text: aligned(rows) });
  },
};

const columns = [
  'operator',
  'since',
  'decode',
  'wasm',
  'webgpu',
  'gradient',
] as const satisfies readonly (keyof OperatorRow)[];

function aligned(rows: readonly OperatorRow[]): string {
  const lines = [[...columns], ...rows.map((row) => columns.map((column) => String(row[column])))];
  const widths = columns.map((_, i) => Math.max(...lines.map((cells) => cells[i]?.length ?? 0)));
  return lines
    .map((cells) =>
      cells
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** docs/operators.md. */
export function operatorsMarkdown(): string {
  const rows = operatorRows();
  const counts = (word: string) => rows.filter(({ gradient }) => gradient.startsWith(word)).length;
  return `# Operators

Written by \`npm run -s netloom -- support --out docs/operators.md\`; a test holds it to the registries.

## ONNX operators that are read

${rows.length} operators, opset 7 to 26: ${counts('yes')} can be trained through, ${counts('none needed')} have nothing to differentiate
(comparisons, integers, piecewise constants), ${counts('no') - counts('none needed')} only run.

- **since**: the first opset it is read from. A model older than that, or an attribute, input or output that is not read, is refused by name.
- **decode**: *IR*: it becomes operators of the IR, differentiated and written for each backend; *carried over*: it is run as it is; *known
  at import*: it becomes a constant.
- **wasm**, **webgpu**: where it runs. *GPU*: for float32, int32 and bool; tensors of other types are the CPU's. *As the runtime has it*:
  on the GPU where ONNX Runtime has a kernel, else on the CPU.
- **gradient**: *none needed*: flat almost everywhere, or not of floats.

${table(
  columns,
  rows.map((row) => columns.map((column) => row[column])),
)}

## Operators of the IR

${table(
  ['operator', 'webgpu', 'gradient'],
  irRows().map(({ operator, webgpu, gradient }) => [operator, webgpu, gradient]),
)}
`;
}
