/** Where a command reads and writes; tests give their own. */
export interface Io {
  /** One line (or several) of the answer. */
  out(text: string): void;
  /** Progress and problems. */
  err(text: string): void;
  /** Whether `err` is a terminal, where a line can be written over. */
  readonly live: boolean;
  /** Folder that relative paths start from. */
  readonly cwd: string;
  /** Folder of the converted data sets. */
  readonly dataDir: string;
}
