import * as z from 'zod';
import { time, ulid, word } from './fields.ts';
import { openRoute } from './route.ts';
import { INCIDENT_STATUSES, SEVERITIES } from './words.ts';

/**
 * Reports of people whom nobody knows. What comes back to them is found by a secret that they made themselves: 130 bits in base32, of which the
 * service keeps the hash.
 */
const receipt = z
  .string()
  .regex(/^[a-z2-7]{26}$/, 'a receipt number, 26 letters and digits')
  .meta({ description: 'made by the caller by chance, and kept: nobody else can find the answer' });

/** Shorter than a report of somebody whom a limit can hold. */
const text = z.string().min(1).max(5_000);

export const answers = z
  .array(z.object({ at: time, text: z.string() }))
  .meta({ description: 'of those who look into it, oldest first' });

export const fileAnonymously = openRoute({
  method: 'POST',
  path: '/anonymous-reports',
  summary:
    'Reports that something is wrong, by nobody: it closes no gate, and is looked into like a report of low severity.',
  body: z.strictObject({ receipt, severity: z.enum(SEVERITIES), text }),
  answer: z.object({ incident: ulid, status: word(...INCIDENT_STATUSES), reportedAt: time }),
  refuses: ['limit'],
  longestBody: 24_000,
  // Under its receipt it is the same report.
  repeatable: true,
});

export const readAnswer = openRoute({
  method: 'POST',
  changes: false,
  path: '/anonymous-reports/answers',
  summary: 'What became of an anonymous report, to whoever has its receipt.',
  // Not in the path: paths are logged by what stands in between.
  body: z.strictObject({ receipt }),
  answer: z.object({
    incident: ulid,
    status: word(...INCIDENT_STATUSES),
    reportedAt: time,
    concludedAt: time.optional(),
    answers,
  }),
  refuses: ['not-found'],
  longestBody: 1_000,
  repeatable: true,
});
