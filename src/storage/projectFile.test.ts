import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Checkpoint } from '../document/checkpoint';
import { templates } from '../document/templates/registry';
import { decodeProject, encodeProject } from './projectFile';

const document = templates[0]!.create();

const checkpointOf = (sizes: readonly number[], values: (i: number) => number, states = ['m', 'v']): Checkpoint => {
  let offset = 0;
  const layout = sizes.map((size, i) => {
    const slot = { name: `dense_${i}.weight`, shape: [1, size], offset };
    offset += size;
    return slot;
  });
  const vector = (shift: number) => Float32Array.from({ length: offset }, (_, i) => values(i + shift));
  return {
    layout,
    parameters: vector(0),
    optimizer: { type: 'adam', state: Object.fromEntries(states.map((name, i) => [name, vector(i + 1)])) },
    step: 12,
    history: {
      train: [{ step: 1, loss: 2.25, metrics: { accuracy: 0.5 } }],
      validation: [{ step: 12, loss: 1.5, metrics: {} }],
    },
  };
};

const good = checkpointOf([3, 4], (i) => Math.sin(i));
const fileOf = (checkpoint: Checkpoint): { checkpoint: Record<string, unknown> } & Record<string, unknown> =>
  JSON.parse(encodeProject({ document, checkpoint }));
const read = (json: unknown) => decodeProject(JSON.stringify(json));
const problem = (json: unknown) => {
  const result = read(json);
  return result.ok ? 'accepted' : result.error.map(({ code, path }) => `${code} ${path}`).join(', ');
};

test('a project comes back as it was, to the last bit', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 5 }),
      fc.float({ noNaN: true, noDefaultInfinity: true }),
      (sizes, scale) => {
        const checkpoint = checkpointOf(sizes, (i) => Math.fround(scale) * (i % 2 ? -0 : 1));
        expect(decodeProject(encodeProject({ document, checkpoint }))).toStrictEqual({
          ok: true,
          value: { document, checkpoint },
        });
      },
    ),
  );
});

test('without weights, and as a bare document', () => {
  const value = { document, checkpoint: undefined };
  expect(decodeProject(encodeProject(value))).toEqual({ ok: true, value });
  expect(read(document)).toEqual({ ok: true, value });
});

test('a vector the size of a real model survives', () => {
  const big = checkpointOf([300_000], (i) => i / 7, []);
  const result = decodeProject(encodeProject({ document, checkpoint: big }));
  expect(result.ok && result.value.checkpoint?.parameters).toEqual(big.parameters);
});

test.each([
  ['{', 'project.json'],
  ['null', 'project.format'],
  ['[]', 'project.format'],
  ['{"format":"netloom-project","version":2}', 'project.future'],
  ['{"format":"netloom-project","version":"1","document":{}}', 'project.schema'],
  ['{"format":"netloom-project","version":1,"document":3}', 'document.notObject'],
  ['{"format":"netloom","version":99}', 'document.future'],
])('%s is refused with %s', (text, code) => {
  const result = decodeProject(text);
  expect(result.ok ? [] : result.error.map((item) => item.code)).toEqual([code]);
});

test('problems of the document and of the weights are told together, with their paths', () => {
  const file = fileOf(good);
  const json = { ...file, document: { ...document, name: 7 }, checkpoint: { ...file.checkpoint, step: -1 } };
  expect(problem(json)).toBe('document.schema document.name, checkpoint.schema checkpoint.step');
});

const base64 = (...values: number[]) => Buffer.from(new Float32Array(values).buffer).toString('base64');
const sevenWith = (value: number) => base64(1, 2, 3, value, 5, 6, 7);

test.each<[string, (checkpoint: Record<string, unknown>) => unknown, string]>([
  ['text that is not base64', (c) => ({ ...c, parameters: '%%%' }), 'project.schema checkpoint.parameters'],
  ['half a float', (c) => ({ ...c, parameters: 'AAAA' }), 'project.schema checkpoint.parameters'],
  ['too few values', (c) => ({ ...c, parameters: base64(1, 2) }), 'checkpoint.length checkpoint.parameters'],
  ['NaN', (c) => ({ ...c, parameters: sevenWith(Number.NaN) }), 'checkpoint.nonFinite checkpoint.parameters'],
  [
    'an infinite optimizer state',
    (c) => ({ ...c, optimizer: { type: 'adam', state: { m: sevenWith(Number.POSITIVE_INFINITY) } } }),
    'checkpoint.nonFinite checkpoint.optimizer.state.m',
  ],
  [
    'a state longer than the parameters',
    (c) => ({ ...c, optimizer: { type: 'adam', state: { m: base64(1, 2, 3, 4, 5, 6, 7, 8) } } }),
    'checkpoint.length checkpoint.optimizer.state.m',
  ],
  [
    'a gap in the layout',
    (c) => ({ ...c, layout: [{ name: 'a.w', shape: [7], offset: 1 }] }),
    'checkpoint.layout checkpoint.layout[0].offset',
  ],
  [
    'a name twice',
    (c) => ({
      ...c,
      layout: [
        { name: 'a.w', shape: [3], offset: 0 },
        { name: 'a.w', shape: [4], offset: 3 },
      ],
    }),
    'checkpoint.layout checkpoint.layout[1].name',
  ],
  [
    'a shape beyond memory',
    (c) => ({ ...c, layout: [{ name: 'a.w', shape: [2 ** 40, 2 ** 40], offset: 0 }] }),
    'checkpoint.layout checkpoint.layout[0].shape',
  ],
  [
    'a negative size',
    (c) => ({ ...c, layout: [{ name: 'a.w', shape: [-7], offset: 0 }] }),
    'checkpoint.schema checkpoint.layout[0].shape[0]',
  ],
  [
    'a name that is a place in the prototype',
    (c) => ({ ...c, layout: [{ name: '__proto__', shape: [7], offset: 0 }] }),
    'checkpoint.schema checkpoint.layout[0].name',
  ],
  ['a step that is no whole number', (c) => ({ ...c, step: 1.5 }), 'checkpoint.schema checkpoint.step'],
  ['no history', ({ history: _, ...c }) => c, 'checkpoint.schema checkpoint.history'],
])('%s is refused', (_, change, expected) => {
  const file = fileOf(good);
  expect(problem({ ...file, checkpoint: change(file.checkpoint) })).toBe(expected);
});

test('no JSON makes it throw', () => {
  fc.assert(fc.property(fc.json(), (text) => void decodeProject(text)));
  fc.assert(
    fc.property(fc.anything({ withNullPrototype: true }), fc.constantFrom('document', 'checkpoint'), (value, part) => {
      read({ ...fileOf(good), [part]: value });
    }),
  );
});
