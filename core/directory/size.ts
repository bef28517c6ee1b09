import { createHash } from 'node:crypto';
import { constants, zstdCompressSync } from 'node:zlib';
import type { DirectoryEntry } from '../../redaction/redactor.ts';

/** Bytes of one part, sealed: of one DynamoDB item, with room for the rest of it. */
export const LARGEST = 380_000;
/** Bytes that sealing adds to what is compressed, at most: a header, and 28 for each 64 KB. */
const SEALING = 4_096;
/** Bytes of one part as it is sent: far below what API Gateway (10 MB) and Lambda (6 MB) take, and some 330,000 once compressed. */
const CLEAR = 900_000;

/** As it is sealed: one JSON array a line. */
export const linesOf = (entries: readonly DirectoryEntry[]): string => entries.map(lineOf).join('');
const lineOf = (entry: DirectoryEntry): string => `${JSON.stringify(entry)}\n`;

/** What a part is called by who sends it: hex, SHA-256 of its lines. */
export const hashOf = (lines: string): string => createHash('sha256').update(lines).digest('hex');

/** As it is before it is sealed. */
const compressed = (lines: string): number =>
  zstdCompressSync(lines, { params: { [constants.ZSTD_c_compressionLevel]: 1 } }).length;

export interface DirectoryPart {
  hash: string;
  entries: DirectoryEntry[];
  /** Bytes of its lines; and once compressed. */
  clear: number;
  packed: number;
}

/**
 * The parts in which a directory is sent and kept. The same entries in the same order make the same parts, so that an upload that was
 * interrupted finds again what it sent. Anybody can tell how many they are before anything is sent.
 */
export function partsOf(entries: readonly DirectoryEntry[]): DirectoryPart[] {
  const parts = new Map<string, DirectoryPart>();
  for (const some of slices(entries)) for (const part of fitting(some)) parts.set(part.hash, part);
  return [...parts.values()];
}

function* slices(entries: readonly DirectoryEntry[]): Generator<DirectoryEntry[]> {
  let slice: DirectoryEntry[] = [];
  let bytes = 0;
  for (const entry of entries) {
    const more = Buffer.byteLength(lineOf(entry));
    if (bytes + more > CLEAR && slice.length > 0) {
      yield slice;
      [slice, bytes] = [[], 0];
    }
    slice.push(entry);
    bytes += more;
  }
  if (slice.length > 0) yield slice;
}

/** Names that compress badly fill an item sooner: halved until they fit. */
function fitting(entries: DirectoryEntry[]): DirectoryPart[] {
  const lines = linesOf(entries);
  const packed = compressed(lines);
  if (packed + SEALING <= LARGEST || entries.length === 1) {
    return [{ hash: hashOf(lines), entries, clear: Buffer.byteLength(lines), packed }];
  }
  const half = Math.ceil(entries.length / 2);
  return [...fitting(entries.slice(0, half)), ...fitting(entries.slice(half))];
}
