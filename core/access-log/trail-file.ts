import { createHash } from 'node:crypto';
import { constants, gunzipSync } from 'node:zlib';
import { readLines } from '../../wire/line-stream.ts';
import type { AccessRecord, LogProblem, Window } from './access-log.ts';
import { readRecord } from './cloudtrail.ts';
import { type Digest, readDigest, unpacked } from './digest.ts';
import { objectsIn } from './record-text.ts';

/*
 * One file of a trail: CloudTrail's own (`{"Records": [...]}`, packed or not), a digest of it, or a record a line. Whatever cannot be read is
 * told, with the span that it leaves unknown, and the rest is read.
 */

export interface TrailFile {
  name: string;
  bytes: () => AsyncIterable<Uint8Array>;
}

/** A span of which a file should say something and does not. */
export interface Lost extends Window {
  why: string;
}

export interface FileFacts {
  name: string;
  digest?: Digest;
  /** Hex SHA-256, unpacked. */
  hash: string;
  problems: LogProblem[];
  lost: Lost[];
}

/** Within what time CloudTrail delivers: a file holds records of about so long, in no order. */
export const DELIVERY_MS = 15 * 60_000;
const EVER = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };

/** Reads one; `visit` gets each record. @param full asked after each: where it answers with a promise, that is waited for */
export async function readTrailFile(
  { name, bytes }: TrailFile,
  visit: (record: AccessRecord) => void,
  full?: () => Promise<void> | undefined,
): Promise<FileFacts> {
  const hash = createHash('sha256');
  const facts: FileFacts = { name, hash: '', problems: [], lost: [] };
  const reading = new Reading(facts, visit, full);
  try {
    const { input, packed } = await opened(bytes());
    if (packed) {
      const { text, whole } = unzipped(await joined(input));
      hash.update(text);
      if (!whole) reading.cutShort();
      await reading.text(text, whole);
    } else {
      await reading.stream(input, (piece) => hash.update(piece));
    }
  } catch (error) {
    if (!isOfFile(error)) throw error;
    facts.problems.push({ problem: 'unreadable', of: name, detail: error.code });
    facts.lost.push({ ...spanIn(name), why: `${name} cannot be read (${error.code})` });
  }
  reading.end();
  facts.hash = hash.digest('hex');
  return facts;
}

const isOfFile = (error: unknown): error is NodeJS.ErrnoException & { code: string } =>
  error instanceof Error && typeof (error as NodeJS.ErrnoException).code === 'string';

/** A stream of bytes, and how it begins. */
async function opened(bytes: AsyncIterable<Uint8Array>) {
  const source = bytes[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  while (first.reduce((sum, { length }) => sum + length, 0) < 2) {
    const next = await source.next();
    if (next.done) break;
    first.push(next.value);
  }
  const start = Buffer.concat(first);
  const input = (async function* () {
    try {
      yield start;
      for (let next = await source.next(); !next.done; next = await source.next()) yield next.value;
    } finally {
      await source.return?.();
    }
  })();
  return { input, packed: start[0] === 0x1f && start[1] === 0x8b };
}

async function joined(input: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of input) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** What there is of a packed file, however it ends. */
function unzipped(packed: Buffer): { text: Buffer; whole: boolean } {
  try {
    return { text: gunzipSync(packed), whole: true };
  } catch {
    return { text: gunzipSync(packed, { finishFlush: constants.Z_SYNC_FLUSH }), whole: false };
  }
}

class Reading {
  readonly #facts: FileFacts;
  readonly #visit: (record: AccessRecord) => void;
  readonly #full: () => Promise<void> | undefined;
  #at = 0;
  /** Of the last record that was read, and the newest of all so far. */
  #last = Number.NEGATIVE_INFINITY;
  #newest = Number.NEGATIVE_INFINITY;
  /** Something before the next record could not be read. */
  #bad: string | undefined;
  #back: { problem: LogProblem; from: number; to: number } | undefined;
  #cut = false;

  constructor(
    facts: FileFacts,
    visit: (record: AccessRecord) => void,
    full: () => Promise<void> | undefined = () => undefined,
  ) {
    this.#facts = facts;
    this.#visit = visit;
    this.#full = full;
  }

  async stream(input: AsyncIterable<Uint8Array>, onBytes: (piece: Uint8Array) => void): Promise<void> {
    const all: Buffer[] = [];
    let lines: boolean | undefined;
    let ended = true;
    const watched = (async function* () {
      for await (const piece of input) {
        onBytes(piece);
        if (piece.length > 0) ended = piece.at(-1) === 0x0a;
        yield piece;
      }
    })();
    let held: Buffer | undefined;
    for await (const line of readLines(watched)) {
      lines ??= !isWhole(line);
      if (!lines) {
        all.push(line, LINE_END);
        continue;
      }
      // The last one may still be being written.
      if (held) this.#line(held);
      held = line;
      const wait = this.#full();
      if (wait) await wait;
    }
    if (held && (ended || isJson(held))) this.#line(held);
    else if (held) this.cutShort();
    if (all.length > 0) await this.text(Buffer.concat(all), true);
  }

  async text(text: Buffer, whole: boolean): Promise<void> {
    const start = text.subarray(0, 4_096);
    if (!isWhole(start)) {
      // Lines, packed.
      let held: Buffer | undefined;
      for await (const line of readLines(oneOf(text))) {
        if (held) this.#line(held);
        held = line;
        const wait = this.#full();
        if (wait) await wait;
      }
      if (held && (whole || isJson(held))) this.#line(held);
      return;
    }
    const value = parsed(text.toString('utf8'));
    const digest = value === undefined ? undefined : readDigest(value);
    if (digest) {
      this.#facts.digest = digest;
      return;
    }
    const records = objectsIn(text.toString('utf8'));
    for (let next = records.next(); ; next = records.next()) {
      if (next.done) {
        if (!next.value && !this.#cut) this.cutShort();
        return;
      }
      this.#at++;
      this.#value(parsed(next.value));
      const wait = this.#full();
      if (wait) await wait;
    }
  }

  #line(line: Buffer): void {
    this.#at++;
    if (line.length > 0) this.#value(parsed(line.toString('utf8')));
  }

  #value(value: unknown): void {
    const record = readRecord(value);
    if (!record) {
      this.#problem({ problem: 'malformed', of: this.#facts.name, at: this.#at });
      this.#bad ??= `what stands at ${this.#at} in ${this.#facts.name} is no record`;
      return;
    }
    if (this.#bad !== undefined) this.#unknown(this.#bad, this.#last, record.at);
    this.#bad = undefined;
    if (record.at < this.#newest - DELIVERY_MS) this.#wentBack(record.at);
    this.#last = record.at;
    this.#newest = Math.max(this.#newest, record.at);
    this.#visit(record);
  }

  #wentBack(at: number): void {
    if (!this.#back) {
      const problem: LogProblem = { problem: 'clock', of: this.#facts.name, at: this.#at, count: 0 };
      this.#back = { problem, from: at, to: this.#newest };
      this.#facts.problems.push(problem);
    }
    this.#back.problem.count!++;
    this.#back.from = Math.min(this.#back.from, at);
    this.#back.to = Math.max(this.#back.to, this.#newest);
  }

  cutShort(): void {
    this.#cut = true;
    this.#problem({ problem: 'cut-short', of: this.#facts.name, at: this.#at + 1 });
  }

  end(): void {
    const { name, lost } = this.#facts;
    if (this.#back) lost.push({ from: this.#back.from, to: this.#back.to, why: `the clock of ${name} went back` });
    if (this.#cut) this.#unknown(`${name} ends in the middle`, this.#last, this.#newest + DELIVERY_MS);
    if (this.#bad !== undefined) this.#unknown(this.#bad, this.#last, this.#newest + DELIVERY_MS);
  }

  /** What lay between two records, or the whole time of the file where there is none. */
  #unknown(why: string, after: number, before: number): void {
    const span = Number.isFinite(after) ? { from: after, to: before } : { ...spanIn(this.#facts.name), to: before };
    const known = Number.isFinite(span.to) ? span : spanIn(this.#facts.name);
    this.#facts.lost.push({ from: Math.min(known.from, known.to), to: Math.max(known.from, known.to), why });
  }

  #problem(problem: LogProblem): void {
    const { problems } = this.#facts;
    if (problems.length < MOST_LISTED) {
      problems.push(problem);
      return;
    }
    const last = problems.at(-1)!;
    last.count = (last.count ?? 1) + 1;
  }
}

const MOST_LISTED = 100;
const LINE_END = Buffer.from('\n');

async function* oneOf(text: Buffer) {
  yield text;
}

/** One JSON object with all in it, and not a record a line. */
const isWhole = (start: Buffer): boolean =>
  /^\s*(\[|\{\s*("Records"\s*:|"(awsAccountId|digest\w+)"|$))/.test(
    start
      .subarray(0, 4_096)
      .toString('utf8')
      .replace(/^\uFEFF/, ''),
  );

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
const isJson = (line: Buffer): boolean => parsed(line.toString('utf8')) !== undefined;

/** `123456789012_CloudTrail_eu-central-1_20261129T1505Z_x.json.gz`: delivered then, for the time before. */
function spanIn(name: string): Window {
  const [, year, month, day, hour, minute] = /_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)\d{0,2}Z_/.exec(unpacked(name)) ?? [];
  if (year === undefined) return EVER;
  const at = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute));
  return { from: at - DELIVERY_MS, to: at + 60_000 };
}
