const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;

/** Calls with every record of a delimited text (RFC 4180: quotes, doubled quotes, line breaks inside quotes; LF, CRLF or CR). Pieces may end anywhere. */
export class CsvReader {
  private field = '';
  private record: string[] = [];
  private state: 'start' | 'plain' | 'quoted' | 'quoteSeen' | 'afterCr' = 'start';
  private readonly delimiter: number;
  /** Quotes that never close, or text right behind a closing quote. */
  oddQuotes = 0;

  constructor(
    delimiter: string,
    private readonly take: (record: readonly string[]) => void,
  ) {
    this.delimiter = delimiter.charCodeAt(0);
  }

  push(text: string): void {
    let from = 0;
    for (let i = 0; i < text.length; i++) {
      if (this.state === 'quoted') {
        const end = text.indexOf('"', i);
        if (end < 0) break;
        this.field += text.slice(from, end);
        from = end + 1;
        i = end;
        this.state = 'quoteSeen';
        continue;
      }
      const char = text.charCodeAt(i);
      if (this.state === 'afterCr') {
        this.state = 'start';
        if (char === LF) {
          from = i + 1;
          continue;
        }
      }
      if (char === QUOTE && this.state !== 'plain') {
        // a second quote stands for one; a first one begins
        if (this.state === 'quoteSeen') this.field += '"';
        this.state = 'quoted';
        from = i + 1;
      } else if (char === this.delimiter) {
        this.endField(text.slice(from, i));
        from = i + 1;
      } else if (char === LF || char === CR) {
        this.endField(text.slice(from, i));
        this.endRecord();
        if (char === CR) this.state = 'afterCr';
        from = i + 1;
      } else if (this.state !== 'plain') {
        if (this.state === 'quoteSeen') this.oddQuotes++;
        this.state = 'plain';
      }
    }
    this.field += text.slice(from);
  }

  end(): void {
    if (this.state === 'quoted') this.oddQuotes++;
    if (this.field !== '' || this.record.length > 0 || this.state === 'quoteSeen') {
      this.endField('');
      this.endRecord();
    }
  }

  private endField(rest: string): void {
    this.record.push(this.field === '' ? rest : this.field + rest);
    this.field = '';
    this.state = 'start';
  }

  private endRecord(): void {
    const { record } = this;
    this.record = [];
    // a line with nothing on it is no record
    if (record.length > 1 || record[0] !== '') this.take(record);
  }
}
