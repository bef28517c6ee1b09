import type { DirectoryEntry } from '../../redaction/redactor.ts';
import { SluiceError } from '../shared/errors.ts';
import { joinSegment, openSegment, type SegmentContext, sealSegment } from '../vault/segment.ts';

/**
 * The customer's directory (names, handles, e-mails that redaction looks for) is personal data of everybody in it. It is kept in parts,
 * each a sealed message under a data key of its own, beside the keys of subjects; one row names those that are in force. Who stores it
 * can not open it again.
 */
export interface DirectoryFacts {
  /** Hex: another one is another directory. */
  version: string;
  /** People and other things in it. */
  entries: number;
  /** ms. */
  storedAt: number;
}

/** Sealed entries. */
export interface Sealed {
  /** The data key, as KMS wrapped it. */
  wrapped: Uint8Array;
  message: Uint8Array;
}

/** Ids of its parts; or, as 0.1.0 wrote it, the entries themselves. */
export type SealedDirectory = DirectoryFacts & ({ parts: readonly string[] } | Sealed);

/** What is known of a part without opening it. */
export interface StoredPart {
  entries: number;
  /** When it was stored, or last came into force, ms. */
  at: number;
}

/** Port. Undefined where the program has none. All reads are strongly consistent. */
export interface DirectoryStore {
  read(): Promise<SealedDirectory | undefined>;
  /** Without what is sealed. */
  facts(): Promise<(DirectoryFacts & { parts: readonly string[] }) | undefined>;
  part(id: string): Promise<Sealed | undefined>;
  /** All that are stored, in force or not, by id. */
  parts(): Promise<ReadonlyMap<string, StoredPart>>;
  /** Stores it and says so in `parts`, or neither. */
  putPart(id: string, sealed: Sealed, facts: StoredPart): Promise<void>;
  /**
   * Puts the directory in force, if each of its parts is stored.
   * @returns false where one is not: nothing was changed
   */
  commit(directory: DirectoryFacts & { parts: readonly string[] }): Promise<boolean>;
  /** Unless it was stored again, or came into force, since `at`. */
  dropPart(id: string, at: number): Promise<void>;
}

/** Port. Data keys for the directory and nothing else, wrapped in the name of the program. */
export interface DirectoryKeys {
  make(): Promise<{ key: Uint8Array; wrapped: Uint8Array }>;
  open(wrapped: Uint8Array): Promise<Uint8Array>;
}

const contextOf = (program: string, segment: string): SegmentContext => ({
  ...{ program, key: 'directory', segment, disclosure: 'directory' },
});

export async function sealPart(id: string, lines: string, program: string, key: Uint8Array): Promise<Uint8Array> {
  const { head, rest } = await sealSegment(lines, contextOf(program, `directory-${id}`), key);
  return joinSegment(head, rest);
}

export interface LoadedDirectory {
  version?: string;
  /** Made of its lines as they are asked for: 200,000 people are never a list of lists of words. */
  entries: Iterable<DirectoryEntry>;
}

type Opener = (sealed: Sealed, segment: string) => Promise<string>;

/**
 * @returns nobody when the program has no directory
 * @throws SluiceError when a part is not there: what is in it must not be stored for lack of it
 */
export async function loadDirectory(
  store: Pick<DirectoryStore, 'read' | 'part'>,
  keys: Pick<DirectoryKeys, 'open'>,
  program: string,
): Promise<LoadedDirectory> {
  const open: Opener = async ({ wrapped, message }, segment) =>
    openSegment(message, contextOf(program, segment), await keys.open(wrapped));
  for (let before: string | undefined; ; ) {
    const directory = await store.read();
    if (!directory) return { entries: [] };
    const texts = await textsOf(directory, store, open);
    if (texts) return { version: directory.version, entries: { [Symbol.iterator]: () => entriesOf(texts) } };
    // Another one came into force meanwhile, and the parts of the one before are gone.
    if (directory.version === before) throw new SluiceError('a part of the directory is not there');
    before = directory.version;
  }
}

/** @returns undefined where a part is not there */
async function textsOf(
  directory: SealedDirectory,
  store: Pick<DirectoryStore, 'part'>,
  open: Opener,
): Promise<string[] | undefined> {
  if ('message' in directory) return [await open(directory, 'directory')];
  const texts = await Promise.all(
    directory.parts.map(async (id) => {
      const sealed = await store.part(id);
      return sealed && open(sealed, `directory-${id}`);
    }),
  );
  return texts.every((text) => text !== undefined) ? texts : undefined;
}

function* entriesOf(texts: readonly string[]): Generator<DirectoryEntry> {
  for (const text of texts) {
    for (let from = 0; from < text.length; ) {
      const end = text.indexOf('\n', from);
      const to = end === -1 ? text.length : end;
      if (to > from) yield JSON.parse(text.slice(from, to)) as DirectoryEntry;
      from = to + 1;
    }
  }
}
