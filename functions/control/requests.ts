import * as z from 'zod';
import { HIGHEST_NUMBER } from '../../wire/frame.ts';

/** Chosen by the device; names its windows and its session, so it is short and plain. */
const device = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/);

export const enrolmentBody = z.strictObject({ device });
export const consentBody = z.strictObject({
  disclosure: z.string().max(20),
  /** Of the text that was shown, hex SHA-256. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});
/** No number above the redactor's bound is ever accounted for, and sums over many devices have to stay exact. */
/** Lambda takes 6 MB, quotes escaped; what is stored has a bound of its own, lower for anything but repetitions. */
export const LONGEST_DIRECTORY = 2_097_152;
/** Names, handles and e-mails of one person, or another name that is to be found. */
const directoryEntry = z.array(z.string().min(1).max(256)).min(1).max(16);
export const directoryBody = z.strictObject({ entries: z.array(directoryEntry).min(1).max(50_000) });
export const leaseBody = z.strictObject({ device, acked: z.int().min(0).max(HIGHEST_NUMBER) });
