import * as z from 'zod';
import { moment, sha256, time, whole } from './fields.ts';
import { route } from './route.ts';

/** Inventories of the account, one a day: what "could read" is answered from, for the past too. */

export const snapshot = z.object({
  begun: time.meta({ description: 'its name: when the first question was asked' }),
  parts: z.number(),
  whole: z
    .object({
      ended: time,
      rows: z.number(),
      gaps: z.number().meta({ description: 'what could not be read, and is unknown in answers' }),
      sha256: sha256.meta({ description: 'of its lines before the end, which says the same' }),
    })
    .optional()
    .meta({ description: 'absent: it is under way, or was given up' }),
});

export const listSnapshots = route({
  method: 'GET',
  path: '/exposure/snapshots',
  summary: 'Inventories of the account that are kept, newest first.',
  who: 'work-on-incidents',
  query: z.strictObject({ before: moment.exactOptional().meta({ description: 'those that began before it' }) }),
  answer: z.object({
    snapshots: z.array(snapshot),
    next: time.optional().meta({ description: '`before` of the next page' }),
  }),
});

export const snapshotPart = route({
  method: 'GET',
  path: '/exposure/snapshots/{begun}/parts/{number}',
  summary: 'One part of an inventory: lines as they were written, gzipped.',
  who: 'work-on-incidents',
  params: z.strictObject({ begun: whole(0, 2 ** 48 - 1), number: whole(1, 9999) }),
  answer: z.object({ lines: z.string().meta({ description: 'gzipped, base64' }), sha256 }),
  refuses: ['no-evidence'],
});
