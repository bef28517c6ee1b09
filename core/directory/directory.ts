import type { DirectoryEntry } from '../../redaction/redactor.ts';
import type { Clock } from '../shared/clock.ts';
import type { Counts } from '../shared/counts.ts';
import { Refused } from '../shared/errors.ts';
import { type Limit, spanOf, usedUp } from '../shared/limit.ts';
import { joinSegment, openSegment, type SegmentContext, sealSegment } from '../vault/segment.ts';
import { LARGEST, linesOf } from './size.ts';

/**
 * The customer's directory (names, handles, e-mails that redaction looks for) is personal data of everybody in it. It is
 * kept as one sealed message under a data key of its own, beside the keys of subjects. Who stores it can not open it again.
 */
export interface DirectoryFacts {
  /** Hex, random: another one is another directory. */
  version: string;
  /** People and other things in it. */
  entries: number;
  /** ms. */
  storedAt: number;
}

export interface SealedDirectory extends DirectoryFacts {
  /** The data key, as KMS wrapped it. */
  wrapped: Uint8Array;
  message: Uint8Array;
}

/** Port. Undefined where the program has none. Both reads are strongly consistent. */
export interface DirectoryStore {
  read(): Promise<SealedDirectory | undefined>;
  /** Without what is sealed. */
  facts(): Promise<DirectoryFacts | undefined>;
  write(directory: SealedDirectory): Promise<void>;
}

/** Port. Data keys for the directory and nothing else, wrapped in the name of the program. */
export interface DirectoryKeys {
  make(): Promise<{ key: Uint8Array; wrapped: Uint8Array }>;
  open(wrapped: Uint8Array): Promise<Uint8Array>;
}

const contextOf = (program: string): SegmentContext => ({
  ...{ program, key: 'directory', segment: 'directory', disclosure: 'directory' },
});

/** @returns nobody when the program has no directory */
export async function loadDirectory(
  store: Pick<DirectoryStore, 'read'>,
  keys: Pick<DirectoryKeys, 'open'>,
  program: string,
): Promise<{ version?: string; entries: DirectoryEntry[] }> {
  const sealed = await store.read();
  if (!sealed) return { entries: [] };
  const lines = await openSegment(sealed.message, contextOf(program), await keys.open(sealed.wrapped));
  const entries = lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as DirectoryEntry);
  return { version: sealed.version, entries };
}

async function sealed(lines: string, program: string, key: Uint8Array): Promise<Uint8Array> {
  const { head, rest } = await sealSegment(lines, contextOf(program), key);
  return joinSegment(head, rest);
}

/**
 * Uploads of one person. Each is a data key, and makes every redactor begin anew within minutes: a directory that is kept in step each half
 * hour has enough of them.
 */
export const UPLOADS: Limit = { most: 48, per: 'day' };

/**
 * `saveDirectory`, for a person who may. Counted before anything is sealed, whatever becomes of it.
 * @throws Refused `limit`, `too-large`
 */
export async function uploadDirectory(
  entries: readonly DirectoryEntry[],
  by: string,
  parts: SaveParts & { uploads: Counts },
): Promise<DirectoryFacts> {
  const at = parts.clock.now();
  if ((await parts.uploads.add(by, spanOf(UPLOADS, at), UPLOADS.most)) > UPLOADS.most) {
    throw usedUp('uploads', UPLOADS, at);
  }
  return saveDirectory(entries, parts);
}

export interface SaveParts {
  store: Pick<DirectoryStore, 'write'>;
  keys: Pick<DirectoryKeys, 'make'>;
  program: string;
  clock: Clock;
}

/**
 * Replaces the directory, under a new key. Functions that run take it up within minutes (`CurrentRedactor`).
 * @throws Refused `too-large`
 */
export async function saveDirectory(
  entries: readonly DirectoryEntry[],
  { store, keys, program, clock }: SaveParts,
): Promise<DirectoryFacts> {
  const { key, wrapped } = await keys.make();
  const message = await sealed(linesOf(entries), program, key);
  if (message.length > LARGEST) {
    throw new Refused(
      'too-large',
      `a directory may have ${LARGEST} bytes once compressed; this one has ${message.length}`,
    );
  }
  const version = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('hex');
  const facts: DirectoryFacts = { version, entries: entries.length, storedAt: clock.now() };
  await store.write({ ...facts, wrapped, message });
  return facts;
}
