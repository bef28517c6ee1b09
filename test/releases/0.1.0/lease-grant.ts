import * as z from 'zod';

/** How agents of 0.1.0 read a lease: `agent/sdk/control-api.ts` and the lists that it took from `wire`, word for word as of that release's commit. */

const EVENT_KINDS = ['pointer', 'click', 'scroll', 'key', 'text', 'prompt', 'transcript', 'message', 'window'] as const;
const KEY_DETAILS = ['none', 'class', 'content'] as const;

const time = z.number().min(0).max(8.64e15);
/** What an agent relies on. Fields that it does not know may be added by a newer control plane. */
export const grantSchema = z.object({
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
