import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readLines } from '../../wire/line-stream.ts';

/** One text or byte string that the cloud held, in memory or in a file, and where. */
export interface HeldValue {
  path: string;
  bytes: Buffer;
}

/**
 * Everything in a snapshot, for searching it: each value that the emulator held in memory (decoded from the dump), and
 * each file (saved state, objects, logs, trail, checkpoints). What a value is encoded in (base64, gzip, zstd) is for
 * the searcher to undo.
 */
export async function* heldValues(snapshot: string): AsyncGenerator<HeldValue> {
  for (const entry of await readdir(snapshot, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    if (entry.name !== 'held.ndjson') {
      yield { path, bytes: await readFile(path) };
      continue;
    }
    for await (const line of readLines(createReadStream(path))) {
      const value: { path: string; text?: string; base64?: string } = JSON.parse(line.toString('utf8'));
      yield {
        path: `memory:${value.path}`,
        bytes: Buffer.from(value.text ?? value.base64 ?? '', value.text === undefined ? 'base64' : 'utf8'),
      };
    }
  }
}
