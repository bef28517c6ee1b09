import * as z from 'zod';
import { sha256, time, whole, word } from './fields.ts';
import { route } from './route.ts';
import { CHOICES, WORDS_GONE } from './words.ts';

const opening = z
  .object({ salt: z.string(), text: z.string() })
  .meta({ description: 'what the commitment of the entry is the hash of; absent once it is erased' });

const entry = z.object({
  kind: z.string(),
  at: time,
  actor: z.string().meta({ description: '`<role>:<name>`; of before 0.2.0 a name alone' }),
  subject: z.string().optional(),
  segment: z.string().optional(),
  incident: z.string().optional(),
  purpose: z.string().optional(),
  reason: z.string().optional().meta({
    description: 'of releases before 0.2.0 in the entry, since then beside it: `opening` is its proof',
  }),
  commitment: sha256.optional(),
  opening: opening.optional(),
  text: word(...WORDS_GONE)
    .optional()
    .meta({ description: 'why there is no reason, where one was given' }),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  chain: z.string(),
  seq: z.number(),
  previous: sha256,
  hash: sha256,
});

export const ledgerTips = route({
  method: 'GET',
  path: '/ledger',
  summary:
    'The public key, and what is said of the caller; for who may read the ledger, how far each chain goes and the newest signed checkpoint.',
  query: z.strictObject({
    subject: z.literal('me').exactOptional().meta({ description: 'also the entries about the caller' }),
    by: z
      .literal('others')
      .exactOptional()
      .meta({ description: 'with `subject`: without what the caller did, of which there may be any number' }),
  }),
  answer: z.object({
    chains: z
      .array(z.object({ chain: z.string(), length: z.number(), hash: sha256 }))
      .optional()
      .meta({
        description:
          'absent for who may not read the ledger: a chain that has grown says that somebody has chosen something',
      }),
    checkpoint: z
      .string()
      .optional()
      .meta({ description: 'C2SP signed note, which names the lengths; absent before the first, and with `chains`' }),
    publicKey: z.string().meta({ description: 'PEM' }),
    entries: z
      .array(
        entry.extend({
          choice: word(...CHOICES)
            .optional()
            .meta({ description: 'what the caller chose by it, told to them alone; no part of what was hashed' }),
          grant: z
            .object({ givenBy: z.string(), givenAt: time, expires: time })
            .optional()
            .meta({ description: 'under which grant somebody else read; no part of what was hashed' }),
        }),
      )
      .optional(),
    purposes: z
      .record(z.string(), z.object({ description: z.string(), readers: z.array(z.string()) }))
      .optional()
      .meta({ description: 'what people read for, and who may, as the disclosure in force says; with the entries' }),
    everybody: z
      .array(z.object({ purpose: z.string(), count: z.number(), first: time, newest: time }))
      .optional()
      .meta({
        description: 'lists of everybody, which name no subject: the caller may have stood in them; with the entries',
      }),
    since: time
      .optional()
      .meta({ description: 'the ledger is too long for one answer: nothing older was looked through' }),
    own: z.number().optional().meta({ description: 'entries of the caller, left out' }),
    unreadable: z
      .number()
      .optional()
      .meta({ description: 'entries that cannot be read: nobody knows whom they are about; verifying names them' }),
  }),
});

export const ledgerEntries = route({
  method: 'GET',
  path: '/ledger/{chain}',
  summary: 'Entries of one chain, in order, as they were hashed, and beside them the words that they commit to.',
  who: 'read-ledger',
  params: z.strictObject({
    chain: z.string().regex(/^[a-z0-9]{1,16}$/, 'the name of a chain, as the ledger lists them'),
  }),
  query: z.strictObject({
    after: whole(0, Number.MAX_SAFE_INTEGER).default(0),
    limit: whole(1, 2000).default(1000),
  }),
  answer: z.object({
    chain: z.string(),
    entries: z.array(z.object({ body: z.string(), hash: sha256, opening: opening.optional() })),
    next: z.number().optional().meta({ description: '`after` of the next page; absent on the last' }),
  }),
});
