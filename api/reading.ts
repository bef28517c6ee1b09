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

const grant = z.object({
  grant: z.string(),
  reader: z.string(),
  purpose: z.string(),
  givenBy: z.string(),
  givenAt: time,
  expires: time,
});

export const listRecords = route({
  method: 'GET',
  path: '/records',
  summary: 'Which segments there are: of the caller, or of all for holders of list-records; never content.',
  query: z.strictObject({
    subject: subject.exactOptional(),
    from: moment.exactOptional().meta({ description: 'default: a week before `to`' }),
    to: moment.exactOptional().meta({ description: 'default: now' }),
    limit: whole(1, 1000).default(100),
  }),
  answer: z.object({
    receipt: receipt.meta({ description: 'of the listing: who looked at what there is stands in the ledger too' }),
    records: z.array(summary),
    unreadable: z.number().optional().meta({ description: 'rows that are damaged, and left out' }),
  }),
  refuses: ['gate-closed'],
});

export const readRecord = route({
  method: 'POST',
  path: '/records/{subject}/{segment}',
  summary: 'Reads one segment: purpose, grant and gate are checked and the entry is written first.',
  params: z.strictObject({ subject, segment: ulid }),
  body: z.strictObject({
    purpose,
    reason: z.string().min(1).max(500),
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

export const giveGrant = route({
  method: 'POST',
  path: '/grants',
  summary: 'Lets somebody read for a purpose, for some hours; never oneself.',
  who: 'give-grants',
  body: z.strictObject({
    reader: z.string().min(1).max(128).meta({ description: '`sub` of the reader’s tokens' }),
    purpose,
    hours: z.number().min(0.01).max(720),
  }),
  answer: z.object({ grant, receipt }),
  refuses: ['own-grant', 'purpose', 'too-long'],
});

export const listGrants = route({
  method: 'GET',
  path: '/grants',
  summary: 'Grants that have not expired: all for holders of see-grants, their own for everybody else.',
  answer: z.object({ grants: z.array(grant) }),
});
