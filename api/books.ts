import * as z from 'zod';
import { route } from './route.ts';

const byReason = z.record(z.string(), z.number());

export const readBooks = route({
  method: 'GET',
  path: '/books',
  summary: 'What devices had acknowledged against what was stored, refused, missing.',
  who: 'see-books',
  answer: z.object({
    frames: z.object({
      acknowledged: z.number(),
      ahead: z.number(),
      untold: z
        .number()
        .meta({ description: 'accounted for of starts of devices that are over, and never told: a folder was lost' }),
      admitted: z.number(),
      refused: byReason,
      missing: z.number(),
      pending: z.number(),
      repeated: z.number(),
      unreadable: z.number(),
    }),
    events: z.object({
      admitted: z.number().optional(),
      stored: z.number(),
      dropped: byReason,
      stripped: z.number(),
    }),
    balances: z.boolean(),
    settled: z.boolean().meta({ description: 'balanced, and nothing is under way either' }),
    differences: z.array(z.string()),
    damaged: z.array(z.string()).meta({ description: 'rows that cannot be read: what they would tell is in no sum' }),
    unsettled: z.array(
      z.object({
        subject: z.string(),
        device: z.string(),
        epoch: z
          .union([z.number(), z.literal('closed')])
          .optional()
          .meta({ description: 'start of the device; closed: all that are over' }),
        pending: z.number(),
        ahead: z.number(),
      }),
    ),
  }),
});
