import { expose } from 'comlink';
import { expect, test } from 'vitest';
import type { PageFile } from '../protocol/data';
import { DataClient } from './dataClient';

test('many files go to the worker a few at a time, in their order; the first message begins anew', async () => {
  const messages: { readonly paths: string[]; readonly begin: boolean }[] = [];
  const { port1, port2 } = new MessageChannel();
  const bring = (files: readonly PageFile[], begin: boolean) => {
    messages.push({ paths: files.map(({ path }) => path), begin });
  };
  expose({ bring }, port2 as never);
  port1.start();
  const client = new DataClient(() => Object.assign(port1, { terminate: () => port1.close() }) as never);
  const files = Array.from({ length: 100 }, (_, i) => ({ path: `a/${i}.png`, file: new File([], `${i}.png`) }));
  await client.bring(files, true);
  expect(messages.flatMap(({ paths }) => paths)).toEqual(files.map(({ path }) => path));
  expect(messages.map(({ begin }) => begin)).toEqual(messages.map((_, i) => i === 0));
  // 0.2 ms a file: no message holds up the page for 10 ms
  expect(Math.max(...messages.map(({ paths }) => paths.length))).toBeLessThanOrEqual(32);
  messages.length = 0;
  await client.bring([], true);
  expect(messages).toEqual([{ paths: [], begin: true }]);
  port1.close();
  port2.close();
});
