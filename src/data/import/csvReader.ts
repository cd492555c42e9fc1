/** Calls with every record of a delimited text (RFC 4180: quotes, doubled quotes, line breaks inside quotes; LF, CRLF or CR). Pieces may end anywhere. */
export class CsvReader {
  private field = '';
  private record: string[] = [];
  private state: 'start' | 'plain' | 'quoted' | 'quoteSeen' | 'afterCr' = 'start';
  /** Quotes that never close, or text right behind a closing quote. */
  oddQuotes = 0;

  constructor(
    private readonly delimiter: string,
    private readonly take: (record: readonly string[]) => void,
  ) {}

  push(text: string): void {
    let from = 0;
    for (let i = 0; i < text.length; i++) {
      const char = text[i] as string;
      if (this.state === 'quoted') {
        if (char !== '"') continue;
        this.field += text.slice(from, i);
        from = i + 1;
        this.state = 'quoteSeen';
        continue;
      }
      if (this.state === 'afterCr') {
        this.state = 'start';
        if (char === '\n') {
          from = i + 1;
          continue;
        }
      }
      if (char === '"' && this.state !== 'plain') {
        // a second quote stands for one; a first one begins
        if (this.state === 'quoteSeen') this.field += '"';
        this.state = 'quoted';
        from = i + 1;
      } else if (char === this.delimiter) {
        this.endField(text.slice(from, i));
        from = i + 1;
      } else if (char === '\n' || char === '\r') {
        this.endField(text.slice(from, i));
        this.endRecord();
        if (char === '\r') this.state = 'afterCr';
        from = i + 1;
      } else {
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
    this.record.push(this.field + rest);
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
