import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Target } from '../ir/op';
import { type Encodable, encodableCases, encodablePrograms } from '../testing/encodable';

const script = fileURLToPath(new URL('../../scripts/check-onnx.py', import.meta.url));

/** The first Python that has the official checker. */
const python = [process.env.PYTHON, 'python3', '/usr/bin/python3'].find(
  (command) => command && spawnSync(command, ['-c', 'import onnx']).status === 0,
);
if (!python) console.warn('onnx.checker is skipped: no python3 with onnx (apt-get install python3-onnx)');

function verdict(items: readonly Encodable[], target: Target): string {
  const folder = mkdtempSync(join(tmpdir(), 'netloom-onnx-'));
  try {
    for (const { name, encode } of items)
      writeFileSync(join(folder, `${name.replace(/[^\w.-]+/g, '_')}.onnx`), encode(target));
    const { stdout, stderr } = spawnSync(python ?? '', [script, folder], { encoding: 'utf8' });
    return stdout + stderr;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe.skipIf(!python)('onnx.checker with full check accepts', () => {
  describe.each(['cpu', 'webgpu'] as const)('in the form for %s', (target) => {
    it('every program of every template and small model', () => {
      expect(verdict(encodablePrograms(), target)).toMatch(/^onnx [\d.]+: [1-9]\d* passed, 0 failed, 0 skipped\n$/);
    });

    it('every operator case and its gradient', () => {
      // an operator of a newer opset than the checker's may be skipped
      expect(verdict(encodableCases(), target)).toMatch(/^onnx [\d.]+: [1-9]\d{2,} passed, 0 failed, \d+ skipped\n$/);
    });
  });
});
