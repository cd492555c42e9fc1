import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cruise } from 'dependency-cruiser';
import { afterEach, expect, test } from 'vitest';
import config from '../.dependency-cruiser.cjs';

const made = [];
afterEach(() => {
  for (const dir of made.splice(0)) rmSync(dir, { recursive: true });
});

/** @param {Record<string, string>} files path inside src -> text */
async function check(files) {
  const dir = mkdtempSync(join(tmpdir(), 'arrows-'));
  made.push(dir);
  symlinkSync(join(process.cwd(), 'node_modules'), join(dir, 'node_modules'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, 'src', path)), { recursive: true });
    writeFileSync(join(dir, 'src', path), text);
  }
  const { forbidden, options } = config;
  const { output } = await cruise(['src'], { ...options, baseDir: dir, ruleSet: { forbidden }, validate: true });
  return output.summary.violations.map((violation) => violation.rule.name);
}

const a = 'export const a = 1;\nexport type A = number;\n';
const use = (from) => `import { a } from '${from}';\nexport const b = a;\n`;
const typeFrom = (from) => `import type { A } from '${from}';\nexport const b: A = 1;\n`;

test.each([
  ['core', { 'core/x.ts': use('../ir/x'), 'ir/x.ts': a }, 'core-arrows'],
  ['core, a package', { 'core/x.ts': use('valibot') }, 'core-imports-nothing'],
  ['core, a type', { 'core/x.ts': typeFrom('../ir/x'), 'ir/x.ts': a }, 'core-arrows'],
  ['a type in passing', { 'core/x.ts': "export type B = import('../ir/x').A;", 'ir/x.ts': a }, 'core-arrows'],
  ['a dynamic import', { 'data/x.ts': "export const m = import('../runtime/x');", 'runtime/x.ts': a }, 'data-arrows'],
  ['training, a value of ir', { 'training/x.ts': use('../ir/x'), 'ir/x.ts': a }, 'training-ir-types-only'],
  ['client', { 'worker/client.ts': use('../compiler/x'), 'compiler/x.ts': a }, 'worker-client-arrows'],
  [
    'JSX',
    { 'features/x.tsx': `${use('../training/x')}export const C = () => <b>{a}</b>;`, 'training/x.ts': a },
    'features-arrows',
  ],
  [
    'client, the worker',
    { 'worker/client.ts': use('./trainer.worker'), 'worker/trainer.worker.ts': a },
    'worker-client-arrows',
  ],
  ['worker, a store', { 'worker/trainer.worker.ts': use('../stores/x'), 'stores/x.ts': a }, 'worker-arrows'],
  [
    'stores, the worker itself',
    { 'stores/x.ts': use('../worker/trainer.worker'), 'worker/trainer.worker.ts': a },
    'stores-arrows',
  ],
  ['features, runtime', { 'features/data/x.tsx': use('../../runtime/x'), 'runtime/x.ts': a }, 'features-arrows'],
  ['shipped code, testing', { 'ir/x.ts': use('../testing/x'), 'testing/x.ts': a }, 'ir-arrows'],
  ['a test', { 'ir/x.ts': use('./y.test'), 'ir/y.test.ts': a }, 'no-test-imports'],
  ['react in a store', { 'stores/x.ts': "import { useState as a } from 'react'; export { a };" }, 'react-only-in'],
  ['xyflow in the palette', { 'features/palette/x.ts': "export { Handle } from '@xyflow/react';" }, 'xyflow-only-in'],
  ['protobuf in ir', { 'ir/x.ts': "export * from '@bufbuild/protobuf/wire';" }, 'protobuf-only-in'],
  ['ORT in training', { 'training/x.ts': "export * from 'onnxruntime-web/wasm';" }, 'onnxruntime-only-in'],
  ['a circle', { 'ir/x.ts': use('./y'), 'ir/y.ts': `export * from './x';\n${a}` }, 'no-circular'],
])('refuses: %s', async (_, files, rule) => {
  const problems = await check(files);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain(rule);
});

test('accepts what the table allows', async () => {
  const problems = await check({
    'core/x.ts': a,
    'ir/x.ts': `import type { B } from './y';\nexport type C = B;\n${use('../core/x')}`,
    'ir/y.ts': "import { b } from './x';\nexport type B = typeof b;\n",
    'ir/x.test.ts': `${use('../testing/x')}import 'onnxruntime-web/wasm';\n`,
    'testing/x.ts': a,
    'training/x.ts': typeFrom('../ir/x'),
    'worker/protocol.ts': a,
    'worker/client.ts': use('./protocol'),
    'worker/trainer.worker.ts': use('../training/x'),
    'runtime/x.ts': "export * from 'onnxruntime-web/wasm';\n",
    'stores/x.ts': `${use('../worker/client')}export { create } from 'zustand';\n`,
    'features/canvas/x.tsx': "import { Handle } from '@xyflow/react';\nexport const X = () => <Handle />;\n",
    'cli/main.ts': use('../runtime/x'),
  });
  expect(problems).toEqual([]);
});
