import * as z from 'zod';
import { time } from './fields.ts';
import { route } from './route.ts';

/** Names, handles and e-mails of one person, or another name that is to be found. */
export const directoryEntry = z.array(z.string().min(1).max(256)).min(1).max(16);

/** In one directory. */
export const MOST_ENTRIES = 250_000;
/** Of one directory: each is 380,000 bytes at most once compressed, some 12,000 people with handle and e-mail. */
export const MOST_PARTS = 48;

/** SHA-256 of its lines, hex: one JSON array a line, as `JSON.stringify` writes it, each with a line feed. */
const hash = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in hex: 64 digits, a to f in small letters');
const params = z.strictObject({ part: hash });
const facts = z.object({ version: z.string(), entries: z.number(), storedAt: time });

export const putDirectoryPart = route({
  method: 'PUT',
  path: '/directory/parts/{part}',
  summary:
    'Stores a part of a directory, which is in force once a directory names it; one that none names within a day is removed.',
  who: 'keep-directory',
  params,
  body: z.strictObject({ entries: z.array(directoryEntry).min(1).max(MOST_ENTRIES) }),
  // Lambda takes 6 MB, quotes escaped; what is stored has a bound of its own, lower for anything but repetitions.
  longestBody: 2_097_152,
  answer: z.object({ stored: z.literal(true) }),
  refuses: ['terminated', 'limit', 'too-large', 'too-many'],
});

export const readDirectoryPart = route({
  method: 'GET',
  path: '/directory/parts/{part}',
  summary: 'Whether a part is stored; nobody can read it back.',
  who: 'keep-directory',
  params,
  answer: z.object({ stored: z.boolean() }),
});

export const putDirectory = route({
  method: 'PUT',
  path: '/directory',
  summary:
    'Replaces the names that redaction looks for, beside those that it knows itself, by those of these parts: all, or none.',
  who: 'keep-directory',
  body: z.strictObject({ parts: z.array(hash).min(1).max(MOST_PARTS) }),
  answer: facts,
  refuses: ['terminated', 'limit', 'missing-part'],
});

export const readDirectory = route({
  method: 'GET',
  path: '/directory',
  summary: 'When the directory was stored and how many are in it; nobody can read it back.',
  who: 'keep-directory',
  answer: facts.partial({ version: true, storedAt: true }),
});
