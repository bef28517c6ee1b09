import type { Event } from '../wire/event.ts';

/**
 * What redaction promises to the rest of the house. Pure: no I/O, no clock, no log; the same input gives the same
 * output. Built once per function instance (`createRedactor`), then used for every chunk.
 */

/** Types of sensitive value, in capitals as the field writes them. */
export const SENSITIVE_TYPES = [
  'PERSON',
  'ORGANIZATION',
  'LOCATION',
  'ADDRESS',
  'EMAIL',
  'PHONE',
  'CREDIT_CARD',
  'IBAN',
  'BANK_ACCOUNT',
  'NATIONAL_ID',
  'PASSPORT',
  'DRIVER_LICENSE',
  'DATE',
  'AGE',
  'IP_ADDRESS',
  'MAC_ADDRESS',
  'URL',
  'COORDINATES',
  'VEHICLE_ID',
  'DEVICE_ID',
  'MEDICAL',
  'FINANCIAL',
  'PERFORMANCE',
  'RELIGION',
  'UNION',
  'POLITICS',
  'ORIENTATION',
  'ETHNICITY',
  'BIOMETRICS',
  'CONVICTION',
  'DISMISSAL',
  'DEBT',
  'RESIDENCE',
  'SECRET',
  'PASSWORD',
  'DIRECTORY',
  'CANARY',
  'OTHER',
  'UNREAD',
] as const;
export type SensitiveType = (typeof SENSITIVE_TYPES)[number];

/** A sensitive value in a text: UTF-16 offsets, `end` exclusive. */
export interface Span {
  start: number;
  end: number;
  type: SensitiveType;
}

/** What is done to a value: docs/redaction.md. */
export const REDACTION_ACTIONS = ['mask', 'tokenise', 'generalise', 'drop', 'keep'] as const;
export type RedactionAction = (typeof REDACTION_ACTIONS)[number];

/** From least to most sensitive. */
export const TIERS = ['routine', 'personal', 'sensitive'] as const;
export type Tier = (typeof TIERS)[number];

export interface RedactionPolicy {
  /** Action per type; a type that is not listed is masked. `keep` must be spelled out. */
  actions: Partial<Record<SensitiveType, RedactionAction>>;
  /** Tier of an event in which a value of that type was found; a type that is not listed is `personal`. */
  tiers: Partial<Record<SensitiveType, Tier>>;
}

/** One entry of the customer's directory: names, handles, e-mails of one person. */
export type DirectoryEntry = readonly string[];

export interface RedactorOptions {
  policy: RedactionPolicy;
  /** 32 bytes; key of `tokenise` and of what stands for ids (HMAC-SHA-256). @default tokenise acts as mask, ids are all one */
  tokenKey?: Uint8Array;
  /** @default empty */
  directory?: Iterable<DirectoryEntry>;
  /** Languages of the people, and what happens to text of others. @default all that redaction knows */
  languages?: { spoken: readonly string[]; others: 'mask' | 'structured' };
  /** Subjects' `author: other` texts are masked whole unless true. @default false */
  othersConsented?: boolean;
}

/** Events of one frame of one device, in capture order, already admitted by the disclosure. */
export interface RedactableFrame {
  device: string;
  /** The device's frame number: two frames of a device with numbers n and n + 1 are one run of typing. */
  number: number;
  events: Event[];
  /**
   * What was typed right before the frame and right behind it. Judged with it and never stored: it is stored with the frame that it is of.
   * Not looked at where that frame is in the call.
   */
  context?: TypingContext | undefined;
}

/** Events of a device's frames next to one, in capture order, already admitted by the disclosure. */
export interface TypingContext {
  before: Event[];
  after: Event[];
}

export interface RedactedFrame {
  device: string;
  number: number;
  /** In capture order; masked copies, never the input objects changed in place. */
  events: Event[];
  /** Tier of each event in `events`, same order. */
  tiers: Tier[];
  /** What made the tier of each event in `events`; undefined when nothing was found in it. */
  reasons?: (SensitiveType | undefined)[];
  /** Events dropped because the policy says `drop` for a type found in them. */
  dropped: number;
  /** Values found, by type. Content-free. */
  found: Partial<Record<SensitiveType, number>>;
}

export interface Redactor {
  /**
   * The sensitive spans of one text: sorted, without overlaps.
   * @param application name of the program that held it, as events say it. @default not known
   */
  find(text: string, application?: string): Span[];
  /** The text with each span treated as the policy says (`drop` masks here). */
  redactText(text: string, spans?: Span[]): string;
  /**
   * All frames of one subject in one chunk, in order per device. Judges typed text as a whole, across frames.
   * @param subject whose they are: tokens and words of ids are the same within a subject, and nowhere else. @default '', a subject of its own
   */
  redactFrames(frames: RedactableFrame[], subject?: string): RedactedFrame[];
}
