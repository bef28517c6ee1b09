import type { RefusalReason } from '../../api/refusals.ts';
import { Refused } from '../shared/errors.ts';
import { compileDisclosure, readCompiledDisclosure } from './compiled.ts';
import { diffDisclosures } from './diff.ts';
import type { DisclosureChange } from './differences.ts';
import type { Disclosure } from './disclosure.ts';
import { compareVersions, majorOf } from './version.ts';

/**
 * What a version was when people consented to it. A file can be edited under the version that it has; what was in force is noted
 * where a deploy does not reach, and whoever acts on a disclosure compares (docs/decisions/disclosure-versions.md).
 */

/** Of one MAJOR. */
export interface NotedVersions {
  /** The disclosure, compiled, by its version. */
  versions: ReadonlyMap<string, string>;
  /** Grows with each write. */
  revision: number;
}

/** Port. */
export interface DisclosureNotes {
  /** Strongly consistent. @throws Refused `damaged` */
  read(major: number): Promise<NotedVersions | undefined>;
  /** In place of what was seen, of nothing where there was none. False: somebody else was faster. */
  write(major: number, next: NotedVersions, seen: NotedVersions | undefined): Promise<boolean>;
}

export interface InForce {
  /** Looks until the disclosure is found to be what was noted, and then never again: once per instance. */
  problem(): Promise<Refused | undefined>;
  /** @throws Refused `widened`, `damaged` (the note), `busy` */
  check(): Promise<void>;
  /** A version as it was noted, for who agreed to it. `undefined`: no note of it. @throws Refused `damaged` */
  noted(version: string): Promise<Disclosure | undefined>;
}

export interface InForceOptions {
  disclosure: Disclosure;
  notes: DisclosureNotes;
  /**
   * Whether what is not noted yet is noted here: by control, before anybody can consent to it. To all others a version without a
   * note is one that nobody has consented to, and they look again the next time.
   */
  writes: boolean;
}

/** Several instances of a new version come to its note at once. More often than this is a defect. */
const LOOKS = 20;
/** Of one item in DynamoDB, with room for its keys; a version takes some 5,000. */
const LARGEST_NOTE = 380_000;

export function inForceOf({ disclosure, notes, writes }: InForceOptions): InForce {
  const major = majorOf(disclosure.version);
  let fine = false;

  async function look(): Promise<void> {
    for (let looks = 0; looks < LOOKS; looks++) {
      const seen = await notes.read(major);
      const standing = standingOf(disclosure, [...(seen?.versions ?? [])].map(readNote));
      if (standing.kind === 'widened') throw widened(disclosure, standing);
      if (standing.kind === 'new' && !writes) return;
      if (standing.kind === 'noted' || (await notes.write(major, withNote(disclosure, seen), seen))) {
        fine = true;
        return;
      }
    }
    throw new Refused('busy', 'others are noting the same disclosure; try again');
  }

  const check = async () => {
    if (!fine) await look();
  };
  const problem = () =>
    check().then(
      () => undefined,
      (error: unknown) => {
        if (error instanceof Refused && TOLD.has(error.reason)) return error;
        throw error;
      },
    );
  const noted = async (version: string): Promise<Disclosure | undefined> => {
    const compiled = (await notes.read(majorOf(version)))?.versions.get(version);
    return compiled === undefined ? undefined : readNote([version, compiled]);
  };
  return { check, problem, noted };
}

/** What is wrong with the disclosure itself, and stays so until somebody acts. */
const TOLD: ReadonlySet<RefusalReason> = new Set(['widened', 'damaged', 'too-many']);

export type Standing =
  | { kind: 'noted' }
  /** Not noted, or noted with more in it than is left: people have consented to what includes it. */
  | { kind: 'new' }
  | { kind: 'widened'; than: string; changes: DisclosureChange[] };

/**
 * Compares with its own version and with all before it: a consent to any of them may cover it. What is only worded anew, or
 * narrower, is no less than what was consented to.
 */
export function standingOf(disclosure: Disclosure, noted: readonly Disclosure[]): Standing {
  const { version } = disclosure;
  let own: DisclosureChange[] | undefined;
  for (const before of noted) {
    if (compareVersions(before.version, version) > 0) continue;
    const { changes } = diffDisclosures(before, disclosure);
    const wider = changes.filter(({ effect }) => effect === 'widens');
    if (wider.length > 0) return { kind: 'widened', than: before.version, changes: wider };
    if (before.version === version) own = changes;
  }
  return own?.length === 0 ? { kind: 'noted' } : { kind: 'new' };
}

function readNote([version, compiled]: [string, string]): Disclosure {
  let disclosure: Disclosure | undefined;
  try {
    disclosure = readCompiledDisclosure(compiled);
  } catch (cause) {
    throw new Refused('damaged', `the note of disclosure ${version} cannot be read`, { cause });
  }
  if (disclosure.version !== version)
    throw new Refused('damaged', `the note of disclosure ${version} is of another one`);
  return disclosure;
}

/** @throws Refused `too-many` */
function withNote(disclosure: Disclosure, seen: NotedVersions | undefined): NotedVersions {
  const versions = new Map(seen?.versions).set(disclosure.version, compileDisclosure(disclosure));
  let bytes = 0;
  for (const compiled of versions.values()) bytes += Buffer.byteLength(compiled);
  if (bytes > LARGEST_NOTE) {
    throw new Refused('too-many', `versions of one first number: the next one is ${majorOf(disclosure.version) + 1}.0`);
  }
  return { versions, revision: (seen?.revision ?? 0) + 1 };
}

function widened({ version }: Disclosure, { than, changes }: Extract<Standing, { kind: 'widened' }>): Refused {
  const what = changes.map(({ key, words }) => `${key} (${words})`).join(', ');
  return new Refused(
    'widened',
    `${version} is wider than ${than === version ? 'it was' : than} when people consented to it: ${what}. ` +
      `Give it the version ${majorOf(version) + 1}.0, and deploy it or what was in force`,
  );
}
