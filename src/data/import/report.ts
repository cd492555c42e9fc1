/** What can be wrong with one row, one picture or one text. */
export const badExamples = ['ragged', 'mixed', 'noTarget', 'undecodable', 'corrupt', 'blank', 'misplaced'] as const;
/**
 * `ragged`: another number of fields; `mixed`: no number where one is expected; `noTarget`: the target is missing;
 * `undecodable`: characters that are none in the encoding; `corrupt`: a picture (or an archive's entry) that cannot be read;
 * `blank`: a text without a word; `misplaced`: a file of another kind, or in no class.
 */
export type BadExample = (typeof badExamples)[number];

/** One thing that was left out. */
export interface Finding {
  readonly problem: BadExample;
  /** Path of the file, or number of the row as a spreadsheet counts it. */
  readonly at: string | number;
  /** What stood there. */
  readonly text?: string;
}

/** What was found wrong. Nothing of it becomes a silent zero. */
export interface ImportReport extends Readonly<Record<BadExample, number>> {
  /** Rows, files or lines that were looked at. */
  readonly rows: number;
  readonly kept: number;
  /** The first of what was left out. */
  readonly found: readonly Finding[];
  /** Quotes that never close, or text right behind a closing quote. */
  readonly oddQuotes: number;
  /** Files whose encoding is a guess. */
  readonly guessedEncodings: number;
  readonly columns: readonly {
    readonly title: string;
    readonly missing: number;
    readonly mixed: number;
    /** One value in every row: nothing can be learned from it, so it is left out. */
    readonly constant: boolean;
  }[];
  /** Kept examples of every class of the target. */
  readonly classes: readonly { readonly name: string; readonly count: number }[];
  /** Classes without one example that can be used: they are left out. */
  readonly emptyClasses: readonly string[];
  /** Classes with a single example: they are all used for training, so no test can ask for what was never seen. */
  readonly rareClasses: number;
}

export type ImportErrorCode =
  | 'empty'
  | 'badRows'
  | 'noColumns'
  | 'constantTarget'
  | 'tooManyClasses'
  | 'quota'
  | 'pictures'
  | 'texts'
  | 'archive'
  | 'cifar';

/** Data that cannot become a data set; the code is stable. */
export class ImportError extends Error {
  override readonly name = 'ImportError';
  constructor(
    readonly code: ImportErrorCode,
    readonly details: Readonly<Record<string, string | number>>,
    readonly report?: ImportReport,
  ) {
    super(`${code}: ${JSON.stringify(details)}`);
  }
}

const SHOWN = 20;
const LONGEST = 40;

/** Counts what is wrong and remembers the first places of it. */
export class Findings {
  private readonly counts = new Map<BadExample, number>();
  private readonly first: Finding[] = [];

  add(problem: BadExample, at: string | number, text?: string): void {
    this.counts.set(problem, this.of(problem) + 1);
    if (this.first.length >= SHOWN) return;
    const short = text !== undefined && text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
    this.first.push({ problem, at, ...(short === undefined ? {} : { text: short }) });
  }

  of(problem: BadExample): number {
    return this.counts.get(problem) ?? 0;
  }

  get total(): number {
    return [...this.counts.values()].reduce((sum, count) => sum + count, 0);
  }

  /** A report of these findings alone, and what `more` says. */
  report(more: Partial<ImportReport> & Pick<ImportReport, 'rows' | 'kept'>): ImportReport {
    const count = (problem: BadExample) => this.of(problem);
    return {
      ragged: count('ragged'),
      mixed: count('mixed'),
      noTarget: count('noTarget'),
      undecodable: count('undecodable'),
      corrupt: count('corrupt'),
      blank: count('blank'),
      misplaced: count('misplaced'),
      found: this.first,
      oddQuotes: 0,
      guessedEncodings: 0,
      columns: [],
      classes: [],
      emptyClasses: [],
      rareClasses: 0,
      ...more,
    };
  }
}

/** How many examples each of the classes has. `labels`: places in `names`; others are not counted. */
export function countClasses(names: readonly string[], labels: ArrayLike<number>): ImportReport['classes'] {
  const counts = new Uint32Array(names.length);
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i] as number;
    if (label >= 0) counts[label] = (counts[label] ?? 0) + 1;
  }
  return names.map((name, i) => ({ name, count: counts[i] ?? 0 }));
}

/** Whether a report says that anything was left out. */
export const isClean = ({ rows, kept, emptyClasses, columns, oddQuotes }: ImportReport): boolean =>
  rows === kept && oddQuotes === 0 && emptyClasses.length === 0 && columns.every(({ constant }) => !constant);

/** Throws `badRows` where all of the data has to fit and some does not. */
export function refuseUnclean(policy: 'skip' | 'refuse', report: ImportReport): void {
  if (policy === 'skip' || isClean(report)) return;
  const { rows, kept, emptyClasses, columns } = report;
  const constant = columns.filter((column) => column.constant).length;
  throw new ImportError('badRows', { bad: rows - kept, rows, empty: emptyClasses.length, constant }, report);
}
