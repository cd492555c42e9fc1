import type { Diagnostic } from '../core/diagnostic';
import type { Checkpoint } from '../document/checkpoint';
import type { NetDocument } from '../document/schema';
import type { ProjectStore } from './projectStore';

type Part = 'document' | 'checkpoint';

export interface AutosaveOptions {
  /** Edits closer together than this are one write, ms. */
  readonly delay?: number;
  /** `storage.full` where the browser's quota is spent, otherwise `storage.failed`. */
  onError(diagnostic: Diagnostic): void;
  /** Everything handed over so far is on disk. */
  onSaved?(): void;
}

/** Writes the newest of each part of a project after a short rest; earlier versions that nobody saw are skipped. */
export class Autosave {
  private readonly pending = new Map<string, () => Promise<void>>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: Pick<ProjectStore, 'saveDocument' | 'saveCheckpoint'>,
    private readonly options: AutosaveOptions,
  ) {}

  document(document: NetDocument): void {
    this.put('document', document.id, () => this.store.saveDocument(document));
  }

  /** `undefined` forgets the stored weights. */
  checkpoint(id: string, checkpoint: Checkpoint | undefined): void {
    this.put('checkpoint', id, () => this.store.saveCheckpoint(id, checkpoint));
  }

  /** Writes what waits; resolves when it is on disk (or has failed and was reported). */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const tasks = [...this.pending.values()];
    this.pending.clear();
    if (tasks.length > 0) this.writing = this.writing.then(() => this.write(tasks));
    return this.writing;
  }

  private put(part: Part, id: string, task: () => Promise<void>): void {
    this.pending.set(`${part} ${id}`, task);
    this.timer ??= setTimeout(() => void this.flush(), this.options.delay ?? 400);
  }

  private async write(tasks: readonly (() => Promise<void>)[]): Promise<void> {
    const results = await Promise.allSettled(tasks.map((task) => task()));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) this.options.onError(diagnosticOf(failed.reason));
    else if (this.pending.size === 0) this.options.onSaved?.();
  }
}

function diagnosticOf(error: unknown): Diagnostic {
  const full = error instanceof DOMException && error.name === 'QuotaExceededError';
  const reason = error instanceof Error ? error.message : String(error);
  return {
    code: full ? 'storage.full' : 'storage.failed',
    severity: 'error',
    message: full
      ? 'The browser has no room left for this project: export it as a file or delete others.'
      : `The project could not be saved in this browser: ${reason}`,
    details: { reason },
  };
}
