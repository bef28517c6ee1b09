import { SluiceError } from '../../shared/errors.ts';

/** What stops a run altogether: it goes on where it stopped, once that is mended. All else becomes a gap, and the run goes on. */
export class CannotGoOn extends SluiceError {}

/** Credentials that were good and are so no more. */
const EXPIRED = new Set(['ExpiredToken', 'ExpiredTokenException', 'RequestExpired', 'CredentialsProviderError']);
/** No network. */
const OFFLINE = new Set(['ECONNREFUSED', 'ENETUNREACH', 'EHOSTUNREACH', 'EAI_AGAIN']);
/** How services say that a thing, that they listed a moment ago, is not there. */
const DROPPED =
  /^(ResourceNotFoundException|NotFoundException|NoSuchEntity(Exception)?|NoSuchBucket|EntityNotFoundException)$/;

/** Of an error: its name, which is a word of the service. Its message may hold anything. */
export function nameOf(error: unknown): string {
  const { name, code } = (error ?? {}) as { name?: unknown; code?: unknown };
  const word = typeof code === 'string' ? code : typeof name === 'string' ? name : '';
  return /^[\w.]{1,80}$/.test(word) ? word : 'an error without a name';
}

/** Why something could not be read, for whoever reads the answer. */
export function whyOf(error: unknown, action: string): string {
  const name = nameOf(error);
  if (EXPIRED.has(name)) throw new CannotGoOn('The credentials have expired.', { cause: error });
  if (OFFLINE.has(name)) throw new CannotGoOn(`There is no way to the service (${name}).`, { cause: error });
  return DROPPED.test(name) ? `dropped while it was looked at (${name} at ${action})` : `${name} at ${action}`;
}

/** A call that did not give what a row cannot be without. */
export class NotRead extends SluiceError {
  readonly why: string;
  constructor(why: string, options?: ErrorOptions) {
    super(why, options);
    this.why = why;
  }
}
