import * as z from 'zod';
import { type LeaseGrant, type LeaseRequest, leaseGrant } from '../../wire/lease.ts';
import { ControlUnreachable, LeaseRefused } from './errors.ts';
import { createFetch } from './http.ts';
import type { ReasonName } from './reasons.ts';
import { isPage, troubleOf } from './trouble.ts';

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
  /** @default one that goes through the proxy that is set, by the environment or the system */
  fetch?: typeof globalThis.fetch;
}

/** Statuses below 500 that mean "later", not "no". */
const LATER = new Set([408, 425, 429]);

export function createControlApi(options: ControlApiOptions): ControlApi {
  const { url, token, timeoutMs = 10_000, fetch = createFetch() } = options;
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
        throw new ControlUnreachable('the control plane did not answer', { cause, reason: troubleOf(cause) });
      }
      const unusable = unusableAs(response, text);
      if (unusable) throw new ControlUnreachable(`the control plane answered ${response.status}`, { reason: unusable });
      if (!response.ok) {
        const refusal = refusalSchema.safeParse(json(text));
        if (!refusal.success) throw new LeaseRefused(`http-${response.status}`);
        const { error, message } = refusal.data;
        throw new LeaseRefused(error, message === undefined ? {} : { sentence: message });
      }
      const grant = leaseGrant.safeParse(json(text));
      if (!grant.success) {
        const reason = 'answer-unknown';
        throw new ControlUnreachable('the control plane answered with no lease that this agent can read', { reason });
      }
      return grant.data;
    },
  };
}

/** Why an answer is none of the control plane's that counts; undefined: it does. A page, a redirection or a proxy's own word is nobody's refusal. */
function unusableAs({ status, headers }: Response, text: string): ReasonName | undefined {
  if (status === 407) return 'proxy-login';
  if (status === 511 || (status >= 300 && status < 400) || isPage(headers.get('content-type'), text))
    return 'captive-portal';
  if (status >= 500) return 'service-failing';
  return LATER.has(status) ? 'service-busy' : undefined;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
