import * as z from 'zod';

/** `me` is the caller. */
const subject = z.union([z.literal('me'), z.string().regex(/^[a-z2-7]{26}$/)]);
/** Milliseconds since the Unix epoch, or ISO 8601. */
const time = z.union([
  z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
  z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
]);
const count = (most: number) => z.coerce.number().int().min(1).max(most);

export const recordsQuery = z.strictObject({
  subject: subject.optional(),
  /** @default a week before `to` */
  from: time.optional(),
  /** @default now */
  to: time.optional(),
  limit: count(1000).default(100),
});

export const recordPath = z.strictObject({ subject, segment: z.ulid() });
export const readBody = z.strictObject({
  purpose: z.string().min(1).max(64),
  reason: z.string().min(1).max(500),
  /** Events to leave out: of a segment that takes several answers, `next` of the one before. */
  skip: z.int().min(0).optional(),
});

/** With `subject=me`: also what the ledger says about the caller. */
export const ledgerQuery = z.strictObject({ subject: z.literal('me').optional() });

export const chainPath = z.strictObject({ chain: z.string().regex(/^[a-z0-9]{1,16}$/) });
export const chainQuery = z.strictObject({
  /** Number of the last entry that is known. */
  after: z.coerce.number().int().min(0).default(0),
  limit: count(2000).default(1000),
});

export const grantBody = z.strictObject({
  /** `sub` of the reader's tokens. */
  reader: z.string().min(1).max(128),
  purpose: z.string().min(1).max(64),
  hours: z.number().min(0.01).max(720),
});
