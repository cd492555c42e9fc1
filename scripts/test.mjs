/**
 * The whole gate: format and lint, types, arrows, unit tests, browser tests. Runs every step even after a failure;
 * the last line is `N passed, N failed`. A step that fails without a failed test counts as one failure.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const reports = mkdtempSync(join(tmpdir(), 'netloom-test-'));
const unitReport = join(reports, 'unit.json');

/** Runs an npm script of this package; resolves to whether it succeeded. */
function run(script, args = [], env = {}) {
  const child = spawn('npm', ['run', '--silent', script, '--', ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return new Promise((done) => {
    child.on('error', () => done(false));
    child.on('exit', (code) => done(code === 0));
  });
}

/** Counts from a reporter's file; none where the runner died before writing it. */
function count(file, read) {
  try {
    return read(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return { passed: 0, failed: 0 };
  }
}

const steps = [
  { name: 'lint', run: () => run('lint') },
  { name: 'typecheck', run: () => run('typecheck') },
  { name: 'arrows', run: () => run('arrows') },
  {
    name: 'unit',
    run: () => run('unit', ['--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`]),
    count: () => count(unitReport, (r) => ({ passed: r.numPassedTests, failed: r.numFailedTests })),
  },
  e2e('editing'),
  e2e('training', { NETLOOM_BUILT: '1' }),
];

/** One part of the browser tests; the first one builds the page for both. */
function e2e(part, env = {}) {
  const report = join(reports, `e2e-${part}.json`);
  return {
    name: `e2e, ${part}`,
    run: () =>
      run('e2e', ['--reporter=list,json'], { NETLOOM_E2E_PART: part, PLAYWRIGHT_JSON_OUTPUT_NAME: report, ...env }),
    count: () => count(report, (r) => ({ passed: r.stats.expected, failed: r.stats.unexpected + r.stats.flaky })),
  };
}

let passed = 0;
let failed = 0;
const summary = [];
for (const step of steps) {
  const start = performance.now();
  const succeeded = await step.run();
  const counted = step.count?.() ?? { passed: 0, failed: 0 };
  passed += counted.passed;
  failed += succeeded ? counted.failed : Math.max(counted.failed, 1);
  summary.push(
    `${succeeded ? 'ok    ' : 'FAILED'} ${step.name} (${((performance.now() - start) / 1000).toFixed(1)} s)`,
  );
}
rmSync(reports, { recursive: true });
console.log(`\n${summary.join('\n')}\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
