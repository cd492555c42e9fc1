import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { transformWithOxc } from 'vite';
import { describe, expect, it } from 'vitest';
import { withoutPrograms, withoutTexts } from './leanPage';

const source = (path) => fileURLToPath(new URL(`../../src/${path}`, import.meta.url));
const files = (folder) => readdirSync(source(folder)).filter((name) => /^[^.]+\.ts$/.test(name));

/** A module as the build hands it on: JavaScript. */
async function compiled(path) {
  return (await transformWithOxc(readFileSync(source(path), 'utf8'), path)).code;
}

describe('the page without what only workers need', () => {
  it('loses the ONNX form and the gradient of an operator, and nothing else', () => {
    const given = `export const f = defineOp({ name: 'f', infer: (x) => x, onnx: ({ w }) => w.node('F'), gradient, flops });`;
    expect(withoutPrograms(given)).toBe(`export const f = defineOp({name: 'f',infer: (x) => x,flops});`);
    expect(withoutPrograms(`const f = unaryOp('f', 'F', ({ dy }) => dy, 'numeric');`)).toBe(
      `const f = unaryOp('f', void 0, void 0, 'numeric');`,
    );
    expect(withoutPrograms(`const f = binaryOp('f', 'F', { dx: ({ dz }) => dz, dy: a, infer });`)).toBe(
      `const f = binaryOp('f', void 0, {infer});`,
    );
  });

  it('loses the texts of a layer and the help of its parameters', () => {
    const given = `const l = defineLayer({ params: { a: int(n, 1, 0, 9, { step: 2, help: { en: 'h' } }) }, docs: { name, summary: 's', formula: 'y', references: [], aliases } });`;
    expect(withoutTexts(given)).toBe(
      `const l = defineLayer({ params: { a: int(n, 1, 0, 9, {step: 2}) }, docs: {name} });`,
    );
  });

  for (const name of files('ir/ops'))
    it(`keeps of ${name} its shape rule alone`, async () => {
      const code = await compiled(`ir/ops/${name}`);
      const lean = withoutPrograms(code);
      expect(lean).not.toBe(code);
      expect(lean).not.toMatch(/^\s*(onnx|gradient)[:,]/m);
      if (/\binfer\b/.test(code)) expect(lean).toMatch(/\binfer\b/);
    });

  for (const name of files('layers/defs'))
    it(`finds the texts of ${name}`, async () => {
      const lean = withoutTexts(await compiled(`layers/defs/${name}`));
      expect(lean).not.toMatch(/\b(summary|references|aliases|help):|\bformula: ["'`]/);
      expect(lean).toMatch(/\bname:/);
    });
});
