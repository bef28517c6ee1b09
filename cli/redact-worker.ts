import { createReadStream, createWriteStream, fstatSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import { parentPort, workerData } from 'node:worker_threads';
import { InputMalformed, type StreamOptions } from '../redaction/stream/redact-stream.ts';
import { CommandError } from './exit-codes.ts';
import { InputNotUtf8, OutputFailed, readDirectory, redact, redactorFor } from './redact-pipe.ts';

/** What the command hands to the thread, and what it answers. Neither holds content. */
export interface RedactWork extends StreamOptions {
  readonly directory?: string;
  readonly sentences: boolean;
}
export type RedactAnswer =
  | { readonly done: true }
  | { readonly line: number }
  | { readonly foreign: true }
  | { readonly usage: string }
  | { readonly unwritten: string }
  | { readonly failed: string };

/**
 * `sluice redact` in a thread of its own, from descriptor 0 to descriptor 1: a thread can be given a small young
 * generation, a process cannot do so for itself, and with the default one the heap grows to 250 MB over a gigabyte.
 */
async function work({ directory, sentences, ...options }: RedactWork): Promise<RedactAnswer> {
  const output = outputOf(1);
  // Errors reach whoever writes; between two writes nobody may be listening.
  output.on('error', () => {});
  try {
    const people = directory === undefined ? {} : { directory: readDirectory(directory) };
    const redactor = redactorFor({ sentences, ...people });
    await redact(inputOf(0), output, { ...options, redactor });
    await new Promise<void>((resolve, reject) => {
      // Called with the error, too, when what was written last cannot be.
      output.end((error?: Error | null) => (error ? reject(new OutputFailed(error)) : resolve()));
    });
    return { done: true };
  } catch (error) {
    if (error instanceof InputMalformed) return { line: error.line };
    if (error instanceof CommandError) return { usage: error.message };
    if (error instanceof InputNotUtf8) return { foreign: true };
    if (error instanceof OutputFailed) return { unwritten: error.code };
    return { failed: (error as NodeJS.ErrnoException).code ?? (error as Error).name };
  }
}

/** Pipes may not block (a Node process as parent makes such): reading them as files ends in EAGAIN when the writer pauses. */
const isPipe = (fd: number): boolean => {
  const stat = fstatSync(fd);
  return stat.isFIFO() || stat.isSocket();
};
const inputOf = (fd: number): Readable =>
  isPipe(fd) ? new Socket({ fd, readable: true, writable: false }) : createReadStream('', { fd, autoClose: false });
const outputOf = (fd: number): Writable =>
  isPipe(fd) ? new Socket({ fd, readable: false, writable: true }) : createWriteStream('', { fd, autoClose: false });

parentPort?.postMessage(await work(workerData as RedactWork));
