import type { RemainsWord } from '../../api/words.ts';

/** What outlives the end of a program, and why. One sentence each, for people who were recorded. */
export const REMAINS_WHY: Readonly<Record<RemainsWord, string>> = {
  ledger: 'who did what and when, by names of entries; no content. It proves what was read, and by whom.',
  tombstones:
    'a row a person, by pseudonym: enrolled and erased when, which devices; it keeps what a restored table brings back from opening.',
  incidents:
    'reports, findings, approvals and what people added, sealed or under Object Lock: why the program was ended.',
  frames: 'sealed frames in the stream, which nobody admits any more, until its retention ends.',
  'backups-of-keys': 'recovery points of the table of keys, from which a deleted key could be restored.',
  'backups-of-tables': 'recovery points of the other tables: rows that list segments, whose keys are gone.',
  exports:
    'parts of data sets in their bucket, which open under the keys of their people alone, until each data set expires.',
};

/** What goes. */
export const ERASED_WHY: readonly string[] = [
  'every person who is enrolled: their row becomes a tombstone, with an entry in the ledger',
  'every key of a person, those of earlier erasures that came back too: nothing that was sealed under them opens again',
  'every row that lists a segment, and every body in the vault',
  'every part of a data set: it opens under the key of its person alone',
  'what readers wrote about people beside the ledger, and the directory of names',
];
