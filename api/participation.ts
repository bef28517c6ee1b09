import * as z from 'zod';
import { route } from './route.ts';

/** Absent: fewer than the smallest group. */
const people = (what: string) =>
  z
    .number()
    .optional()
    .meta({ description: `${what}; absent: fewer than smallestGroup` });

export const readParticipation = route({
  method: 'GET',
  path: '/participation',
  summary: 'About how many take part, have agreed, withdrew or are erased: once a day, and of no group or person.',
  who: 'see-participation',
  answer: z.object({
    day: z
      .string()
      .optional()
      .meta({ description: 'on which it was counted, UTC, e.g. 2026-11-25; absent before the first time' }),
    smallestGroup: z.number().meta({ description: 'figures are rounded down to whole groups of so many' }),
    enrolled: people('enrolled, and have not agreed'),
    consented: people('have agreed, and have not withdrawn since'),
    withdrew: people('have withdrawn, and not agreed again'),
    erased: people('are erased, and have not enrolled again'),
  }),
});
