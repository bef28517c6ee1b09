import * as z from 'zod';
import { EVENT_KINDS } from '../../wire/event.ts';
import { KEY_DETAILS } from '../../wire/field.ts';
import type { LeaseGrant, LeaseRequest } from '../../wire/lease.ts';
import { ControlUnreachable, LeaseRefused } from './errors.ts';

/** The control plane as an agent sees it. */
export interface ControlApi {
  /**
   * @throws LeaseRefused the control plane said no
   * @throws ControlUnreachable no answer, or none that can be used: ask again
   */
  lease(request: LeaseRequest): Promise<LeaseGrant>;
}

const time = z.number().min(0).max(8.64e15);
/** What an agent relies on. Fields that it does not know may be added by a newer control plane. */
const grantSchema = z.object({
  lease: z.string().min(1).max(4096),
  frameKey: z.string().length(43),
  subject: z.string().regex(/^[A-Za-z0-9_-]{1,128}$/),
  issued: time,
  expires: time,
  deliverUntil: time,
  now: time,
  filter: z.object({
    program: z.string(),
    disclosure: z.string(),
    kinds: z.partialRecord(z.enum(EVENT_KINDS), z.array(z.string())),
    applications: z.record(z.string(), z.object({ keys: z.enum(KEY_DETAILS) })),
  }),
  flush: z.object({
    seconds: z.number().min(0.1).max(3600),
    bytes: z.int().min(1024).max(716_800),
    spoolBytes: z.int().min(0),
    eventsPerMinute: z.int().min(1),
  }),
  stream: z.object({ name: z.string().min(1), region: z.string().min(1) }),
  credentials: z.object({
    accessKeyId: z.string().min(1),
    secretAccessKey: z.string().min(1),
    sessionToken: z.string(),
    expiration: time,
  }),
});
const refusalSchema = z.object({ error: z.string().regex(/^[a-z0-9-]{1,64}$/) });

export interface ControlApiOptions {
  /** Base URL of the HTTP API. */
  url: string;
  /** Called for every request, so that it may hand out a renewed token. */
  token: () => string | Promise<string>;
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
      let response: Response;
      let text: string;
      try {
        response = await fetch(leases, {
          method: 'POST',
          headers: { authorization: `Bearer ${await token()}`, 'content-type': 'application/json' },
          body: JSON.stringify(request),
          redirect: 'error',
          signal: AbortSignal.timeout(timeoutMs),
        });
        text = await response.text();
      } catch (cause) {
        throw new ControlUnreachable('the control plane did not answer', { cause });
      }
      if (response.status >= 500 || LATER.has(response.status)) {
        throw new ControlUnreachable(`the control plane answered ${response.status}`);
      }
      if (!response.ok) {
        const refusal = refusalSchema.safeParse(json(text));
        throw new LeaseRefused(refusal.success ? refusal.data.error : `http-${response.status}`);
      }
      const grant = grantSchema.safeParse(json(text));
      if (!grant.success)
        throw new ControlUnreachable('the control plane answered with no lease that this agent can read');
      return grant.data as LeaseGrant;
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
