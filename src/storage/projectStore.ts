import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Diagnostic } from '../core/diagnostic';
import { err, ok, type Result } from '../core/result';
import type { Checkpoint } from '../document/checkpoint';
import { parseDocument } from '../document/parse';
import type { NetDocument } from '../document/schema';
import { checkCheckpoint } from './checkCheckpoint';
import type { Project } from './projectFile';

/** What is worth knowing of a run without opening it. */
export interface RunInfo {
  readonly step: number;
  readonly provider: string;
  /** Means over the official test split, where they were measured. */
  readonly test?: { readonly step: number; readonly loss: number; readonly metrics: Readonly<Record<string, number>> };
}

export interface ProjectSummary {
  readonly id: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly savedAt: number;
}

export interface StoredProject extends Project {
  readonly run: RunInfo | undefined;
  /** Weights that were stored but could not be read: the document opens without them. */
  readonly lost: readonly Diagnostic[];
}

/** Three stores, so that an edit of the document does not write megabytes of weights again. */
interface Tables extends DBSchema {
  documents: { key: string; value: { id: string; name: string; savedAt: number; document: unknown } };
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

  /** Stores the trained values of a project; `undefined` forgets them. */
  async saveCheckpoint(id: string, checkpoint: Checkpoint | undefined): Promise<void> {
    const database = await this.connect();
    if (checkpoint) await database.put('checkpoints', checkpoint, id);
    else await database.delete('checkpoints', id);
  }

  async saveRun(id: string, run: RunInfo): Promise<void> {
    await (await this.connect()).put('runs', run, id);
  }

  /** A stored project, `undefined` where there is none, diagnostics where its document cannot be read. */
  async open(id: string): Promise<Result<StoredProject, readonly Diagnostic[]> | undefined> {
    const database = await this.connect();
    const transaction = database.transaction(allTables, 'readwrite');
    const [stored, checkpoint, run] = await Promise.all([
      transaction.objectStore('documents').get(id),
      transaction.objectStore('checkpoints').get(id),
      transaction.objectStore('runs').get(id),
    ]);
    if (stored) await transaction.objectStore('settings').put(id, lastKey);
    await transaction.done;
    if (!stored) return undefined;
    const document = parseDocument(stored.document);
    if (!document.ok) return err(document.error);
    const checked = checkpoint === undefined ? ok(undefined) : checkCheckpoint(checkpoint);
    return ok({
      document: document.value,
      checkpoint: checked.ok ? checked.value : undefined,
      run,
      lost: checked.ok ? [] : checked.error,
    });
  }

  /** The project saved or opened last. */
  async openLast(): Promise<Result<StoredProject, readonly Diagnostic[]> | undefined> {
    const id = await (await this.connect()).get('settings', lastKey);
    return id === undefined ? undefined : this.open(id);
  }

  /** All projects, the one saved last first. */
  async list(): Promise<ProjectSummary[]> {
    const all = await (await this.connect()).getAll('documents');
    return all.map(({ id, name, savedAt }) => ({ id, name, savedAt })).sort((a, b) => b.savedAt - a.savedAt);
  }

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
