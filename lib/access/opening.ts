import { CHECK_ITEMS, type Grant, ofKeys, READ_ITEMS, UPDATE_ITEMS } from './access.ts';
import type { Resources } from './resources.ts';

/** What whoever reads asks before anything is opened. */
export const readingGate = ({ table }: Resources): Grant[] => [
  {
    why: 'is the reading gate open, which chains are there, what did the disclosure say',
    actions: [...READ_ITEMS, ...CHECK_ITEMS],
    on: table.Gate,
  },
  {
    why: 'adds a new chain to the registry, and can change no gate',
    actions: UPDATE_ITEMS,
    on: table.Gate,
    when: ofKeys(['reading#lanes']),
  },
];

/** What opens what is sealed for a subject, and with it what is of this program alone. */
export const subjectKeys = ({ table, key, program }: Resources): Grant[] => [
  { why: 'fetches wrapped subject keys', actions: READ_ITEMS, on: table.Keys },
  {
    why: 'opens subject keys',
    actions: ['kms:Decrypt'],
    on: key['subject-keys'],
    when: { StringEquals: { 'kms:EncryptionContext:program': program } },
  },
];
