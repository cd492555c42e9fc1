import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('.', import.meta.url));
const source = fileURLToPath(new URL('../..', import.meta.url));

/** Every sentence of a language: `feature:key.path` -> text. */
function sentences(language: string): Map<string, string> {
  const found = new Map<string, string>();
  const walk = (value: unknown, path: string): void => {
    if (typeof value === 'string') found.set(path, value);
    else if (value && typeof value === 'object')
      for (const [key, inner] of Object.entries(value)) walk(inner, path.endsWith(':') ? path + key : `${path}.${key}`);
    else throw new Error(`${language} ${path} is neither text nor a group`);
  };
  for (const folder of [join(root, language), join(root, language, 'later')])
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.json')))
      walk(JSON.parse(readFileSync(join(folder, file), 'utf8')), `${file.slice(0, -5)}:`);
  return found;
}

/** English has two plural forms, Chinese one. */
const withoutPlural = (key: string) => key.replace(/_(one|other)$/, '');
const keysOf = (texts: Map<string, string>) => [...new Set([...texts.keys()].map(withoutPlural))].sort();
const placeholders = (text: string) => [...text.matchAll(/\{\{\s*(\w+)[^}]*\}\}/g)].map((match) => match[1]).sort();

const en = sentences('en');
const zh = sentences('zh-CN');

describe('translations', () => {
  it('has the same sentences in both languages', () => {
    expect(keysOf(zh)).toEqual(keysOf(en));
  });

  it('has no empty sentence', () => {
    const empty = [...en, ...zh].filter(([, text]) => text.trim() === '').map(([key]) => key);
    expect(empty).toEqual([]);
  });

  it('uses the same placeholders in both languages', () => {
    const differing = [...zh].filter(([key, text]) => {
      const english = en.get(key) ?? en.get(`${withoutPlural(key)}_other`) ?? '';
      return placeholders(text).join() !== placeholders(english).join();
    });
    expect(differing).toEqual([]);
  });

  it('has every sentence the code asks for by a literal key', () => {
    const keys = new Set(keysOf(en));
    const missing: string[] = [];
    for (const file of readdirSync(source, { recursive: true, encoding: 'utf8' })) {
      if (!/^(app|features)\/.*\.tsx?$/.test(file) || file.endsWith('.test.ts')) continue;
      const text = readFileSync(join(source, file), 'utf8');
      const namespace =
        /useTranslation\(\s*'(\w+)'/.exec(text)?.[1] ?? /<Translation ns="(\w+)"/.exec(text)?.[1] ?? 'common';
      for (const [, key = ''] of text.matchAll(/\bt\(\s*'([^']+)'/g)) {
        const full = key.includes(':') ? key : `${namespace}:${key}`;
        if (!keys.has(full)) missing.push(`${file}: ${full}`);
      }
    }
    expect(missing).toEqual([]);
  });
});
