import { ConnectionFailed, ProxyFailed, type Way } from './errors.ts';

/** Codes of Node and OpenSSL that say more than that no answer came. */
const CODES: ReadonlyMap<string, Way> = new Map<string, Way>([
  ['ENOTFOUND', 'no-name'],
  ['EAI_AGAIN', 'no-name'],
  ['ETIMEDOUT', 'no-answer'],
  ['CERT_NOT_YET_VALID', 'clock-wrong'],
  ['CERT_HAS_EXPIRED', 'clock-wrong'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'certificate'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'certificate'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'certificate'],
  ['UNABLE_TO_GET_ISSUER_CERT', 'certificate'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate'],
  // What speaks no TLS where TLS is expected: the page of a network that wants a login first.
  ['EPROTO', 'captive-portal'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'captive-portal'],
  ['ERR_SSL_PACKET_LENGTH_TOO_LONG', 'captive-portal'],
]);

/** What was in the way of a request that got no answer: the first of the error and its causes that says it. */
export function troubleOf(error: unknown): Way {
  // By their form: an error of another realm is none of ours' instances.
  for (let at = error as NodeJS.ErrnoException | undefined, depth = 0; at && depth < 5; depth++) {
    if (at instanceof ProxyFailed || at instanceof ConnectionFailed) return at.reason;
    const known = CODES.get(at.code ?? '');
    if (known) return known;
    if (at.name === 'TimeoutError') return 'no-answer';
    at = at.cause as NodeJS.ErrnoException | undefined;
  }
  return 'unreachable';
}

/** Whether an answer is a page for people: no service of ours sends one. */
export const isPage = (contentType: string | null | undefined, text: string): boolean =>
  /^text\/html\b/i.test(contentType ?? '') || /^\s*<(!doctype|html|head|body|script|meta)\b/i.test(text);
