import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Diagnostic } from '../core/diagnostic';
import { err, ok, type Result } from '../core/result';
import type { Checkpoint } from '../document/checkpoint';
import { parseDocument } from '../document/parse';
import type { NetDocument } from '../document/schema';
import { checkCheckpoint } from './checkCheckpoint';
import type { Project } from './projectFile';

/** What is worth knowing of trained weights without reading them. */
export interface RunInfo {
  /** Steps done. */
  readonly step: number;
}

export interface ProjectSummary {
  readonly id: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly savedAt: number;
}

/** A stored project as a shelf shows it. */
export interface ShelfItem extends ProjectSummary {
  /** As it was stored: not checked. */
  readonly document: unknown;
  readonly run: RunInfo | undefined;
  /** When it was thrown away, milliseconds since 1970; undefined where it was not. */
  readonly deletedAt: number | undefined;
}

export interface StoredProject extends Project {
  /** Weights that were stored but could not be read: the document opens without them. */
  readonly lost: readonly Diagnostic[];
}

interface StoredDocument extends ProjectSummary {
  readonly document: unknown;
  readonly deletedAt?: number;
}

/** Several stores, so that an edit of the document does not write megabytes of weights again, nor a shelf read them. */
interface Tables extends DBSchema {
  documents: { key: string; value: StoredDocument };
  checkpoints: { key: string; value: unknown };
  runs: { key: string; value: RunInfo };
  settings: { key: string; value: string };
}

const lastKey = 'lastProject';
const projectTables = ['documents', 'checkpoints', 'runs'] as const;
const allTables = [...projectTables, 'settings'] as const;

/** Projects in this browser's IndexedDB. Every method rejects with what IndexedDB threw where storage fails. */
export class ProjectStore {
  private database: Promise<IDBPDatabase<Tables>> | undefined;

  constructor(private readonly name = 'netloom') {}

  /** Stores the document and makes it the one `openLast` opens. */
  async saveDocument(document: NetDocument): Promise<void> {
    const { id, name } = document;
    const transaction = (await this.connect()).transaction(['documents', 'settings'], 'readwrite');
    await Promise.all([
      transaction.objectStore('documents').put({ id, name, savedAt: Date.now(), document }, id),
      transaction.objectStore('settings').put(id, lastKey),
      transaction.done,
    ]);
  }

  /** Stores the trained values of a project with what its card says of them; `undefined` forgets both. */
  async saveCheckpoint(id: string, checkpoint: Checkpoint | undefined): Promise<void> {
    const transaction = (await this.connect()).transaction(['checkpoints', 'runs'], 'readwrite');
    const [checkpoints, runs] = [transaction.objectStore('checkpoints'), transaction.objectStore('runs')];
    await Promise.all([
      checkpoint ? checkpoints.put(checkpoint, id) : checkpoints.delete(id),
      checkpoint ? runs.put({ step: checkpoint.step }, id) : runs.delete(id),
      transaction.done,
    ]);
  }

  /** A stored project, which becomes the one `openLast` opens. As `read` otherwise. */
  async open(id: string): Promise<Result<StoredProject, readonly Diagnostic[]> | undefined> {
    const stored = await this.read(id);
    if (stored) await (await this.connect()).put('settings', id, lastKey);
    return stored;
  }

  /** A stored project, `undefined` where there is none, diagnostics where its document cannot be read. */
  async read(id: string): Promise<Result<StoredProject, readonly Diagnostic[]> | undefined> {
    const transaction = (await this.connect()).transaction(projectTables);
    const [stored, checkpoint] = await Promise.all([
      transaction.objectStore('documents').get(id),
      transaction.objectStore('checkpoints').get(id),
      transaction.done,
    ]);
    if (!stored) return undefined;
    const document = parseDocument(stored.document);
    if (!document.ok) return err(document.error);
    const checked = checkpoint === undefined ? ok(undefined) : checkCheckpoint(checkpoint);
    return ok({
      document: document.value,
      checkpoint: checked.ok ? checked.value : undefined,
      lost: checked.ok ? [] : checked.error,
    });
  }

  /** The project saved or opened last. */
  async openLast(): Promise<Result<StoredProject, readonly Diagnostic[]> | undefined> {
    const id = await (await this.connect()).get('settings', lastKey);
    return id === undefined ? undefined : this.open(id);
  }

  /** All projects but those thrown away, the one saved last first. */
  async list(): Promise<ProjectSummary[]> {
    const all = await this.stored();
    return all
      .filter(({ deletedAt }) => deletedAt === undefined)
      .map(({ id, name, savedAt }) => ({ id, name, savedAt }));
  }

  /** All projects with what a shelf shows of them, those thrown away too, the one saved last first. */
  async shelf(): Promise<ShelfItem[]> {
    const [all, database] = await Promise.all([this.stored(), this.connect()]);
    const runs = await Promise.all(all.map(({ id }) => database.get('runs', id)));
    return all.map(({ id, name, savedAt, document, deletedAt }, index) => {
      return { id, name, savedAt, document, deletedAt, run: runs[index] };
    });
  }

  /** Gives a stored project another name; one that is not there stays so. */
  async rename(id: string, name: string): Promise<void> {
    await this.change(id, ({ document, ...rest }) => {
      return { ...rest, name, document: isRecord(document) ? { ...document, name } : document };
    });
  }

  /** Stores a project once more, with its weights, under another id and name; whether there was one. */
  async duplicate(id: string, copy: { readonly id: string; readonly name: string }): Promise<boolean> {
    const transaction = (await this.connect()).transaction(projectTables, 'readwrite');
    const [documents, checkpoints, runs] = [
      transaction.objectStore('documents'),
      transaction.objectStore('checkpoints'),
      transaction.objectStore('runs'),
    ];
    const [stored, checkpoint, run] = await Promise.all([documents.get(id), checkpoints.get(id), runs.get(id)]);
    if (stored) {
      const document = isRecord(stored.document) ? { ...stored.document, ...copy } : stored.document;
      await documents.put({ ...copy, savedAt: Date.now(), document }, copy.id);
      if (checkpoint !== undefined) await checkpoints.put(checkpoint, copy.id);
      if (run) await runs.put(run, copy.id);
    }
    await transaction.done;
    return stored !== undefined;
  }

  /** Throws a project away; until `purge` it can be had back. */
  async trash(id: string): Promise<void> {
    await this.change(id, (stored) => ({ ...stored, deletedAt: Date.now() }));
    const database = await this.connect();
    if ((await database.get('settings', lastKey)) === id) await database.delete('settings', lastKey);
  }

  /** Takes a project back that was thrown away. */
  async restore(id: string): Promise<void> {
    await this.change(id, ({ deletedAt: _, ...stored }) => stored);
  }

  /** Deletes for good what was thrown away before a time, milliseconds since 1970. */
  async purge(before: number): Promise<void> {
    for (const { id, deletedAt } of await this.stored()) if ((deletedAt ?? before) < before) await this.delete(id);
  }

  private async stored(): Promise<StoredDocument[]> {
    const all = await (await this.connect()).getAll('documents');
    return all.sort((a, b) => b.savedAt - a.savedAt);
  }

  private async change(id: string, change: (stored: StoredDocument) => StoredDocument): Promise<void> {
    const transaction = (await this.connect()).transaction('documents', 'readwrite');
    const stored = await transaction.store.get(id);
    if (stored) await transaction.store.put(change(stored), id);
    await transaction.done;
  }

  /** Deletes a project for good. */
  async delete(id: string): Promise<void> {
    const transaction = (await this.connect()).transaction(allTables, 'readwrite');
    const settings = transaction.objectStore('settings');
    if ((await settings.get(lastKey)) === id) await settings.delete(lastKey);
    await Promise.all(projectTables.map((table) => transaction.objectStore(table).delete(id)));
    await transaction.done;
  }

  async close(): Promise<void> {
    const database = await this.database;
    this.database = undefined;
    database?.close();
  }

  private connect(): Promise<IDBPDatabase<Tables>> {
    const forget = () => {
      this.database = undefined;
    };
    this.database ??= openDB<Tables>(this.name, 1, {
      upgrade(database) {
        for (const table of allTables) database.createObjectStore(table);
      },
      // Another tab brings a newer version: give way, and open again when next needed.
      blocking: () => void this.close(),
      terminated: forget,
    }).catch((error: unknown) => {
      forget();
      throw error;
    });
    return this.database;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
