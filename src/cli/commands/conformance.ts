import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { err, ok } from '../../core/result';
import { type Command, oneOf } from '../command';
import { IsolatedRunner } from '../conformance/isolated';
import type { Outcome } from '../conformance/runCase';
import { casesIn } from '../conformance/testCase';
import type { Io } from '../io';

/** A case takes milliseconds; one that takes this long hangs. */
const TIMEOUT = 60_000;

interface Report {
  readonly total: number;
  readonly passed: number;
  readonly failed: number;
  /** How many cases were refused, by reason. */
  readonly unsupported: Readonly<Record<string, number>>;
  readonly failures: readonly { readonly name: string; readonly message: string }[];
  /** Of those passed: how many took inputs such as shapes and axes for known values ... */
  readonly fixedInputs: number;
  /** ... and how many carried operators over without reading them. */
  readonly passedThrough: number;
  /** Names of the refused cases by reason, with --list. */
  readonly refused?: Readonly<Record<string, readonly string[]>>;
}

export const conformanceCommand: Command = {
  name: 'conformance',
  summary: 'Run a folder of ONNX test cases: decode each to IR, encode it again, run it, compare.',
  arguments: ['DIR'],
  options: {
    provider: { type: 'string', value: 'cpu|wasm', help: 'what runs them (default: cpu)' },
    list: { type: 'boolean', help: 'name the cases that are refused' },
  },
  async run(invocation) {
    const { positionals, values, io } = invocation;
    const provider = oneOf(invocation, 'provider', ['cpu', 'wasm'] as const) ?? 'cpu';
    const folder = resolve(io.cwd, positionals[0] ?? '');
    const names = existsSync(folder) ? casesIn(folder) : [];
    if (names.length === 0) {
      const message = `no test cases (folders with a model.onnx) in ${positionals[0]}`;
      return err([{ code: 'cli.noCases', severity: 'error', message, details: { folder: positionals[0] ?? '' } }]);
    }
    const outcomes = await runAll(provider, folder, names, io);
    const report = reportOf(outcomes, values.list === true);
    return ok({ json: report, text: textOf(report) });
  },
};

async function runAll(
  provider: 'cpu' | 'wasm',
  folder: string,
  names: readonly string[],
  io: Io,
): Promise<Map<string, Outcome>> {
  const runner = new IsolatedRunner(provider, TIMEOUT);
  const outcomes = new Map<string, Outcome>();
  for (const [i, name] of names.entries()) {
    outcomes.set(name, await runner.run({ folder, name }));
    if (io.live) io.err(`\r\u001b[K${i + 1}/${names.length} ${name}`);
  }
  if (io.live) io.err('\r\u001b[K');
  runner.stop();
  return outcomes;
}

function reportOf(outcomes: ReadonlyMap<string, Outcome>, list: boolean): Report {
  const refused: Record<string, string[]> = {};
  const failures: { name: string; message: string }[] = [];
  let [passed, fixedInputs, passedThrough] = [0, 0, 0];
  for (const [name, outcome] of outcomes) {
    switch (outcome.status) {
      case 'passed':
        passed++;
        if (outcome.fixedInputs) fixedInputs++;
        if (outcome.passedThrough) passedThrough++;
        break;
      case 'failed':
        failures.push({ name, message: outcome.message });
        break;
      case 'unsupported':
        refused[outcome.reason] = [...(refused[outcome.reason] ?? []), name];
        break;
      default:
        outcome satisfies never;
    }
  }
  const byCount = Object.entries(refused).sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1));
  return {
    total: outcomes.size,
    passed,
    failed: failures.length,
    unsupported: Object.fromEntries(byCount.map(([reason, names]) => [reason, names.length])),
    failures,
    fixedInputs,
    passedThrough,
    ...(list ? { refused: Object.fromEntries(byCount) } : {}),
  };
}

function textOf(report: Report): string {
  const refused = Object.entries(report.unsupported);
  const count = refused.reduce((sum, [, cases]) => sum + cases, 0);
  return [
    `${report.total} cases: ${report.passed} passed, ${report.failed} failed, ${count} unsupported`,
    `of those passed, ${report.fixedInputs} took some inputs for known values, ${report.passedThrough} carried operators over`,
    ...report.failures.map(({ name, message }) => `failed ${name}: ${message}`),
    ...refused.map(([reason, cases]) => `${String(cases).padStart(5)}  ${reason}`),
  ].join('\n');
}
