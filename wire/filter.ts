import type { Event, EventKind } from './event.ts';

/**
 * The part of the disclosure that is enforced event by event: by the agent before sealing, and again by the redactor,
 * which trusts no agent. Both call `createAdmission`, so that they cannot differ.
 */

/** How much of a key is kept in an application: nothing, class and timing, or the key itself (and field texts). */
export const KEY_DETAILS = ['none', 'class', 'content'] as const;
export type KeyDetail = (typeof KEY_DETAILS)[number];

export interface Filter {
  program: string;
  /** Version of the disclosure that the filter was made from. */
  disclosure: string;
  /** Kinds that may be kept, and the fields of each; `kind`, `time` and `app` are always kept. */
  kinds: Partial<Record<EventKind, readonly string[]>>;
  /** Allow-list of applications, default deny; exact match on the lower-case id. */
  applications: Readonly<Record<string, { keys: KeyDetail }>>;
}

/**
 * Why an event of an admitted frame is not stored. `unparsed`: its line is not one flat JSON object; `invalid`: a known
 * field is missing or of a wrong type; `kind`, `application`: not disclosed; `detail`: content where the application's key
 * detail is lower; `redaction`: a type whose action is `drop` was found in it.
 */
export const DROP_REASONS = ['unparsed', 'invalid', 'kind', 'application', 'detail', 'redaction'] as const;
export type DropReason = (typeof DROP_REASONS)[number];

export type Admission =
  | { event: Event /** Undisclosed fields that were removed. */; stripped: number }
  | { dropped: DropReason };

/** Decides one parsed line. */
export type Admit = (candidate: unknown) => Admission;
