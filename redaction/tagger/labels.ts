import type { SensitiveType } from '../redactor.ts';

/**
 * Labels the model gives to words. CONTACT and NUMBER exist so that the words inside an e-mail or a card number do not
 * teach the model anything about names; CONTACT is never emitted, because e-mails and URLs have exact detectors.
 */
export const LABELS = [
  'O',
  'PERSON',
  'ORGANIZATION',
  'LOCATION',
  'ADDRESS',
  'DATE',
  'AGE',
  'NUMBER',
  'TITLE',
  'GROUP',
  'CONTACT',
] as const;
export type Label = (typeof LABELS)[number];

/** Lanes of one row of weights: a multiple of four, so that a row is whole 32-bit words. The last lane is unused. */
export const LANES = 12;

/** What the redactor is told; null is never emitted. GROUP is nationality, religion or political group. */
export const EMITTED: readonly (SensitiveType | null)[] = [
  null,
  'PERSON',
  'ORGANIZATION',
  'LOCATION',
  'ADDRESS',
  'DATE',
  'AGE',
  'OTHER',
  'OTHER',
  'OTHER',
  null,
];

export const LABEL = {
  O: 0,
  PERSON: 1,
  ORGANIZATION: 2,
  LOCATION: 3,
  ADDRESS: 4,
  DATE: 5,
  AGE: 6,
  NUMBER: 7,
  TITLE: 8,
  GROUP: 9,
  CONTACT: 10,
} as const satisfies Record<Label, number>;
