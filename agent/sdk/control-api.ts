import * as z from 'zod';
import { type LeaseGrant, type LeaseRequest, leaseGrant } from '../../wire/lease.ts';
import { ControlUnreachable, LeaseRefused } from './errors.ts';

/** The control plane as an agent sees it. */
export interface ControlApi {
  /**
   * @throws LeaseRefused the control plane said no
   * @throws ControlUnreachable no answer, or none that can be used: ask again
   */
  lease(request: LeaseRequest): Promise<LeaseGrant>;
}

const refusalSchema = z.object({
  error: z.string().regex(/^[a-z0-9-]{1,64}$/),
  message: z.string().max(300).optional().catch(undefined),
});

export interface ControlApiOptions {
  /** Base URL of the HTTP API. */
  url: string;
  /**
   * Called for every request, so that it may hand out a renewed token.
   * @param refused the one before, which the service did not take: another is tried once
   */
  token: (refused?: string) => string | Promise<string>;
  /** @default 10,000 ms */
  timeoutMs?: number;
  /** @default the global fetch */
  fetch?: typeof globalThis.fetch;
}

/** Statuses below 500 that mean "later", not "no". */
const LATER = new Set([408, 425, 429]);

export function createControlApi(options: ControlApiOptions): ControlApi {
  const { url, token, timeoutMs = 10_000, fetch = globalThis.fetch } = options;
  const leases = `${url.replace(/\/+$/, '')}/leases`;
  return {
    async lease(request) {
      const send = (bearer: string) =>
        fetch(leases, {
          method: 'POST',
          headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
          body: JSON.stringify(request),
          redirect: 'error',
          signal: AbortSignal.timeout(timeoutMs),
        });
      let response: Response;
      let text: string;
      try {
        const given = await token();
        response = await send(given);
        if (response.status === 401) {
          const other = await token(given);
          if (other !== given) response = await send(other);
        }
        text = await response.text();
      } catch (cause) {
        throw new ControlUnreachable('the control plane did not answer', { cause });
      }
      if (response.status >= 500 || LATER.has(response.status)) {
        throw new ControlUnreachable(`the control plane answered ${response.status}`);
      }
      if (!response.ok) {
        const refusal = refusalSchema.safeParse(json(text));
        if (!refusal.success) throw new LeaseRefused(`http-${response.status}`);
        const { error, message } = refusal.data;
        throw new LeaseRefused(error, message === undefined ? {} : { sentence: message });
      }
      const grant = leaseGrant.safeParse(json(text));
      if (!grant.success)
        throw new ControlUnreachable('the control plane answered with no lease that this agent can read');
      return grant.data;
    },
  };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
