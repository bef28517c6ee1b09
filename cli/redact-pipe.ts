import type { Readable, Writable } from 'node:stream';
import { createRedactor } from '../redaction/create.ts';
import type { DirectoryEntry, RedactionPolicy, Redactor } from '../redaction/redactor.ts';
import { InputMalformed, redactStream, type StreamOptions } from '../redaction/stream/redact-stream.ts';
import { withoutMark } from '../wire/line-stream.ts';
import { readText } from './files.ts';

/** Everything is masked: what a program's disclosure keeps is not known here. */
const MASK_ALL: RedactionPolicy = { actions: {}, tiers: {} };

/**
 * Values alone, unless sentences are asked for: who pipes a text through the command wants the rest of it as it was, and sets of labelled values
 * label no sentence. A program's redactor judges them by its disclosure.
 */
export const redactorFor = ({
  sentences,
  directory,
}: {
  sentences: boolean;
  directory?: readonly DirectoryEntry[];
}): Redactor =>
  createRedactor({
    policy: MASK_ALL,
    ...(sentences ? {} : { topics: false }),
    ...(directory === undefined ? {} : { directory }),
  });

export interface RedactOptions extends StreamOptions {
  /** @default a redactor that masks everything it finds */
  readonly redactor?: Pick<Redactor, 'find' | 'redactText'>;
}

/** The output cannot be written: what was is not complete. */
export class OutputFailed extends Error {
  override name = 'OutputFailed';
  readonly code: string;

  constructor(cause: NodeJS.ErrnoException) {
    super(`the output cannot be written (${cause.code ?? 'unknown'}); it is not complete`, { cause });
    this.code = cause.code ?? 'unknown';
  }
}

/** The input is UTF-16 or no text at all: no detector would find anything in it, and all of it would go through. */
export class InputNotUtf8 extends Error {
  override name = 'InputNotUtf8';

  constructor() {
    super('the input is not UTF-8 text. Convert it first, e.g. iconv -f UTF-16 -t UTF-8');
  }
}

/** Characters at the beginning that tell the encoding. */
const LOOKED_AT = 1_024;

/** @throws InputNotUtf8 */
async function* textOf(input: Readable): AsyncGenerator<string> {
  input.setEncoding('utf8');
  let first = true;
  for await (const piece of input as AsyncIterable<string>) {
    if (first && looksForeign(piece)) throw new InputNotUtf8();
    yield first ? withoutMark(piece) : piece;
    first = false;
  }
}

/** Read as UTF-8, the mark of UTF-16 is two characters that replace its bytes, and half of plain text in UTF-16 is NUL. */
function looksForeign(piece: string): boolean {
  const head = piece.slice(0, LOOKED_AT);
  return head.startsWith('\uFFFD\uFFFD') || head.split('\0').length - 1 > head.length / 4;
}

/**
 * Text or NDJSON `{"id","text"}` in; redacted text, or with `spans` NDJSON `{"id","spans":[{"start","end","type"}]}` out
 * (UTF-16 offsets). Order is kept, memory does not grow with the input or with the length of a line.
 * @throws InputMalformed naming the line that is no record, of which nothing is written; InputNotUtf8; OutputFailed
 */
export async function redact(input: Readable, output: Writable, options: RedactOptions = {}): Promise<void> {
  const redactor = options.redactor ?? redactorFor({ sentences: false });
  let failure: Error | undefined;
  let wake: (() => void) | undefined;
  const onDrain = () => wake?.();
  const onError = (error: Error) => {
    failure = new OutputFailed(error);
    wake?.();
  };
  output.on('drain', onDrain);
  output.on('error', onError);
  const write = async (text: string): Promise<void> => {
    if (failure) throw failure;
    if (output.write(text)) return;
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
    if (failure) throw failure;
  };
  try {
    await redactStream(textOf(input), write, redactor, options);
  } finally {
    output.off('drain', onDrain);
    output.off('error', onError);
  }
}

/** The values of an NDJSON file. @throws InputMalformed */
export function parseLines<T>(file: string): T[] {
  return readText(file)
    .split('\n')
    .flatMap((line, i) => {
      if (line.trim() === '') return [];
      try {
        return [JSON.parse(line) as T];
      } catch {
        throw new InputMalformed(i + 1, undefined);
      }
    });
}

export const readDirectory = (file: string): DirectoryEntry[] => parseLines<DirectoryEntry>(file);
