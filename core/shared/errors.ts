import { REFUSALS, type RefusalReason } from '../../api/refusals.ts';

/**
 * Base of all errors of ours. Messages are content-free by contract: they may hold ids, counts and reasons, never a text
 * that a subject wrote.
 */
export class SluiceError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** Something that is not done; `reason` is a stable word that programs can act on (`api/refusals.ts`). */
export class Refused extends SluiceError {
  readonly reason: RefusalReason;
  constructor(reason: RefusalReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

const DENIED: ReadonlySet<string> = new Set(['AccessDenied', 'AccessDeniedException']);

/** Whether AWS says that who asks may not. */
export const isDenied = (error: unknown): boolean => error instanceof Error && DENIED.has(error.name);

/** Whether what is stored is not what was written: for whoever turns a refusal into an answer of their own. */
export const isBroken = (error: unknown): boolean =>
  error instanceof Refused && REFUSALS[error.reason].class === 'broken';
