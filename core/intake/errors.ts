import { NewerLease } from '../lease/lease.ts';
import { Refused, SluiceError } from '../shared/errors.ts';
import { within } from '../shared/time-limit.ts';

/**
 * Something that intake needs did not answer. Never a reason to drop a record: it is tried again, without end, and the
 * record's age alarms.
 */
export class Unavailable extends SluiceError {}

/**
 * A newer release has been here, or speaks: with a lane on which a newer disclosure has committed, or a lease that this
 * release does not know. What it may not judge waits for a release that may.
 */
export class OutdatedRelease extends Unavailable {}

/** Whether it failed because it is older than what it met. */
export const isOutdated = (error: unknown): boolean =>
  error instanceof OutdatedRelease || (error instanceof Unavailable && error.cause instanceof NewerLease);

/**
 * A port whose failures are told apart from defects of ours: what it throws is `Unavailable`, except a `Refused`, which is
 * an answer. What has not answered at the signal is `Unavailable` too: Lambda would end the process a moment later, as if
 * the record at hand had killed it.
 */
export function guarded<Port extends object>(name: string, port: Port, signal: AbortSignal): Port {
  const guard =
    (method: string, run: (...args: unknown[]) => unknown) =>
    async (...args: unknown[]) => {
      try {
        const late = () => new Unavailable(`${name}.${method} did not answer in the time of this invocation`);
        return await within(async () => run.apply(port, args), signal, late);
      } catch (cause) {
        if (cause instanceof Refused || cause instanceof Unavailable) throw cause;
        throw new Unavailable(`${name}.${method} failed`, { cause });
      }
    };
  const wrapped = Object.entries(port).map(([method, value]) => [
    method,
    typeof value === 'function' ? guard(method, value) : value,
  ]);
  return Object.fromEntries(wrapped) as Port;
}
