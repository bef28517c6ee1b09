import {
  closeSync,
  createReadStream,
  existsSync,
  ftruncateSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { Referred, type Sink } from '../core/exposure/collect/collect.ts';
import type { Page } from '../core/exposure/collect/collector.ts';
import { type Head, InventoryLines } from '../core/exposure/write.ts';
import { readLines } from '../wire/line-stream.ts';
import { CommandError, EXIT } from './exit-codes.ts';

/** A note of the journal: of a step, how long the file was when its page stood in it whole, and where the next page begins. */
interface Note {
  step: string;
  bytes: number;
  next?: string;
}

/**
 * An inventory on its way into a file. Each page is written, and then noted in a journal beside it: whatever ends a run, what was noted
 * stands, what was not is cut off and read again. Without its end the file is no whole inventory, and every reader of it says so.
 */
export class CollectFile implements Sink {
  readonly begun: number;
  readonly #file: number;
  readonly #journal: number;
  readonly #paths: { file: string; journal: string };
  readonly #lines: InventoryLines;
  readonly #referred: Referred;
  readonly #positions: Map<string, Note>;
  #bytes: number;

  private constructor(state: {
    paths: { file: string; journal: string };
    begun: number;
    lines: InventoryLines;
    referred: Referred;
    notes: readonly Note[];
    bytes: number;
  }) {
    this.#paths = state.paths;
    this.begun = state.begun;
    this.#lines = state.lines;
    this.#referred = state.referred;
    this.#positions = new Map(state.notes.map((note) => [note.step, note]));
    this.#bytes = state.bytes;
    this.#file = openSync(state.paths.file, 'a', 0o600);
    this.#journal = openSync(state.paths.journal, 'a', 0o600);
    ftruncateSync(this.#file, state.bytes);
  }

  /**
   * @throws CommandError `finished` when it is whole already, `other-plan` when it was begun for something else, `other-file` when it is
   * not an inventory on its way
   */
  static async open(file: string, head: Head): Promise<CollectFile> {
    const paths = { file, journal: `${file}.journal` };
    const fresh = {
      paths,
      begun: head.begun,
      lines: new InventoryLines(),
      referred: new Referred(),
      notes: [],
      bytes: 0,
    };
    if (!existsSync(file) || statSync(file).size === 0) {
      rmSync(paths.journal, { force: true });
      const made = new CollectFile(fresh);
      made.#write(made.#lines.head(head));
      made.#note({ step: HEAD, bytes: made.#bytes });
      return made;
    }
    if (!existsSync(paths.journal)) throw await whyNot(file);
    const journal = readFileSync(paths.journal);
    // A last line that was cut off tells nothing, and must not be written on.
    const noted = journal.subarray(0, journal.lastIndexOf('\n') + 1);
    truncateSync(paths.journal, noted.length);
    const notes = notesOf(noted.toString('utf8'));
    const { bytes = 0 } = notes.at(-1) ?? {};
    if (bytes === 0 || bytes > statSync(file).size) throw otherFile(file);
    const { lines, referred } = fresh;
    let begun: number | undefined;
    for await (const line of readLines(createReadStream(file, { end: bytes - 1 }))) {
      const row = lines.standing(Buffer.from(line).toString('utf8'));
      if (begun === undefined) begun = begunOf(file, row, head);
      referred.row(row);
    }
    return new CollectFile({ paths, begun: begun!, lines, referred, notes, bytes });
  }

  get isResumed(): boolean {
    return [...this.#positions.keys()].some((step) => step !== HEAD);
  }

  /** Gaps among them. */
  get rows(): number {
    return Object.values(this.#lines.counts).reduce((sum, count) => sum + count, 0);
  }

  get gaps(): number {
    return this.#lines.counts.gap ?? 0;
  }

  position(step: string): 'done' | { next: string } | undefined {
    const note = this.#positions.get(step);
    return note && (note.next === undefined ? 'done' : { next: note.next });
  }

  page(step: string, { rows, next }: Page): void {
    for (const row of rows) this.#referred.row(row);
    this.#write(rows.map((row) => this.#lines.row(row)).join(''));
    this.#note({ step, bytes: this.#bytes, ...(next !== undefined && { next }) });
  }

  missingPolicies(): readonly string[] {
    return this.#referred.missing();
  }

  /** It is whole. @param ended ms */
  end(ended: number): void {
    this.#write(this.#lines.end(ended));
    this.close();
    rmSync(this.#paths.journal);
  }

  close(): void {
    closeSync(this.#file);
    closeSync(this.#journal);
  }

  #write(text: string): void {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; ) at += writeSync(this.#file, bytes, at);
    this.#bytes += bytes.length;
  }

  #note(note: Note): void {
    writeSync(this.#journal, `${JSON.stringify(note)}\n`);
    this.#positions.set(note.step, note);
  }
}

const HEAD = 'head';

const notesOf = (text: string): Note[] =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Note);

function begunOf(file: string, row: object, { source, covered, omitted }: Head): number {
  const { begun, ...standing } = row as Head;
  const same = (one: Partial<Head>) => JSON.stringify([one.source?.tool, one.covered, one.omitted]);
  if (same(standing) === same({ source, covered, ...(omitted && { omitted }) })) return begun;
  throw new CommandError(
    EXIT.usage,
    'other-plan',
    `${file} was begun for another account, or with other --regions or --kinds. Say the same, or another --out; --restart throws away what is there.`,
  );
}

async function whyNot(file: string): Promise<CommandError> {
  const text = readFileSync(file);
  const last = text.subarray(text.lastIndexOf('\n', text.length - 2) + 1).toString('utf8');
  if (/^\{"row":"end","ended":(\d+),/.test(last)) {
    return new CommandError(
      EXIT.usage,
      'finished',
      `${file} is whole: it ended at ${new Date(Number(/\d+/.exec(last)![0])).toISOString()}. Nothing was read. For a new one say another --out, or --restart.`,
    );
  }
  return otherFile(file);
}

const otherFile = (file: string): CommandError =>
  new CommandError(
    EXIT.usage,
    'other-file',
    `${file} is there, and no inventory that can be gone on with. Say another --out, or --restart to replace it.`,
  );
