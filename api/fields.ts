import * as z from 'zod';
import { DEVICE_NAME, DEVICE_RULE } from '../wire/lease-schema.ts';

/** Fields that several contracts share. */

/** ms since the Unix epoch. */
export const time = z.number().meta({ description: 'ms since the Unix epoch' });
export const ulid = z.ulid();
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256, 64 hexadecimal digits');
export const device = z.string().regex(DEVICE_NAME, DEVICE_RULE);
const SUBJECT = 'me, or a pseudonym (26 letters and digits)';
/** `me` is the caller, otherwise a pseudonym. */
export const subject = z.union([z.literal('me'), z.string().regex(/^[a-z2-7]{26}$/, SUBJECT)], SUBJECT);

/** A word of an answer: a caller must bear one that it does not know, since the service may be newer than it. */
export const word = (...known: readonly string[]) =>
  z.string().meta({ description: `one of ${known.join(', ')}; there may come to be others` });

/** Queries are text: a whole number from `least` to `most`. */
export const whole = (least: number, most: number) =>
  z
    .union([z.number(), z.string().regex(/^\d{1,15}$/, 'a whole number, of at most 15 digits')], 'a whole number')
    .transform(Number)
    .pipe(z.int().min(least).max(most))
    .meta({ openapi: { type: 'integer', minimum: least, maximum: most } });

/** The last millisecond that a ULID, and so a segment's name, can hold: the year 10889. */
const LATEST = 2 ** 48 - 1;

/** ms, or ISO 8601. */
export const moment = z
  .union(
    [
      z.number(),
      z
        .string()
        .regex(/^\d{1,15}$/, 'a whole number, of at most 15 digits')
        .transform(Number),
      z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
    ],
    'a moment, e.g. 2026-11-24T08:00:00Z, or ms since the Unix epoch',
  )
  .pipe(z.int().min(0).max(LATEST))
  .meta({ openapi: { type: 'string', description: 'ms since the Unix epoch, or ISO 8601 with offset' } });

/** Where an entry stands in the ledger: proof for who acted. */
export const receipt = z.object({ chain: z.string(), seq: z.number(), hash: sha256 });

/** A document and the C2SP signed note about it. */
export const signed = <Document extends z.ZodType>(document: Document) => z.object({ document, note: z.string() });
