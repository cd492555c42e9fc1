import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCli } from '../run';
import { untar } from '../untar';

const dir = mkdtempSync(join(tmpdir(), 'netloom-data-'));
const own = join(dir, 'own');
const before = process.env.NETLOOM_DATA;
beforeAll(() => {
  process.env.NETLOOM_DATA = own;
});
afterAll(() => {
  if (before === undefined) delete process.env.NETLOOM_DATA;
  else process.env.NETLOOM_DATA = before;
  rmSync(dir, { recursive: true });
});

async function cli(...args: string[]) {
  let [out, err] = ['', ''];
  const io = {
    out: (text: string) => {
      out += text;
    },
    err: (text: string) => {
      err += text;
    },
    live: false,
    cwd: dir,
    dataDir: 'public/data',
  };
  return { code: await runCli(args, io), out, err };
}

const rows = Array.from({ length: 20 }, (_, i) => `${i},${i * i},${i % 2 ? 'odd' : 'even'}`);

test('a table is imported whole and can be used by its id', async () => {
  writeFileSync(join(dir, 'Some Numbers.csv'), ['n,square,parity', ...rows].join('\n'));
  const { code, out } = await cli('data', 'import', 'Some Numbers.csv', '--json');
  expect(code).toBe(0);
  const answer = JSON.parse(out);
  expect(answer).toMatchObject({
    id: 'my-some-numbers',
    counts: { train: 16, test: 4 },
    report: { rows: 20, kept: 20 },
  });
  expect(readdirSync(own)).toEqual(['my-some-numbers']);
});

test('what is refused leaves nothing behind, and says why', async () => {
  writeFileSync(join(dir, 'bad.csv'), ['n,square,parity', ...rows, '1,2'].join('\n'));
  const { code, err } = await cli('data', 'import', 'bad.csv', '--strict');
  expect(code).toBe(1);
  expect(err).toContain('1 of 21 rows do not fit');
  expect(readdirSync(own)).toEqual(['my-some-numbers']);
  expect((await cli('data', 'import', 'none.csv')).err).toContain('there is no file none.csv');
  expect((await cli('data', 'import', 'bad.csv', '--target', 'x')).err).toContain('there are n, square, parity');
  expect((await cli('data', 'fly')).code).toBe(2);
});

test('lists what there is', async () => {
  const { out } = await cli('data', 'list', '--json');
  const { datasets } = JSON.parse(out);
  expect(datasets.find(({ id }: { id: string }) => id === 'iris')).toMatchObject({ here: true, train: 120, test: 30 });
});

test('reads files out of a tar archive', () => {
  const header = (name: string, size: number) => {
    const block = Buffer.alloc(512);
    block.write(name, 0);
    block.write(size.toString(8).padStart(11, '0'), 124);
    block.write('0', 156);
    return block;
  };
  const content = Buffer.concat([Buffer.from('hello'), Buffer.alloc(507)]);
  const archive = Buffer.concat([header('a/x.txt', 5), content, header('a/y.png', 5), content, Buffer.alloc(1024)]);
  const files = untar(archive, (name) => name.endsWith('.png'));
  expect([...files].map(([name, bytes]) => [name, Buffer.from(bytes).toString()])).toEqual([['a/y.png', 'hello']]);
});
