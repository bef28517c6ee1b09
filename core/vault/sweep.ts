import type { Clock } from '../shared/clock.ts';
import { Refused } from '../shared/errors.ts';
import type { StoredVersion } from './vault.ts';

/** Port. */
export interface SweepStore {
  /** All versions of all bodies, delete markers included, in pages. */
  versions(): AsyncIterable<readonly StoredVersion[]>;
  /** Names that index rows point at, in pages. */
  referenced(): AsyncIterable<readonly string[]>;
  /** Deletes versions for good. */
  remove(versions: readonly StoredVersion[]): Promise<void>;
}

export interface SweepOptions {
  clock: Clock;
  /** Finds, and removes nothing. @default false */
  dryRun?: boolean;
  /** Removes even when it is most of what there is. @default false */
  force?: boolean;
  /**
   * ms since an object was put; younger ones may still be committed. An invocation lives for 15 minutes at most.
   * @default a day
   */
  age?: number;
  /** Names held at a time; the index is read once per that many. @default 500,000 (about 60 MB) */
  atOnce?: number;
}

export interface SweepResult {
  /** Versions old enough to be looked at. */
  seen: number;
  /** Versions that no row points at. */
  unreferenced: number;
  removed: number;
}

const DAY = 86_400_000;
/** So few may go without asking what share they are. */
const FEW = 1_000;

/**
 * Removes objects that no index row points at: of commits that failed, and of rows that have expired or were erased. They
 * can be opened by nobody, since the head with the wrapped key is in the row alone.
 * @throws Refused `index-damaged` when it would be more than half of a page: an index that was lost or restored must not take
 *   the vault with it
 */
export async function sweepObjects(store: SweepStore, options: SweepOptions): Promise<SweepResult> {
  const { clock, dryRun = false, force = false, age = DAY, atOnce = 500_000 } = options;
  const before = clock.now() - age;
  const result: SweepResult = { seen: 0, unreferenced: 0, removed: 0 };

  const sweep = async (old: Map<string, StoredVersion[]>) => {
    const candidates = total(old);
    result.seen += candidates;
    for await (const names of store.referenced()) for (const name of names) old.delete(name);
    const gone = [...old.values()].flat();
    result.unreferenced += gone.length;
    if (gone.length > Math.max(FEW, candidates / 2) && !force && !dryRun) {
      throw new Refused(
        'index-damaged',
        `${gone.length} of ${candidates} objects have no index row: is the index whole?`,
      );
    }
    if (dryRun) return;
    await store.remove(gone);
    result.removed += gone.length;
  };

  let old = new Map<string, StoredVersion[]>();
  for await (const page of store.versions()) {
    for (const version of page) {
      if (version.modified > before) continue;
      const same = old.get(version.object);
      if (same) same.push(version);
      else old.set(version.object, [version]);
    }
    if (old.size >= atOnce) {
      await sweep(old);
      old = new Map();
    }
  }
  if (old.size > 0) await sweep(old);
  return result;
}

const total = (versions: ReadonlyMap<string, readonly StoredVersion[]>) => [...versions.values()].flat().length;
