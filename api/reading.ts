import * as z from 'zod';
import { moment, receipt, subject, time, ulid, whole, word } from './fields.ts';
import { route } from './route.ts';
import { READ_REFUSALS } from './words.ts';

const summary = z.object({
  subject: z.string(),
  segment: ulid,
  disclosure: z.string(),
  arrivedFrom: time,
  arrivedTo: time,
  readableFrom: time.meta({ description: 'ms; end of the cool-off' }),
  expiresSeconds: z.number(),
  events: z.number(),
  kinds: z.partialRecord(z.string(), z.number()),
  tier: word('routine', 'personal', 'sensitive'),
  bytes: z.number(),
});

const purpose = z.string().min(1).max(64);
/** In the reader's words; redacted before it is kept. */
const reason = z.string().min(1).max(500);

const grant = z.object({
  grant: z.string(),
  reader: z.string(),
  purpose: z.string(),
  givenBy: z.string(),
  givenAt: time,
  expires: time,
  asked: time.optional().meta({ description: 'when the reader asked for it; absent before 0.2' }),
  givenAs: z.array(z.string()).optional().meta({ description: 'groups by which who gave it may; absent before 0.2' }),
  policy: z
    .string()
    .optional()
    .meta({ description: 'hash of the policies that it was given under; absent before 0.2' }),
});
const grantRequest = z.object({
  reader: z.string(),
  purpose: z.string(),
  hours: z.number(),
  askedAt: time,
  expires: time,
  email: z.string().optional().meta({ description: 'as the asker’s token says' }),
});
const hours = z.number().min(0.01).max(720);

const span = {
  from: moment.exactOptional().meta({ description: 'default: a week before `to`' }),
  to: moment.exactOptional().meta({ description: 'default: now' }),
};
const looked = receipt.meta({ description: 'of the listing: who looked at what there is stands in the ledger too' });
const unreadable = z.number().optional().meta({ description: 'rows that are damaged, and left out' });
const listed = z.object({
  receipt: looked,
  records: z.array(summary),
  next: ulid.optional().meta({ description: '`after` (`before`) of the next page; absent on the last' }),
  unreadable,
});
/** Of a list that goes on, `next` of the page before. */
const after = ulid.exactOptional();

export const listRecords = route({
  method: 'GET',
  path: '/records',
  summary: 'Which segments there are of the caller, newest first; never content.',
  query: z.strictObject({
    from: moment.exactOptional().meta({ description: 'default: of any time' }),
    to: span.to,
    limit: whole(1, 1000).default(100),
    before: ulid
      .exactOptional()
      .meta({ description: '`next` of the page before: the list goes on with what is older' }),
  }),
  answer: listed,
  refuses: ['gate-closed', 'limit'],
});

export const listForPurpose = route({
  method: 'POST',
  changes: false,
  path: '/listings',
  summary:
    'Which segments there are, of whom and from when: who worked when is content, so that purpose, grant and gate are asked as for a read.',
  body: z.strictObject({
    purpose,
    reason,
    subject: subject.exactOptional().meta({ description: 'default: of everybody' }),
    ...span,
    limit: z.int().min(1).max(1000).default(100),
    after,
  }),
  answer: listed,
  refuses: ['gate-closed', 'limit', 'no-grant', 'purpose'],
});

export const countRecords = route({
  method: 'GET',
  path: '/records/totals',
  summary:
    'How much there is, day by day, and of how many people: days of few people are left out, so that no number is somebody’s.',
  who: 'list-records',
  query: z.strictObject(span),
  answer: z.object({
    receipt: looked,
    days: z.array(
      z.object({ day: z.iso.date(), segments: z.number(), events: z.number(), bytes: z.number(), people: z.number() }),
    ),
    withheld: z.number().meta({ description: 'days with records of fewer people than are shown' }),
    unreadable,
  }),
  refuses: ['gate-closed', 'limit', 'span'],
});

export const readRecord = route({
  method: 'POST',
  changes: false,
  path: '/records/{subject}/{segment}',
  summary: 'Reads one segment: purpose, grant and gate are checked and the entry is written first.',
  params: z.strictObject({ subject, segment: ulid }),
  body: z.strictObject({
    purpose,
    reason,
    /** Of a segment that takes several answers, `next` of the one before. */
    skip: z.int().min(0).exactOptional(),
  }),
  answer: z.object({
    receipt,
    record: summary,
    events: z.array(z.record(z.string(), z.unknown())),
    next: z.number().optional().meta({ description: 'events before the next page; absent on the last' }),
  }),
  refuses: READ_REFUSALS,
});

export const examineRecord = route({
  method: 'POST',
  changes: false,
  path: '/records/{subject}/{segment}/examination',
  summary:
    'What today’s detectors would find in one segment, by type: a read like any other, of which nothing but numbers is answered.',
  params: z.strictObject({ subject, segment: ulid }),
  body: z.strictObject({ purpose, reason }),
  answer: z.object({
    receipt,
    events: z.number().meta({ description: 'that were looked at' }),
    found: z
      .record(z.string(), z.number())
      .meta({ description: 'values by type, but those that the disclosure keeps' }),
    kept: z.record(z.string(), z.number()).meta({ description: 'of types that the disclosure keeps' }),
  }),
  refuses: READ_REFUSALS,
});

export const giveGrant = route({
  method: 'POST',
  path: '/grants',
  summary: 'Lets somebody who asked for it read for a purpose, for some hours; never oneself.',
  who: 'give-grants',
  body: z.strictObject({
    // No room for words: it stands in the ledger.
    reader: z
      .string()
      .regex(/^[\x21-\x7e]{1,128}$/, 'a user id (sub), without blanks, at most 128')
      .meta({ description: '`sub` of the reader’s tokens' }),
    purpose,
    hours: hours.meta({
      description:
        'never more than were asked for; said by who gives it: a request may have been replaced since they looked',
    }),
  }),
  answer: z.object({ grant, receipt }),
  refuses: ['not-asked', 'own-grant', 'purpose', 'too-long'],
});

export const askGrant = route({
  method: 'POST',
  path: '/grants/requests',
  summary: 'Asks to read for a purpose, for some hours: somebody else gives it.',
  body: z.strictObject({ purpose, hours }),
  answer: z.object({ request: grantRequest }),
  refuses: ['purpose', 'too-long'],
  // The same again, in place of the one before.
  repeatable: true,
});

const policy = z.object({
  id: z.string().meta({ description: '`<purpose>/<what>`' }),
  effect: word('permit', 'forbid'),
  says: z.string(),
  text: z.string().meta({ description: 'Cedar' }),
});

export const explainGrant = route({
  method: 'POST',
  changes: false,
  path: '/grants/explanation',
  summary:
    'Why a request of the caller’s would begin or not: by which policies, and how grant and gate stand. Opens nothing.',
  body: z.strictObject({
    purpose,
    action: z.enum(['read', 'list', 'export', 'slice', 'fetch']).default('read'),
    tier: z.enum(['routine', 'personal', 'sensitive']).exactOptional(),
    kinds: z.array(z.string().min(1).max(64)).max(50).exactOptional(),
    applications: z.array(z.string().min(1).max(128)).max(200).exactOptional(),
    people: z.int().min(0).max(1_000_000).exactOptional(),
  }),
  answer: z.object({
    begins: z.boolean(),
    allowed: z.boolean().meta({ description: 'by the policies alone' }),
    why: z.string(),
    grant: word('live', 'ended', 'none'),
    gate: word('open', 'closed'),
    by: z.array(policy).meta({ description: 'that decided' }),
    others: z.array(policy).meta({ description: 'of the same purpose, that did not' }),
    policies: z.string().meta({ description: 'SHA-256 of the text of all' }),
  }),
});

export const revokeGrant = route({
  method: 'POST',
  path: '/grants/revocations',
  summary: 'Takes a grant back: by who gave it, who may give such, or its reader. No read begins on it afterwards.',
  body: z.strictObject({ grant: z.string().min(3).max(200) }),
  answer: z.object({ grant, receipt }),
  refuses: ['not-found', 'forbidden'],
});

export const listGrants = route({
  method: 'GET',
  path: '/grants',
  summary:
    'Grants that have not expired: all for holders of see-grants, their own for everybody else; and under which purposes records can be read now.',
  answer: z.object({
    grants: z.array(grant),
    requests: z
      .array(grantRequest)
      .optional()
      .meta({ description: 'all that is asked for, for holders of give-grants; their own for everybody else' }),
    reaching: z
      .array(z.object({ purpose: z.string(), groups: z.array(z.string()), readers: z.number(), until: time }))
      .optional()
      .meta({
        description:
          'what can be read of everybody just now: for what, by people of which groups, how many, until when',
      }),
  }),
});
