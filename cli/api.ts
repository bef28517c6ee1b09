import { ApiError } from '../api/client.ts';
import type { RefusalReason } from '../api/refusals.ts';
import { inOneLine } from '../wire/printable.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { proxyHint } from './proxies.ts';

/** How a command ends when a call of the API failed. */
export function commandErrorOf(error: ApiError): CommandError {
  const { kind, reason, status } = error;
  const message = inOneLine(error.message);
  const end = (code: CommandError['exitCode'], text: string) => new CommandError(code, reason, text, { cause: error });
  switch (kind) {
    case 'refused':
      return error.class === 'unauthenticated'
        ? end(EXIT.unauthenticated, 'The token is not accepted. Log in again: sluice login')
        : // What the service cannot read is no rule's refusal: it was put wrongly.
          end(error.class === 'malformed' ? EXIT.usage : EXIT.refused, message || `Refused (HTTP ${status}).`);
    case 'failed':
      return end(EXIT.failed, `The service failed${status === undefined ? '' : ` (HTTP ${status})`}: ${message}.`);
    case 'foreign':
      return end(EXIT.unreachable, `HTTP ${status} came from something before the service. Is the address right?`);
    case 'unreachable':
      // It was reached, and may have done what it was asked.
      if (reason === 'no-answer') return end(EXIT.unreachable, `The service did not answer in time: ${message}.`);
      return end(EXIT.unreachable, `The service cannot be reached: ${message}. Is the address right?${proxyHint()}`);
  }
}

/** Whether a change may have been made though the call failed. */
export const mayBeDone = (error: unknown): boolean => error instanceof ApiError && error.kind !== 'refused';

/** @returns undefined where the service says no by this word */
export const unlessRefused = <T>(asked: Promise<T>, reason: RefusalReason): Promise<T | undefined> =>
  asked.catch((error: unknown) => {
    if (error instanceof ApiError && error.reason === reason) return undefined;
    throw error;
  });
