import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { conformanceCommand } from '../commands/conformance';

/** Debian's libonnx-testdata 1.12. */
const folder = '/usr/share/libonnx-testdata/data';

const io = { out: () => {}, err: () => {}, live: false, cwd: '/', dataDir: '' };

interface Report {
  readonly total: number;
  readonly passed: number;
  readonly failures: readonly { readonly name: string; readonly message: string }[];
  readonly unsupported: Readonly<Record<string, number>>;
}

async function reportOf(cases: string): Promise<Report> {
  const result = await conformanceCommand.run({ positionals: [`${folder}/${cases}`], values: {}, io });
  if (!result.ok) throw new Error(result.error.map(({ message }) => message).join('; '));
  return result.value.json as Report;
}

/** Folder, number of cases, least that must pass. */
const folders: readonly (readonly [string, number, number])[] = [
  ['node', 932, 860],
  ['pytorch-converted', 82, 82],
  ['pytorch-operator', 35, 35],
  ['simple', 23, 7],
];

for (const [cases, total, least] of folders) {
  it.skipIf(!existsSync(folder))(`ONNX's own ${cases} cases (needs Debian's libonnx-testdata)`, async () => {
    const report = await reportOf(cases);
    expect(report.failures).toEqual([]);
    expect(report.total).toBe(total);
    expect(report.passed).toBeGreaterThanOrEqual(least);
  });
}
