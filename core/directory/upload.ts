import { createHash } from 'node:crypto';
import { MOST_PARTS } from '../../api/directory.ts';
import type { DirectoryEntry } from '../../redaction/redactor.ts';
import type { Clock } from '../shared/clock.ts';
import type { Counts } from '../shared/counts.ts';
import { Refused } from '../shared/errors.ts';
import { type Limit, spanOf, usedUp } from '../shared/limit.ts';
import { type DirectoryFacts, type DirectoryKeys, type DirectoryStore, sealPart } from './directory.ts';
import { hashOf, LARGEST, linesOf, partsOf } from './size.ts';

/** Directories that one person puts in force. Each new one makes every redactor begin anew within minutes: one kept in step each half hour has enough. */
export const UPLOADS: Limit = { most: 48, per: 'day' };
/** Parts that one person sends. Each is a data key and 380 kB. */
export const PART_UPLOADS: Limit = { most: 48 * 16, per: 'day' };
/** Parts that are stored at once, in force or on their way. */
const MOST_STORED = 4 * MOST_PARTS;
/** For so long an upload that was interrupted can go on, ms; then its parts are removed. */
export const UNFINISHED = 86_400_000;

/**
 * Port. What a part is called where it is stored: nobody who sees the name, a trail that logs keys say, can try whether a text is the part's,
 * which its hash alone would let them.
 */
export type PartNames = (hash: string) => Promise<string>;

export interface UploadParts {
  store: Omit<DirectoryStore, 'read' | 'part'>;
  keys: Pick<DirectoryKeys, 'make'>;
  names: PartNames;
  program: string;
  clock: Clock;
}

/** Counted before anything is sealed, whatever becomes of it. @throws Refused `limit` */
async function counted(uploads: Counts, by: string, what: string, limit: Limit, at: number): Promise<void> {
  if ((await uploads.add(by, spanOf(limit, at), limit.most)) > limit.most) throw usedUp(what, limit, at);
}

export const hasPart = async (hash: string, { store, names }: Pick<UploadParts, 'store' | 'names'>) =>
  (await store.parts()).has(await names(hash));

/**
 * Stores one part, in force or not. One that is there already is left as it is.
 * @throws Refused `malformed`, `limit`, `too-large`, `too-many`
 */
export async function uploadPart(
  hash: string,
  entries: readonly DirectoryEntry[],
  by: string,
  parts: UploadParts & { uploads: Counts },
): Promise<void> {
  if (hashOf(linesOf(entries)) !== hash) throw new Refused('malformed', 'the part is another one than its hash says');
  const at = parts.clock.now();
  await counted(parts.uploads, `parts#${by}`, 'parts of directories', PART_UPLOADS, at);
  await storePart(hash, entries, parts);
}

/** `uploadPart`, by nobody in particular. */
async function storePart(hash: string, entries: readonly DirectoryEntry[], parts: UploadParts): Promise<void> {
  const { store, keys, program, clock } = parts;
  const id = await parts.names(hash);
  const stored = await store.parts();
  if (stored.has(id)) return;
  if (stored.size >= MOST_STORED) {
    const removed = await tidyParts(parts);
    if (stored.size - removed >= MOST_STORED) {
      throw new Refused(
        'too-many',
        `there are ${stored.size} parts of directories that are not finished: a day later they are removed`,
      );
    }
  }
  const { key, wrapped } = await keys.make();
  const message = await sealPart(id, linesOf(entries), program, key);
  if (message.length > LARGEST) {
    throw new Refused(
      'too-large',
      `a part of a directory may have ${LARGEST} bytes once compressed; this one has ${message.length}`,
    );
  }
  await store.putPart(id, { wrapped, message }, { entries: entries.length, at: clock.now() });
}

/**
 * Puts the directory of these parts in force, whole, and removes those of the one before. Functions that run take it up within minutes
 * (`CurrentRedactor`). The one that is in force already stays as it is.
 * @throws Refused `limit`, `missing-part`
 */
export async function commitUpload(
  hashes: readonly string[],
  by: string,
  parts: UploadParts & { uploads: Counts },
): Promise<DirectoryFacts> {
  await counted(parts.uploads, by, 'uploads', UPLOADS, parts.clock.now());
  return commit(hashes, parts);
}

/** `commitUpload`, by nobody in particular. */
async function commit(hashes: readonly string[], parts: UploadParts): Promise<DirectoryFacts> {
  const { store, names, clock } = parts;
  const ids = [...new Set(await Promise.all(hashes.map(names)))];
  const version = createHash('sha256').update(ids.join('\n')).digest('hex').slice(0, 32);
  const before = await store.facts();
  if (before?.version === version) return factsOf(before);
  const stored = await store.parts();
  const missing = ids.filter((id) => !stored.has(id)).length;
  const refused = (which: string) =>
    new Refused(
      'missing-part',
      `${which} of ${ids.length} parts are not there, and the directory before stays: the same upload again sends them`,
    );
  if (missing > 0) throw refused(String(missing));
  const entries = ids.reduce((sum, id) => sum + stored.get(id)!.entries, 0);
  const directory = { version, entries, storedAt: clock.now(), parts: ids };
  if (!(await store.commit(directory))) throw refused('some');
  await tidyParts(parts, before?.parts);
  return factsOf(directory);
}

const factsOf = ({ version, entries, storedAt }: DirectoryFacts): DirectoryFacts => ({ version, entries, storedAt });

/**
 * Removes parts that are not in force: those of uploads that nobody finished within a day, and those that are named.
 * @returns how many
 */
export async function tidyParts(
  { store, clock }: { store: Pick<DirectoryStore, 'facts' | 'parts' | 'dropPart'>; clock: Clock },
  named: readonly string[] = [],
): Promise<number> {
  // In this order: what comes into force in between has another time, and is not dropped.
  const stored = await store.parts();
  const inForce = new Set((await store.facts())?.parts);
  const until = clock.now() - UNFINISHED;
  const left = [...stored].filter(([id, { at }]) => !inForce.has(id) && (at <= until || named.includes(id)));
  for (const [id, { at }] of left) await store.dropPart(id, at);
  return left.length;
}

/** The whole of an upload, where it is not a person's. @throws Refused `too-large` */
export async function saveDirectory(entries: readonly DirectoryEntry[], parts: UploadParts): Promise<DirectoryFacts> {
  const cut = partsOf(entries);
  for (const part of cut) await storePart(part.hash, part.entries, parts);
  return commit(
    cut.map(({ hash }) => hash),
    parts,
  );
}
