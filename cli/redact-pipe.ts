import { readFileSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { createRedactor } from '../redaction/create.ts';
import type { DirectoryEntry, RedactionPolicy, Redactor } from '../redaction/redactor.ts';
import { InputMalformed, redactStream, type StreamOptions } from '../redaction/stream/redact-stream.ts';

/** Everything is masked: what a program's disclosure keeps is not known here. */
export const MASK_ALL: RedactionPolicy = { actions: {}, tiers: {} };

export interface RedactOptions extends StreamOptions {
  /** @default a redactor that masks everything it finds */
  readonly redactor?: Pick<Redactor, 'find' | 'redactText'>;
}

/**
 * Text or NDJSON `{"id","text"}` in; redacted text, or with `spans` NDJSON `{"id","spans":[{"start","end","type"}]}` out
 * (UTF-16 offsets). Order is kept, memory does not grow with the input or with the length of a line.
 * @throws InputMalformed naming the line that is no record; nothing of it is written.
 */
export async function redact(input: Readable, output: Writable, options: RedactOptions = {}): Promise<void> {
  const redactor = options.redactor ?? createRedactor({ policy: MASK_ALL });
  input.setEncoding('utf8');
  let failure: Error | undefined;
  let wake: (() => void) | undefined;
  const onDrain = () => wake?.();
  const onError = (error: Error) => {
    failure = error;
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
    await redactStream(input as AsyncIterable<string>, write, redactor, options);
  } finally {
    output.off('drain', onDrain);
    output.off('error', onError);
  }
}

/** The values of an NDJSON file. @throws InputMalformed */
export function parseLines<T>(file: string): T[] {
  return readFileSync(file, 'utf8')
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
