import { expect, test } from 'vitest';
import { readFrom } from '../data/readFrom';
import { DataService } from './dataService';
import { tinyData, tinyDocument } from './engine/tiny.fixture';
import type { LookRequest } from './protocol/data';

const request: LookRequest = {
  document: tinyDocument(),
  dataUrl: '/data/',
  part: 'train',
  from: 0,
  count: 2,
  step: 0,
};

test('a data set that could not be fetched is asked for again', async () => {
  const tiny = tinyData();
  let online = false;
  const service = new DataService(
    () => (path, signal) => (online ? tiny : readFrom('no such folder'))(path, signal),
    () => Promise.reject(new Error('no pictures here')),
  );
  expect(await service.look(request)).toMatchObject({ ok: false, error: [{ code: 'data.fetch' }] });
  online = true;
  expect(await service.look(request)).toMatchObject({ ok: true, value: { after: { rows: { length: 2 } } } });
});
