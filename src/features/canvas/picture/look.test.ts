import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const text = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const sorted = (names: Iterable<string>): string[] => [...new Set(names)].sort();

describe('the look of a card', () => {
  const declared = sorted(
    [...text('../Canvas.module.css').matchAll(/--card-([a-z-]+):/g)].map(([, name]) => name ?? ''),
  );
  const ofPage = sorted(
    [...text('../LayerNode.module.css').matchAll(/var\(--card-([a-z-]+)\)/g)].map(([, name]) => name ?? ''),
  );
  const ofPicture = sorted(
    [...text('./palette.ts').matchAll(/(?:size|share)\('([a-z-]+)'\)/g)].map(([, name]) => name ?? ''),
  );

  it('is said once: the page and the picture both take all of it, and nothing else', () => {
    expect(declared.length).toBeGreaterThan(10);
    expect(ofPage).toEqual(declared);
    expect(ofPicture).toEqual(declared);
  });
});
