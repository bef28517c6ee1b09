import * as z from 'zod';
import { receipt, sha256, time, ulid, whole, word } from './fields.ts';
import { route } from './route.ts';
import { CASE_WORDS, CLAIMS, DECISIONS, SEVERITIES, TIMELINE_WORDS, VERDICTS } from './words.ts';

/** What people do on an incident. */

/** Halves of characters have no canonical form, and so no hash. */
const written = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .refine((text) => text.isWellFormed(), 'half a character is in it');
const text = written(20_000).meta({ description: 'sealed; for those on the case alone' });

/** Bytes of the largest file: it goes in one request. */
export const LARGEST_FILE = 4_000_000;

const params = z.strictObject({ incident: ulid });
const id = ulid.meta({ description: 'chosen before the first try, and sent with every one' });

const file = z.object({ sha256, bytes: z.number(), name: z.string() });
const facts = {
  what: word(...CASE_WORDS),
  number: z.number(),
  id: ulid,
  at: time,
  by: z.string().meta({ description: 'pseudonym' }),
  groups: z.array(z.string()),
  owner: z.string().optional().meta({ description: 'of a task: the group whose it is' }),
  task: z.number().optional().meta({ description: 'of which task' }),
  file: file.optional(),
  severity: word(...SEVERITIES).optional(),
  statement: z.string().optional(),
  claim: word(...CLAIMS).optional(),
  files: z.array(sha256).optional(),
  verdict: word(...VERDICTS).optional(),
  of: ulid.optional(),
};
const contribution = z.object({
  ...facts,
  document: sha256.meta({ description: 'over the facts, and over salt and text where something was written' }),
  receipt,
});

export const contribute = route({
  method: 'POST',
  path: '/incidents/{incident}/case',
  summary: 'Adds to what is done on an incident: nothing of it is changed later, and each has an entry in the ledger.',
  who: 'see-incidents',
  params,
  body: z.strictObject({
    what: z.enum(CASE_WORDS),
    id,
    text: text.exactOptional(),
    owner: z
      .string()
      .min(1)
      .max(128)
      .exactOptional()
      .meta({ description: 'of a task: a group that sees incidents; whoever of it takes the task has it' }),
    task: z.int().min(1).exactOptional().meta({ description: 'of `taken` and `done`: number of the contribution' }),
    file: z
      .base64('base64 is needed')
      .max(Math.ceil(LARGEST_FILE / 3) * 4)
      .exactOptional()
      .meta({ description: 'of an evidence' }),
    severity: z.enum(SEVERITIES).exactOptional(),
    statement: written(1_000)
      .exactOptional()
      .meta({ description: 'of a finding: published, so no place for names or what was collected' }),
    claim: z
      .enum(CLAIMS)
      .exactOptional()
      .meta({ description: 'whether what was reported was tested, and what came of it' }),
    files: z.array(sha256).max(50).exactOptional().meta({ description: 'files of the case' }),
    verdict: z.enum(VERDICTS).exactOptional(),
    of: ulid.exactOptional().meta({ description: 'of a duplicate: the other incident' }),
  }),
  answer: contribution,
  refuses: ['not-found', 'own-report', 'state', 'unpublished', 'too-many'],
  longestBody: 5_600_000,
  repeatable: true,
});

export const showCase = route({
  method: 'GET',
  path: '/incidents/{incident}/case',
  summary:
    'What was done on an incident, by whom; what was written for holders of work-on-incidents, of a task for those whose it is.',
  who: 'see-incidents',
  params,
  query: z.strictObject({ after: whole(0, 1_000_000).exactOptional() }),
  answer: z.object({
    state: z.object({
      lead: z.object({ by: z.string(), since: time }).optional(),
      cause: z.number().optional().meta({ description: 'number of the contribution that says it' }),
      tasks: z.array(
        z.object({
          number: z.number(),
          owner: z.string(),
          takenBy: z.string().optional(),
          doneAt: time.optional(),
        }),
      ),
    }),
    contributions: z.array(
      contribution.extend({
        words: z.object({ salt: z.string(), text: z.string() }).optional(),
        altered: z.boolean().optional().meta({ description: 'it is not what the ledger says' }),
      }),
    ),
    next: z.number().optional(),
  }),
  refuses: ['not-found'],
});
export type CaseView = z.infer<typeof showCase.answer>;

export const showFile = route({
  method: 'GET',
  path: '/incidents/{incident}/case/{number}/file',
  summary: 'The file of an evidence.',
  who: 'work-on-incidents',
  params: z.strictObject({ incident: ulid, number: whole(1, 1_000_000) }),
  answer: z.object({ file: z.string().meta({ description: 'base64' }), sha256 }),
  refuses: ['not-found'],
});

export const showEvidence = route({
  method: 'GET',
  path: '/incidents/{incident}/findings/{sha256}/parts/{number}',
  summary:
    'What the findings could-read, did-read and blast-radius rest on, as it lies under lock: a part of it. It names principals of AWS.',
  who: 'work-on-incidents',
  params: z.strictObject({ incident: ulid, sha256, number: whole(1, 9_999) }),
  answer: z.object({
    bytes: z.string().meta({ description: 'base64' }),
    parts: z.number().meta({ description: 'how many there are' }),
    name: z.string(),
  }),
  refuses: ['not-found', 'no-evidence'],
});

export const showTimeline = route({
  method: 'GET',
  path: '/incidents/{incident}/timeline',
  summary: 'All that happened in an incident, in order of time: steps of the workflow, decisions, what people did.',
  who: 'see-incidents',
  params,
  answer: z.object({
    moments: z.array(
      z.object({
        at: time,
        what: word(...TIMELINE_WORDS),
        role: word('reporter', 'system', 'approver', 'responder'),
        by: z.string().optional(),
        groups: z.array(z.string()).optional(),
        number: z.number().optional(),
        decision: word(...DECISIONS).optional(),
      }),
    ),
  }),
  refuses: ['not-found'],
});
export type Timeline = z.infer<typeof showTimeline.answer>;
