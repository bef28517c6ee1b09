import { isTrimmed, type Trims } from '../consent/trims.ts';

/**
 * Port. Under which key each of these people's records are now, and what they have trimmed; of who is erased, and of whom there is no row, there is none. Strongly
 * consistent.
 */
export type LiveKeys = (subjects: readonly string[]) => Promise<ReadonlyMap<string, { keyId: string; trims?: Trims }>>;

/**
 * Those whose key is their person's live one, and that are not trimmed. A row outlives its key until it is deleted, and a restored table brings it back: it says when
 * somebody worked, and was promised to be erased. One whose key cannot be told is left in, to be counted as damaged, unless its person is erased.
 */
export async function ofLiveKeys<
  Row extends {
    readonly [attribute in 'subject' | 'keyId' | 'segment' | 'arrivedFrom' | 'arrivedTo']?: unknown;
  },
>(rows: readonly Row[], liveKeys: LiveKeys): Promise<Row[]> {
  const subjects = [...new Set(rows.flatMap(({ subject }) => (typeof subject === 'string' ? [subject] : [])))];
  const keys = subjects.length > 0 ? await liveKeys(subjects) : new Map<string, never>();
  return rows.filter((row) => {
    const { subject, keyId } = row;
    if (typeof subject !== 'string') return true;
    const live = keys.get(subject);
    return live !== undefined && (typeof keyId !== 'string' || keyId === live.keyId) && !isTrimmed(live.trims, row);
  });
}
