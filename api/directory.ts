import * as z from 'zod';
import { time } from './fields.ts';
import { route } from './route.ts';

/** Names, handles and e-mails of one person, or another name that is to be found. */
export const directoryEntry = z.array(z.string().min(1).max(256)).min(1).max(16);

/** In one directory. */
export const MOST_ENTRIES = 50_000;

const facts = z.object({ version: z.string(), entries: z.number(), storedAt: time });

export const putDirectory = route({
  method: 'PUT',
  path: '/directory',
  summary: 'Replaces the names that redaction looks for, beside those that it knows itself.',
  who: 'keep-directory',
  body: z.strictObject({ entries: z.array(directoryEntry).min(1).max(MOST_ENTRIES) }),
  // Lambda takes 6 MB, quotes escaped; what is stored has a bound of its own, lower for anything but repetitions.
  longestBody: 2_097_152,
  answer: facts,
  refuses: ['limit', 'too-large'],
});

export const readDirectory = route({
  method: 'GET',
  path: '/directory',
  summary: 'When the directory was stored and how many are in it; nobody can read it back.',
  who: 'keep-directory',
  answer: facts.partial({ version: true, storedAt: true }),
});
