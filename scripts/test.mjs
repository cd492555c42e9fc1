/**
 * The whole gate: format and lint, types, arrows, unit tests, browser tests. Runs every step even after a failure;
 * at the end what failed or needed a second try is named, and the last line is `N passed, N failed`. A step that fails without a failed test counts as one failure.
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

const nothing = { passed: 0, failed: 0, names: [] };

/** Counts, and the names of what failed, from a reporter's file; none where the runner died before writing it. */
function count(file, read) {
  try {
    return read(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return nothing;
  }
}

const steps = [
  { name: 'lint', run: () => run('lint') },
  { name: 'typecheck', run: () => run('typecheck') },
  { name: 'arrows', run: () => run('arrows') },
  {
    name: 'unit',
    run: () => run('unit', ['--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`]),
    count: () =>
      count(unitReport, (r) => ({
        passed: r.numPassedTests,
        failed: r.numFailedTests,
        names: r.testResults.flatMap(({ name, message, assertionResults }) => [
          ...(assertionResults.length === 0 && message ? [`failed: ${name}: ${firstLine(message)}`] : []),
          ...assertionResults
            .filter(({ status }) => status === 'failed')
            .map(({ fullName, failureMessages }) => `failed: ${name}: ${fullName}: ${firstLine(failureMessages[0])}`),
        ]),
      })),
  },
  e2e('editing'),
  e2e('training', { NETLOOM_BUILT: '1' }),
];

/** The first line of a message, without its colours. */
function firstLine(message = '') {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape that starts a colour
  return message.replace(/\u001b\[[\d;]*m/g, '').split('\n', 1)[0];
}

/** What failed, or needed a second try, in a suite of Playwright's report and those inside it. */
function troubledSpecs({ specs = [], suites = [] }) {
  const troubled = specs.flatMap(({ file, line, title, tests }) =>
    tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(({ status, results }) => {
        const said = results.find(({ error }) => error)?.error.message;
        return `${status === 'flaky' ? 'second try' : 'failed'}: ${file}:${line}: ${title}: ${firstLine(said)}`;
      }),
  );
  return [...troubled, ...suites.flatMap(troubledSpecs)];
}

/** One part of the browser tests; the first one builds the page for both. */
function e2e(part, env = {}) {
  const report = join(reports, `e2e-${part}.json`);
  return {
    name: `e2e, ${part}`,
    run: () =>
      run('e2e', ['--reporter=list,json'], { NETLOOM_E2E_PART: part, PLAYWRIGHT_JSON_OUTPUT_NAME: report, ...env }),
    count: () =>
      count(report, (r) => ({
        passed: r.stats.expected + r.stats.flaky,
        failed: r.stats.unexpected,
        // a file that cannot be read, or no page to test, belongs to no test
        names: [
          ...r.errors.map(({ message }) => `failed: e2e, ${part}: ${firstLine(message)}`),
          ...r.suites.flatMap(troubledSpecs),
        ],
      })),
  };
}

let passed = 0;
let failed = 0;
const summary = [];
const failures = [];
for (const step of steps) {
  const start = performance.now();
  const succeeded = await step.run();
  const counted = step.count?.() ?? nothing;
  passed += counted.passed;
  failed += succeeded ? counted.failed : Math.max(counted.failed, 1);
  failures.push(...counted.names);
  summary.push(
    `${succeeded ? 'ok    ' : 'FAILED'} ${step.name} (${((performance.now() - start) / 1000).toFixed(1)} s)`,
  );
}
rmSync(reports, { recursive: true });
console.log(`\n${[...failures, ...summary].join('\n')}\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
