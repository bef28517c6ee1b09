import { createReadStream, createWriteStream } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { createRedactor } from '../core/redaction/create.ts';
import { InputMalformed, type StreamOptions } from '../core/redaction/stream/redact-stream.ts';
import { MASK_ALL, readDirectory, redact } from './redact-pipe.ts';

/** What the command hands to the thread, and what it answers. Neither holds content. */
export interface RedactWork extends StreamOptions {
  readonly directory?: string;
}
export type RedactAnswer = { readonly done: true } | { readonly line: number } | { readonly failed: string };

/**
 * `sluice redact` in a thread of its own, from descriptor 0 to descriptor 1: a thread can be given a small young
 * generation, a process cannot do so for itself, and with the default one the heap grows to 250 MB over a gigabyte.
 */
async function work({ directory, ...options }: RedactWork): Promise<RedactAnswer> {
  const output = createWriteStream('', { fd: 1, autoClose: false });
  try {
    const people = directory === undefined ? {} : { directory: readDirectory(directory) };
    const redactor = createRedactor({ policy: MASK_ALL, ...people });
    await redact(createReadStream('', { fd: 0, autoClose: false }), output, { ...options, redactor });
    await new Promise<void>((resolve, reject) => {
      output.on('error', reject);
      output.end(resolve);
    });
    return { done: true };
  } catch (error) {
    if (error instanceof InputMalformed) return { line: error.line };
    return { failed: (error as NodeJS.ErrnoException).code ?? (error as Error).name };
  }
}

parentPort?.postMessage(await work(workerData as RedactWork));
