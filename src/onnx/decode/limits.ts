import { ImportError } from './errors';

/** Bounds on what a file may make us do, far beyond any real model. */
export interface Limits {
  readonly bytes: number;
  /** Messages inside messages; a graph in a graph is three deeper. Protocol Buffers has the same limit. */
  readonly depth: number;
  /** Nodes, attributes, tensors, value infos, names: whatever becomes an object. */
  readonly items: number;
}

export const defaultLimits: Limits = { bytes: 2 ** 31 - 1, depth: 100, items: 4_000_000 };

/** Counts against the limits while a file is read. */
export class Budget {
  private depth = 0;
  private items = 0;

  constructor(private readonly limits: Limits) {}

  bytes(count: number): void {
    if (count > this.limits.bytes) this.over('bytes', this.limits.bytes);
  }

  item(): void {
    if (++this.items > this.limits.items) this.over('items', this.limits.items);
  }

  nested<T>(read: () => T): T {
    if (this.depth >= this.limits.depth) this.over('nesting', this.limits.depth);
    this.depth++;
    try {
      return read();
    } finally {
      this.depth--;
    }
  }

  private over(what: string, limit: number): never {
    throw new ImportError('tooLarge', { what, limit });
  }
}
