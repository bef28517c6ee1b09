import type { DirectoryEntry } from '../redaction/redactor.ts';
import { Refused } from '../shared/errors.ts';
import type { KeyRing } from '../vault/key-ring.ts';
import { joinSegment, openSegment, type SegmentContext, sealSegment } from '../vault/segment.ts';

/**
 * The customer's directory (names, handles, e-mails that redaction looks for) is personal data of everybody in it. It is
 * kept as one sealed message under a key of its own, beside the keys of subjects, where few may read.
 */
export interface SealedDirectory {
  keyId: string;
  message: Uint8Array;
}

/** Port. */
export interface DirectoryStore {
  /** Undefined when the program has none. */
  read(): Promise<SealedDirectory | undefined>;
  write(directory: SealedDirectory): Promise<void>;
}

/** Of one DynamoDB item, with room for the rest of it: some 15,000 people. */
const LARGEST = 380_000;

const contextOf = (program: string, key: string): SegmentContext => ({
  ...{ program, key, segment: 'directory', disclosure: 'directory' },
});

/** @returns nobody when the program has no directory */
export async function loadDirectory(
  store: Pick<DirectoryStore, 'read'>,
  keyRing: Pick<KeyRing, 'open'>,
  program: string,
): Promise<DirectoryEntry[]> {
  const sealed = await store.read();
  if (!sealed) return [];
  const key = await keyRing.open(sealed.keyId);
  const lines = await openSegment(sealed.message, contextOf(program, sealed.keyId), key);
  return lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as DirectoryEntry);
}

/**
 * Replaces the directory, under a new key; the old key goes. Functions that run keep what they loaded until they are
 * replaced.
 * @throws Refused `too-large`
 */
export async function saveDirectory(
  entries: Iterable<DirectoryEntry>,
  store: DirectoryStore,
  keyRing: Pick<KeyRing, 'create' | 'open' | 'destroy'>,
  program: string,
): Promise<void> {
  const before = await store.read();
  const keyId = await keyRing.create('directory');
  let lines = '';
  for (const entry of entries) lines += `${JSON.stringify(entry)}\n`;
  const { head, rest } = await sealSegment(lines, contextOf(program, keyId), await keyRing.open(keyId));
  if (head.length + rest.length > LARGEST) {
    await keyRing.destroy(keyId);
    throw new Refused('too-large', `a directory may have ${LARGEST} bytes once compressed`);
  }
  await store.write({ keyId, message: joinSegment(head, rest) });
  if (before) await keyRing.destroy(before.keyId);
}
