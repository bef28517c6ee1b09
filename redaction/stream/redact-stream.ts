import type { Redactor, Span } from '../redactor.ts';
import { LongRecord, RecordMalformed } from './long-record.ts';
import { TextWindows } from './windows.ts';

/** Writes a piece of output; resolves when more may come. */
export type Write = (text: string) => Promise<void>;

export interface StreamOptions {
  /** NDJSON `{"id","spans"}` instead of the redacted text. @default false */
  readonly spans?: boolean;
  /** `auto`: NDJSON when the first line begins with `{` and has a `"text":` in its first 4,096 characters. @default auto */
  readonly format?: 'auto' | 'text' | 'ndjson';
}

/** A line of the input is no record. Says which, never what it held. */
export class InputMalformed extends Error {
  override name = 'InputMalformed';
  readonly line: number;

  constructor(line: number, cause: unknown) {
    super(`line ${line} is not {"id","text"} as JSON`, { cause });
    this.line = line;
  }
}

/** Lines up to this length are parsed whole. */
const LONG_LINE = 262_144;
/** Output is handed on in pieces of about this size. */
const OUTPUT = 16_384;
/** The format is told from the first line that is not blank, or from so much of it. */
const HEAD = 4_096;
const FIRST_RECORD = /^\s*\{.*?"text"\s*:/;

/** Redacts a stream of text or of NDJSON records in bounded memory; order is kept. */
export async function redactStream(
  input: AsyncIterable<string>,
  write: Write,
  redactor: Pick<Redactor, 'find' | 'redactText'>,
  { spans = false, format = 'auto' }: StreamOptions = {},
): Promise<void> {
  const out = new Output(write);
  const open = (head: string): TextJob | RecordJob => {
    const ndjson = format === 'ndjson' || (format === 'auto' && FIRST_RECORD.test(head.slice(0, HEAD)));
    const opened = ndjson ? new RecordJob(out, redactor, spans) : new TextJob(out, redactor, spans);
    opened.push(head);
    return opened;
  };
  let job: TextJob | RecordJob | undefined;
  let head = '';
  for await (const piece of input) {
    if (job !== undefined) job.push(piece);
    else {
      head += piece;
      if (head.length < HEAD && !head.trimStart().includes('\n')) continue;
      job = open(head);
    }
    if (out.full) await out.flush();
  }
  job ??= open(head);
  job.end();
  await out.flush();
}

class Output {
  readonly #write: Write;
  #pieces: string[] = [];
  #size = 0;

  constructor(write: Write) {
    this.#write = write;
  }

  get full(): boolean {
    return this.#size >= OUTPUT;
  }

  add(text: string): void {
    this.#pieces.push(text);
    this.#size += text.length;
  }

  async flush(): Promise<void> {
    const text = this.#pieces.join('');
    this.#pieces = [];
    this.#size = 0;
    if (text !== '') await this.#write(text);
  }
}

/** One text; as spans, each line is a record whose id is its number. */
class TextJob {
  readonly #windows: TextWindows;
  readonly #out: Output;
  #line = 1;
  /** Offset in the line of the next piece. */
  #column = 0;
  #spans: Span[] = [];

  constructor(out: Output, redactor: Pick<Redactor, 'find' | 'redactText'>, spans: boolean) {
    this.#out = out;
    this.#windows = new TextWindows(redactor.find, (piece, found) => {
      if (spans) this.#lines(piece, found);
      else out.add(redactor.redactText(piece, found));
    });
  }

  push(text: string): void {
    this.#windows.push(text);
  }

  end(): void {
    this.#windows.end();
    if (this.#column > 0) this.#record();
  }

  #lines(piece: string, found: readonly Span[]): void {
    let from = 0;
    let i = 0;
    while (from < piece.length) {
      const newline = piece.indexOf('\n', from);
      const to = newline < 0 ? piece.length : newline;
      for (; i < found.length; i++) {
        const { start, end, type } = found[i]!;
        const shift = this.#column - from;
        const first = Math.max(start, from);
        const last = Math.min(end, to);
        if (first < last) this.#spans.push({ start: first + shift, end: last + shift, type });
        // It goes on in the next line, or begins there.
        if (end > to) break;
      }
      this.#column += to - from;
      if (newline < 0) return;
      this.#record();
      from = newline + 1;
    }
  }

  #record(): void {
    this.#out.add(`${JSON.stringify({ id: this.#line, spans: this.#spans })}\n`);
    this.#line++;
    this.#column = 0;
    this.#spans = [];
  }
}

/** Records, one a line. A long line is read as it comes. */
class RecordJob {
  readonly #out: Output;
  readonly #redactor: Pick<Redactor, 'find' | 'redactText'>;
  readonly #asSpans: boolean;
  #line = 1;
  #rest = '';
  #long: LongLine | undefined;

  constructor(out: Output, redactor: Pick<Redactor, 'find' | 'redactText'>, spans: boolean) {
    this.#out = out;
    this.#redactor = redactor;
    this.#asSpans = spans;
  }

  push(text: string): void {
    let from = 0;
    for (;;) {
      const newline = text.indexOf('\n', from);
      if (newline < 0) break;
      this.#take(text.slice(from, newline));
      this.#endLine();
      from = newline + 1;
    }
    this.#take(text.slice(from));
  }

  end(): void {
    this.#endLine();
  }

  #take(piece: string): void {
    this.#guard(() => {
      if (this.#long !== undefined) this.#long.push(piece);
      else {
        this.#rest += piece;
        if (this.#rest.length < LONG_LINE) return;
        this.#long = new LongLine(this.#out, this.#redactor, this.#asSpans);
        this.#long.push(this.#rest);
      }
    });
  }

  #endLine(): void {
    this.#guard(() => {
      if (this.#long !== undefined) this.#long.end();
      else if (this.#rest.trim() !== '') this.#short(this.#rest);
    });
    this.#long = undefined;
    this.#rest = '';
    this.#line++;
  }

  #short(line: string): void {
    const { id = null, text }: { id?: unknown; text?: unknown } = JSON.parse(line);
    if (typeof text !== 'string') throw new RecordMalformed();
    const body = this.#asSpans
      ? { id, spans: this.#redactor.find(text) }
      : { id, text: this.#redactor.redactText(text) };
    this.#out.add(`${JSON.stringify(body)}\n`);
  }

  #guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      // JSON.parse quotes what it could not read: such an error must not get out.
      throw new InputMalformed(this.#line, error instanceof RecordMalformed ? error : undefined);
    }
  }
}

/** The output of one long record: fields in the order in which they come. */
class LongLine {
  readonly #record: LongRecord;
  readonly #windows: TextWindows;
  readonly #out: Output;
  #fields = 0;

  constructor(out: Output, redactor: Pick<Redactor, 'find' | 'redactText'>, asSpans: boolean) {
    this.#out = out;
    let base = 0;
    let any = false;
    let open = false;
    const begin = () => {
      if (!open) this.#field(asSpans ? '"spans":[' : '"text":"');
      open = true;
    };
    this.#windows = new TextWindows(redactor.find, (piece, spans) => {
      begin();
      if (!asSpans) out.add(JSON.stringify(redactor.redactText(piece, spans)).slice(1, -1));
      else {
        for (const { start, end, type } of spans) {
          out.add(`${any ? ',' : ''}${JSON.stringify({ start: start + base, end: end + base, type })}`);
          any = true;
        }
      }
      base += piece.length;
    });
    this.#record = new LongRecord({
      id: (json) => this.#field(`"id":${json}`),
      text: (piece) => this.#windows.push(piece),
      textEnd: () => {
        this.#windows.end();
        out.add(asSpans ? ']' : '"');
      },
    });
  }

  push(piece: string): void {
    this.#record.push(piece);
  }

  end(): void {
    this.#record.end();
    this.#out.add('}\n');
  }

  #field(text: string): void {
    this.#out.add(`${this.#fields++ === 0 ? '{' : ','}${text}`);
  }
}
