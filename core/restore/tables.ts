import { KEY_RECOVERY_DAYS, TABLE_RECOVERY_DAYS } from '../disclosure/bounds.ts';

/** What a copy of a table as it was brings back, and what takes that out again. */
export interface Restorable {
  /** Names of the key's attributes. */
  key: readonly string[];
  /** Of point-in-time recovery. */
  recoveryDays: number;
  /** Attribute by which its rows expire. @default they do not */
  ttl?: string;
  /** What would be true again that is true no more. */
  bringsBack: readonly string[];
  /** What `sluice restore correct` makes of it, in a sentence. */
  corrected: string;
  /** What has to be looked at before the gates open again, beside what holds for every table. */
  before: readonly string[];
}

const erasuresRan = 'the function erasures has run since and failed at nothing: it deletes again what erasures deleted';

/** Every table of a program; a test holds it against the templates. */
export const RESTORABLE = {
  Gate: {
    key: ['pk'],
    recoveryDays: TABLE_RECOVERY_DAYS,
    bringsBack: ['an open gate', 'an epoch that was used already', 'holds of incidents that are over'],
    corrected:
      'both roots are as they are now where your incident holds them closed, else closed for it above every epoch of either copy; the registries are those of both',
    before: ['sluice status says "closed" for both gates, with an epoch above those of all receipts'],
  },
  Lanes: {
    key: ['lane'],
    recoveryDays: TABLE_RECOVERY_DAYS,
    bringsBack: ['checkpoints of before, so that frames are read again', 'open lanes', 'counters of before'],
    corrected: 'a lane is as it is now where it is there now; all are closed',
    before: ['sluice books balances'],
  },
  Subjects: {
    key: ['subject', 'item'],
    recoveryDays: TABLE_RECOVERY_DAYS,
    bringsBack: [
      'persons who were erased since',
      'consents that were withdrawn since',
      'frame numbers that were consumed since, so that a frame sent twice is stored twice',
      'spans that were trimmed since',
    ],
    corrected:
      'a person is as they are now where that can be read, and live only where both copies say so under one consent; a row that is gone comes back withdrawn, and is asked again',
    before: [
      erasuresRan,
      'nobody who was erased is listed: as many persons are "erased" as sluice participation said, or more',
    ],
  },
  Keys: {
    key: ['keyId'],
    recoveryDays: KEY_RECOVERY_DAYS,
    bringsBack: ['keys of persons who were erased since, and with them whatever copy of their segments lies anywhere'],
    corrected: 'a key is as it is now where it is there now; those of erased persons are deleted by erasures, not here',
    before: [erasuresRan],
  },
  LeaseKeys: {
    key: ['kid'],
    recoveryDays: KEY_RECOVERY_DAYS,
    ttl: 'expiresSeconds',
    bringsBack: ['a shorter longest lease than was given since, by which the certificate of quiescence waits'],
    corrected: 'a key is as it is now where it is there now',
    before: [],
  },
  Index: {
    key: ['subject', 'segment'],
    recoveryDays: TABLE_RECOVERY_DAYS,
    ttl: 'expiresSeconds',
    bringsBack: ['rows of persons who were erased, of spans that were trimmed, and of what reached its end'],
    corrected:
      'what was stored since is added; rows of erased persons and trimmed spans are deleted by erasures, not here',
    before: [erasuresRan],
  },
  Ledger: {
    key: ['chain', 'seq'],
    recoveryDays: TABLE_RECOVERY_DAYS,
    bringsBack: [
      'a ledger without its last entries, over which checkpoints were signed',
      'texts that were erased since',
    ],
    corrected:
      'entries are as they were, what was appended since is added, the longer head stands and is closed; texts stay only where both copies have them',
    before: ['sluice ledger verify of a new export with --previous CHECKPOINT (one of before) ends with 0'],
  },
  Grants: {
    key: ['grant'],
    recoveryDays: TABLE_RECOVERY_DAYS,
    ttl: 'expiresSeconds',
    bringsBack: ['grants that were revoked since'],
    corrected: 'a grant stays only where both copies have it alike; whoever lost one asks again',
    before: [],
  },
  Incidents: {
    key: ['incident', 'item'],
    recoveryDays: TABLE_RECOVERY_DAYS,
    bringsBack: ['incidents without what was decided since', 'no trace of those that were reported since'],
    corrected: 'a row is as it is now where it is there now',
    before: ['sluice incidents list shows the incident of this restore, and those that were open'],
  },
  Exports: {
    key: ['export', 'item'],
    recoveryDays: TABLE_RECOVERY_DAYS,
    ttl: 'expiresSeconds',
    bringsBack: ['data sets that were taken back or stopped since, with their wrapped keys'],
    corrected: 'a row is as it is now where it is there now; one that only the backup has is gone',
    before: [],
  },
} as const satisfies Record<string, Restorable>;

export type TableName = keyof typeof RESTORABLE;
export const TABLE_NAMES = Object.keys(RESTORABLE) as TableName[];
