import type { Executor, Session, SessionOptions } from './executor';

interface Entry {
  readonly model: Uint8Array;
  readonly options: string;
  readonly session: Promise<Session>;
}

/**
 * Sessions of one executor by the bytes they were made from, so that loading the same program again costs nothing.
 * The least recently used beyond `limit` are disposed; who holds one asks again before each stretch of work.
 */
export class SessionCache {
  private entries: Entry[] = [];

  constructor(
    readonly executor: Executor,
    private readonly limit = 12,
  ) {}

  /** The session of these bytes; the cache keeps it and disposes it. */
  async get(model: Uint8Array, options: SessionOptions = {}): Promise<Session> {
    const key = JSON.stringify(options);
    const known = this.entries.find((entry) => entry.options === key && sameBytes(entry.model, model));
    const entry = known ?? { model, options: key, session: this.executor.createSession(model, options) };
    this.entries = [entry, ...this.entries.filter((other) => other !== entry)];
    try {
      const session = await entry.session;
      await this.trim();
      return session;
    } catch (error) {
      this.entries = this.entries.filter((other) => other !== entry);
      throw error;
    }
  }

  private async trim(): Promise<void> {
    for (const old of this.entries.splice(this.limit)) await (await old.session).dispose();
  }

  async dispose(): Promise<void> {
    this.entries = [];
    await this.executor.dispose();
  }
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a === b || (a.length === b.length && a.every((byte, i) => byte === b[i]));
}
