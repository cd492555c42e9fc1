interface Message {
  readonly kind: 'release';
  readonly id: string;
}

export interface ClaimEvents {
  /** Another tab asks for the project, which is still ours: everything of it goes to disk first. */
  beforeRelease(id: string): Promise<void>;
  /** The project is ours now, or another tab's. `stolen`: it was taken away without `beforeRelease`. */
  onChange(id: string, mine: boolean, stolen: boolean): void;
}

interface Held {
  readonly id: string;
  mine: boolean;
  /** Gives the lock back. */
  release: () => void;
  /** Ends the wait for it. */
  waiting: AbortController;
}

/** Another tab that does not answer for this long is asleep or stuck, ms. */
const PATIENCE = 2000;
const lockOf = (id: string) => `netloom project ${id}`;

/**
 * Which tab may write a project: one at a time, by a Web Lock named after it. The others wait in line and get it when it is
 * given up, when its tab closes, or when they ask for it.
 */
export class Claims {
  private held: Held | undefined;

  constructor(
    private readonly locks: LockManager | undefined,
    private readonly channel: Pick<BroadcastChannel, 'postMessage' | 'addEventListener'> | undefined,
    private readonly events: ClaimEvents,
    private readonly patience = PATIENCE,
  ) {
    channel?.addEventListener('message', (event) => {
      if (isMessage(event.data)) void this.giveUp(event.data.id);
    });
  }

  /** Makes a project this tab's, in place of the one before; false where another tab has it: then it waits in line. */
  async claim(id: string): Promise<boolean> {
    if (this.held?.id === id) return this.held.mine;
    this.held?.waiting.abort();
    this.held?.release();
    const held: Held = { id, mine: true, release: () => {}, waiting: new AbortController() };
    this.held = held;
    if (!this.locks) return true;
    held.mine = await this.request(held, { ifAvailable: true });
    if (!held.mine) void this.wait(held);
    return held.mine;
  }

  /** Asks the tab that has the project to give it up; takes it where that tab does not answer. */
  takeOver(): void {
    const { held } = this;
    if (!held || held.mine) return;
    this.channel?.postMessage({ kind: 'release', id: held.id } satisfies Message);
    setTimeout(() => {
      if (this.held !== held || held.mine) return;
      void this.request(held, { steal: true }).then((mine) => mine && this.become(held, true));
    }, this.patience);
  }

  /** Ids of the projects that any tab has. */
  async taken(): Promise<ReadonlySet<string>> {
    const prefix = lockOf('');
    const names = (await this.locks?.query())?.held?.flatMap(({ name }) => name ?? []) ?? [];
    return new Set(names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length)));
  }

  private async giveUp(id: string): Promise<void> {
    const { held } = this;
    if (held?.id !== id || !held.mine) return;
    await this.events.beforeRelease(id);
    if (this.held !== held || !held.mine) return;
    this.become(held, false);
    held.release();
    void this.wait(held);
  }

  private async wait(held: Held): Promise<void> {
    held.waiting = new AbortController();
    const mine = await this.request(held, { signal: held.waiting.signal });
    if (mine && this.held === held && !held.mine) this.become(held, true);
  }

  private become(held: Held, mine: boolean, stolen = false): void {
    held.mine = mine;
    if (mine) held.waiting.abort();
    this.events.onChange(held.id, mine, stolen);
  }

  /** Resolves once the lock is held, or is not to be had; holds it until `release`. */
  private request(held: Held, options: LockOptions): Promise<boolean> {
    return new Promise((resolve) => {
      let granted = false;
      const hold = (lock: Lock | null) => {
        granted = lock !== null && this.held === held;
        resolve(granted);
        if (!granted) return undefined;
        return new Promise<void>((release) => {
          held.release = release;
        });
      };
      this.locks?.request(lockOf(held.id), options, hold).catch(() => {
        resolve(false);
        // the lock was broken: another tab took the project
        if (!granted || this.held !== held || !held.mine) return;
        this.become(held, false, true);
        void this.wait(held);
      });
    });
  }
}

function isMessage(data: unknown): data is Message {
  return typeof data === 'object' && data !== null && 'kind' in data && data.kind === 'release' && 'id' in data;
}
