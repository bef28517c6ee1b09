import { deliveryMs, KEY_RECOVERY_DAYS, STREAM_RETENTION_DAYS, TABLE_RECOVERY_DAYS } from '../disclosure/bounds.ts';
import type { Disclosure } from '../disclosure/disclosure.ts';
import type { Remains, Termination } from '../incident/termination.ts';
import { REMAINS_WHY } from './words.ts';

const DAY = 86_400_000;

/** @param left whose rows could not be read: they are no tombstones, and said to be there */
export function remainsOf(
  { lease, purposes }: Pick<Disclosure, 'lease' | 'purposes'>,
  { terminatedAt, erasedAt, left }: Pick<Termination, 'terminatedAt' | 'erasedAt' | 'left'>,
): Remains[] {
  const damaged = left.subjects > 0 ? ` Of ${left.subjects} the row cannot be read, and is no tombstone.` : '';
  const longest = Math.max(0, ...Object.values(purposes).map((purpose) => purpose.export?.days ?? 0));
  return [
    { what: 'ledger', why: REMAINS_WHY.ledger },
    { what: 'tombstones', why: `${REMAINS_WHY.tombstones}${damaged}` },
    { what: 'incidents', why: REMAINS_WHY.incidents },
    {
      what: 'frames',
      why: REMAINS_WHY.frames,
      until: terminatedAt + deliveryMs({ lease }) + STREAM_RETENTION_DAYS * DAY,
    },
    { what: 'backups-of-keys', why: REMAINS_WHY['backups-of-keys'], until: erasedAt + KEY_RECOVERY_DAYS * DAY },
    { what: 'backups-of-tables', why: REMAINS_WHY['backups-of-tables'], until: erasedAt + TABLE_RECOVERY_DAYS * DAY },
    ...(longest > 0
      ? [{ what: 'exports' as const, why: REMAINS_WHY.exports, until: terminatedAt + longest * DAY }]
      : []),
  ];
}
