import { homedir } from 'node:os';
import { join } from 'node:path';
import { isOwn } from '../core/ownData';
import type { FetchBytes } from '../data/loader';
import { readFrom } from '../data/readFrom';
import type { Io } from './io';

/** Where data sets that a user brought lie: `NETLOOM_DATA`, or below the user's own data folder. */
export function ownDataDir(): string {
  const { NETLOOM_DATA, XDG_DATA_HOME } = process.env;
  return NETLOOM_DATA ?? join(XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'netloom', 'data');
}

/** Data sets that come with Netloom from its own folder, the user's from theirs. */
export function readData({ dataDir }: Pick<Io, 'dataDir'>): FetchBytes {
  const [shipped, own] = [readFrom(dataDir), readFrom(ownDataDir())];
  return (path, signal) => (isOwn(path) ? own : shipped)(path, signal);
}
