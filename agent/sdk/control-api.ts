import * as z from 'zod';
import type { LeaseGrant, LeaseRequest } from '../../wire/lease.ts';
import { leaseGrant } from '../../wire/lease-schema.ts';
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

/** Asks the control plane; a person's token is another's affair. */
export interface Caller {
  /**
   * @param bearer of a person; @default none
   * @returns the answer's JSON
   * @throws LeaseRefused the control plane said no; its status beside the reason
   * @throws ControlUnreachable no answer, or none that can be used: ask again
   */
  ask(method: 'GET' | 'POST', path: string, body?: unknown, bearer?: string): Promise<unknown>;
}

export type CallerOptions = Pick<ControlApiOptions, 'url' | 'timeoutMs' | 'fetch'>;

export function createCaller({ url, timeoutMs = 10_000, fetch = createFetch() }: CallerOptions): Caller {
  const root = url.replace(/\/+$/, '');
  return {
    async ask(method, path, body, bearer) {
      let response: Response;
      let text: string;
      try {
        response = await fetch(root + path, {
          method,
          headers: {
            ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
            ...(body !== undefined && { 'content-type': 'application/json' }),
          },
          ...(body !== undefined && { body: JSON.stringify(body) }),
          redirect: 'error',
          signal: AbortSignal.timeout(timeoutMs),
        });
        text = await response.text();
      } catch (cause) {
        throw new ControlUnreachable('the control plane did not answer', { cause, reason: troubleOf(cause) });
      }
      const unusable = unusableAs(response, text);
      if (unusable) throw new ControlUnreachable(`the control plane answered ${response.status}`, { reason: unusable });
      if (response.ok) return json(text);
      const refusal = refusalSchema.safeParse(json(text));
      if (!refusal.success) throw new LeaseRefused(`http-${response.status}`);
      const { error, message } = refusal.data;
      throw new LeaseRefused(error, message === undefined ? {} : { sentence: message });
    },
  };
}

/** @throws ControlUnreachable it is none that this agent can read */
export function grantOf(answer: unknown): LeaseGrant {
  const grant = leaseGrant.safeParse(answer);
  if (grant.success) return grant.data;
  const reason = 'answer-unknown';
  throw new ControlUnreachable('the control plane answered with no lease that this agent can read', { reason });
}

/** Whether the service did not take the token: it says so in its own words, or the gateway does. */
const isUnauthenticated = (error: unknown): boolean =>
  error instanceof LeaseRefused && (error.reason === 'http-401' || error.reason === 'unauthenticated');

/**
 * With a person's token: for programs that have one. An agent that is installed proves itself (`createDeviceApi`).
 *
 * @example
 * // Asked for each request: a token that is renewed elsewhere is taken up.
 * const api = createControlApi({ url: 'https://api.example.com', token: () => process.env.SLUICE_TOKEN! });
 */
export function createControlApi({ token, ...options }: ControlApiOptions): ControlApi {
  const caller = createCaller(options);
  return {
    async lease(request) {
      const asked = async (refused?: string) => {
        try {
          return await token(refused);
        } catch (cause) {
          throw new ControlUnreachable('no token could be had', { cause });
        }
      };
      const given = await asked();
      try {
        return grantOf(await caller.ask('POST', '/leases', request, given));
      } catch (error) {
        if (!isUnauthenticated(error)) throw error;
        const other = await asked(given);
        if (other === given) throw error;
        return grantOf(await caller.ask('POST', '/leases', request, other));
      }
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
