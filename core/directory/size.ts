import { constants, zstdCompressSync } from 'node:zlib';
import type { DirectoryEntry } from '../../redaction/redactor.ts';

/** Bytes, sealed: of one DynamoDB item, with room for the rest of it. Some 15,000 people with handle and e-mail each. */
export const LARGEST = 380_000;

/** As it is sealed: one JSON array a line. */
export const linesOf = (entries: readonly DirectoryEntry[]): string =>
  entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');

/** Bytes once compressed, as it is before it is sealed, which adds some hundreds. Anybody can tell before anything is sent. */
export const compressedBytes = (entries: readonly DirectoryEntry[]): number =>
  zstdCompressSync(linesOf(entries), { params: { [constants.ZSTD_c_compressionLevel]: 1 } }).length;
