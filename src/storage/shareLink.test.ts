import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { templates } from '../document/templates/registry';
import { decodeShare, encodeShare, isShare } from './shareLink';

const document = templates[0]!.create();
const fragmentOf = (bytes: Uint8Array | string) => `project=1.${deflateRawSync(bytes).toString('base64url')}`;
const codeOf = async (fragment: string) => {
  const decoded = await decodeShare(fragment);
  return decoded.ok ? 'ok' : decoded.error[0]?.code;
};

test('every template travels in a link as it is, in an address any browser takes', async () => {
  for (const template of templates) {
    const made = template.create();
    const fragment = await encodeShare(made);
    expect(isShare(`#${fragment}`)).toBe(true);
    expect(fragment).toMatch(/^[\w.=-]+$/);
    expect(fragment.length).toBeLessThan(8_000);
    expect(await decodeShare(`#${fragment}`)).toEqual({ ok: true, value: made });
  }
});

test('names in any script come through', async () => {
  const named = { ...document, name: '数字 🧵 “x”' };
  expect(await decodeShare(await encodeShare(named))).toEqual({ ok: true, value: named });
});

test.each([
  ['another version', 'project=9.abc', 'share.version'],
  ['no base64', 'project=1.a b', 'share.broken'],
  ['no deflate', 'project=1.____', 'share.broken'],
  ['nothing', 'project=1.', 'share.broken'],
  ['no JSON', fragmentOf('{"format":'), 'share.broken'],
  ['no UTF-8', fragmentOf(Uint8Array.of(0xff, 0xfe)), 'share.broken'],
  ['no document', fragmentOf('[]'), 'document.notObject'],
  ['a foreign document', fragmentOf('{"format":"netron"}'), 'document.format'],
  [
    'a layer that is not there',
    fragmentOf(JSON.stringify({ ...document, nodes: [{ ...document.nodes[0], type: 'x' }], edges: [] })),
    'layer.unknown',
  ],
  ['a wire to nowhere', fragmentOf(JSON.stringify({ ...document, nodes: [] })), 'wire.dangling'],
  ['a text without end', `project=1.${'A'.repeat((1 << 20) + 1)}`, 'share.tooLong'],
])('refuses %s with a sentence', async (_, fragment, code) => expect(await codeOf(fragment)).toBe(code));

test('a bomb is put out at its bound', async () => {
  const bomb = fragmentOf(new Uint8Array(200 << 20));
  expect(bomb.length).toBeLessThan(1 << 20);
  const before = process.memoryUsage().arrayBuffers;
  expect(await codeOf(bomb)).toBe('share.tooLong');
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(80 << 20);
});

test('a link cut short or changed anywhere opens nothing by mistake', async () => {
  const fragment = await encodeShare(document);
  await fc.assert(
    fc.asyncProperty(fc.nat(fragment.length - 12), fc.string({ minLength: 1, maxLength: 3 }), async (at, noise) => {
      expect(await codeOf(fragment.slice(0, 10 + at))).not.toBe('ok');
      const changed = await decodeShare(fragment.slice(0, 10 + at) + noise + fragment.slice(10 + at + noise.length));
      if (changed.ok) expect(changed.value.format).toBe('netloom');
    }),
    { numRuns: 60 },
  );
});
