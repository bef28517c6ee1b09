import * as z from 'zod';
import type { SignedDocument } from '../ledger/ledger.ts';

/** Kind of the signed document. */
export const GUARD_SAID = 'guard-said';

/**
 * What the guard says of itself. `moved`: a door is not as it was deployed; `tried`: AWS kept one shut; `watching`: all its rules are on;
 * `blind`: some are off, or call somebody else.
 */
const guardSaid = z.strictObject({
  program: z.string().min(1).max(100),
  /** ms, by the guard's clock. */
  at: z.int().min(0),
  outcome: z.enum(['moved', 'tried', 'watching', 'blind']),
  /** CloudTrail's, of a movement: the same however often it is told. */
  id: z.string().min(1).max(100).optional(),
  door: z.string().max(100).optional(),
  incident: z.string().max(100).optional(),
  /** Names of the rules that are off. */
  off: z.array(z.string().max(100)).max(100).optional(),
});
export type GuardSaid = z.infer<typeof guardSaid>;

/** @returns nothing where the document is none */
export const readGuardSaid = ({ document }: SignedDocument<unknown>): GuardSaid | undefined =>
  guardSaid.safeParse(document).data;
