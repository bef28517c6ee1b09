import * as z from 'zod';
import { EVENT_KINDS } from '../wire/event.ts';
import { moment, receipt, subject, time, ulid, word } from './fields.ts';
import { route } from './route.ts';
import { EXPORT_STATES, STOPPED_BY } from './words.ts';

const purpose = z.string().min(1).max(64);
const name = z.string().min(1).max(128);

const query = z.object({
  purpose: z.string(),
  from: time,
  to: time,
  applications: z.array(z.string()).optional(),
  kinds: z.array(z.string()).optional(),
  subjects: z.number().optional(),
});

const shown = z.object({
  export: ulid,
  reader: z.string().meta({ description: '`sub` of who made it' }),
  query,
  rules: z.object({ people: z.number(), days: z.number() }),
  disclosure: z.string(),
  state: word(...EXPORT_STATES),
  stopped: word(...STOPPED_BY).optional(),
  asked: time,
  coolOffUntil: time.optional().meta({
    description: 'ms; what arrived at the end of the time asked for is in its cool-off until then, and is not in it',
  }),
  expires: time.meta({ description: 'ms; from then on nothing of it opens' }),
  receipt,
  parts: z.number().optional().meta({ description: 'into which the work is cut' }),
  done: z.number().optional().meta({ description: 'of them, while it is made' }),
  sealed: z
    .object({ at: time, hash: z.string(), rows: z.number(), people: z.number() })
    .optional()
    .meta({ description: 'hash of the signed manifest, events, people' }),
  denied: time.optional().meta({ description: 'ms; since then IAM denies what opens segments, while it is made' }),
  copies: z.array(z.string()).optional().meta({ description: 'that were said to lie elsewhere, each with its table' }),
});

export const createExport = route({
  method: 'POST',
  path: '/exports',
  summary: 'Begins a data set for a purpose, on the caller’s grant; the same id again is the same one.',
  body: z.strictObject({
    export: ulid.meta({ description: 'made by who asks' }),
    purpose,
    from: moment.meta({ description: 'arrived from' }),
    to: moment.meta({ description: 'arrived until' }),
    applications: z.array(name).min(1).max(200).exactOptional(),
    kinds: z
      .array(z.enum(EVENT_KINDS as [string, ...string[]]))
      .min(1)
      .exactOptional(),
    subjects: z.int().min(1).max(100_000).exactOptional().meta({ description: 'people at most' }),
  }),
  answer: z.object({ export: shown }),
  refuses: ['purpose', 'no-export', 'span', 'query', 'too-few', 'no-grant', 'gate-closed', 'exists', 'limit'],
  repeatable: true,
});

export const listExports = route({
  method: 'GET',
  path: '/exports',
  summary: 'Data sets: all for holders of see-grants, their own for everybody else.',
  answer: z.object({ exports: z.array(shown) }),
});

export const showExport = route({
  method: 'GET',
  path: '/exports/{export}',
  summary: 'How far one is, and what it is of.',
  params: z.strictObject({ export: ulid }),
  answer: z.object({ export: shown }),
  refuses: ['not-found'],
});

export const revokeExport = route({
  method: 'POST',
  path: '/exports/{export}/revocation',
  summary: 'Takes one back: by who made it, or who may give grants. From then on nothing of it opens.',
  params: z.strictObject({ export: ulid }),
  answer: z.object({ export: shown, receipt: receipt.optional() }),
  refuses: ['not-found'],
  repeatable: true,
});

/** Names of parts say nothing. */
export const PART_NAME = /^[a-z2-7]{16}$/;

const file = z.object({
  url: z.string().meta({ description: 'holds for a quarter of an hour' }),
  bytes: z.number(),
  sha256: z.string().meta({ description: 'of what lies there' }),
});

export const fetchExport = route({
  method: 'POST',
  changes: false,
  path: '/exports/{export}/parts',
  summary:
    'Opens a page of the parts of a sealed one, for who made it: grant, gate and the consent of each person are checked, and the entry is written first.',
  params: z.strictObject({ export: ulid }),
  body: z.strictObject({ after: z.string().regex(PART_NAME, 'the name of a part').exactOptional() }),
  answer: z.object({
    receipt: receipt.optional().meta({ description: 'absent where nothing was opened' }),
    documents: z
      .object({
        manifest: z.object({ document: z.record(z.string(), z.unknown()), note: z.string() }),
        card: z.string(),
      })
      .optional()
      .meta({ description: 'with the first page' }),
    parts: z.array(
      z.object({
        part: z.string(),
        rows: z.number(),
        key: z.string().meta({ description: '32 bytes, base64: opens the two files of this part' }),
        data: file,
        trajectories: file,
      }),
    ),
    closed: z
      .array(z.string())
      .meta({ description: 'parts that open no more: their person went, or has trimmed something' }),
    next: z.string().optional().meta({ description: '`after` of the next page; absent on the last' }),
  }),
  refuses: ['not-found', 'unfinished', 'ended', 'purpose', 'too-few', 'no-grant', 'gate-closed', 'no-key', 'limit'],
});

/** Of what was fetched, in a bucket of who fetched it: `athena:<database>.<table>@s3://<bucket>/<prefix>/`. */
export const COPY =
  /^athena:[a-z0-9_]{1,100}\.[a-z0-9_]{1,100}@s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\/(?:(?!\.)[\w.=-]{1,100}\/){1,10}$/;

export const keepCopy = route({
  method: 'POST',
  path: '/exports/{export}/copies',
  summary:
    'Says that a copy of what was fetched lies somewhere with a table over it, or that it has gone, by who made the data set: notices of who went name it.',
  params: z.strictObject({ export: ulid }),
  body: z.strictObject({
    copy: z.string().max(500).regex(COPY, 'athena:<database>.<table>@s3://<bucket>/<prefix>/'),
    there: z.boolean().meta({ description: 'false: it was deleted' }),
  }),
  answer: z.object({ export: shown, receipt: receipt.optional() }),
  refuses: ['not-found', 'unfinished', 'ended', 'too-many'],
  repeatable: true,
});

/** In the model team's own names: no room for words, since they are shown to people. */
const label = z.string().regex(/^[\w][\w.:/@-]{0,127}$/, 'letters, digits and . : / @ - _, at most 128');

const run = z.object({
  run: z.string(),
  export: ulid,
  model: z.string(),
  by: z.string().meta({ description: '`sub` of who declared it' }),
  at: time,
  purpose: z.string(),
  disclosure: z.string(),
  rows: z.number(),
});
const departed = {
  people: z.number(),
  gone: z.number().meta({ description: 'of them: withdrew, were erased, enrolled anew, or trimmed something since' }),
};

export const declareTraining = route({
  method: 'POST',
  path: '/trainings',
  summary: 'Declares that a model was trained with a data set, by who made that; the same again is the same one.',
  body: z.strictObject({ export: ulid, run: label, model: label }),
  answer: z.object({ run: run.extend({ people: z.number() }), receipt: receipt.optional() }),
  refuses: ['not-found', 'unfinished', 'exists', 'too-many'],
  repeatable: true,
});

export const listTrainings = route({
  method: 'GET',
  path: '/trainings',
  summary:
    'Training runs, and how many of whose events they used have gone: all for holders of see-grants, their own for everybody else.',
  answer: z.object({ runs: z.array(run.extend(departed)) }),
});

export const showDepartures = route({
  method: 'GET',
  path: '/trainings/departures',
  summary: 'Data sets that still open, and runs, of whose people some have gone; visible as those are.',
  answer: z.object({
    exports: z.array(
      z.object({ export: ulid, reader: z.string(), copies: z.array(z.string()).optional(), ...departed }),
    ),
    runs: z.array(run.extend(departed)),
  }),
});

export const concernedTrainings = route({
  method: 'GET',
  path: '/trainings/concerned/{subject}',
  summary: 'Which data sets and runs hold the caller (`me`), or, for holders of see-grants, somebody else.',
  params: z.strictObject({ subject }),
  answer: z.object({
    exports: z.array(z.object({ export: ulid, state: word(...EXPORT_STATES), expires: time, asked: time })),
    runs: z.array(run),
  }),
  refuses: ['forbidden'],
});
