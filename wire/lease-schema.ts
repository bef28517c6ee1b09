import * as z from 'zod';
import { EVENT_KINDS } from './event.ts';
import { KEY_DETAILS } from './field.ts';
import { HIGHEST_NUMBER } from './frame.ts';
import { EPOCHS_TOLD, type LeaseGrant, type LeaseRequest } from './lease.ts';

/** Checks of what `lease.ts` says the types of: apart, so that these need no library of whoever uses them. */

/** What a person may call a device. It names its windows and its session, and a folder on the device itself, so it is short and plain. */
export const DEVICE_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;
export const DEVICE_RULE = 'letters, digits, - and _, at most 64, beginning with a letter or a digit';

/** Starts and leases of a device in all its life. */
const count = z
  .int()
  .min(1)
  .max(2 ** 40);
/** What a lease is asked with. Strict: the control plane refuses what it does not know. */
export const leaseRequest = z.strictObject({
  device: z.string().regex(DEVICE_NAME, DEVICE_RULE),
  /** No number above the redactor's bound is ever accounted for, and sums over many devices have to stay exact. */
  acked: z.int().min(0).max(HIGHEST_NUMBER),
  run: z.union([z.literal('new'), z.strictObject({ epoch: count, turn: count })]).exactOptional(),
  told: z
    .array(z.strictObject({ epoch: count, acked: z.int().min(0).max(HIGHEST_NUMBER) }))
    .max(EPOCHS_TOLD)
    .exactOptional(),
  listens: z.literal(true).exactOptional(),
  // Whatever a newer agent knows beside what this control plane does.
  kinds: z
    .array(z.string().regex(/^[a-z][a-z-]{0,31}$/))
    .max(64)
    .readonly()
    .exactOptional(),
}) satisfies z.ZodType<LeaseRequest>;

const time = z.number().min(0).max(8.64e15);
/** What an agent relies on. Fields that it does not know may be added by a newer control plane. */
export const leaseGrant = z.object({
  lease: z.string().min(1).max(4096),
  frameKey: z.string().length(43),
  subject: z.string().regex(/^[A-Za-z0-9_-]{1,128}$/),
  scope: z.string().min(1).max(200).optional(),
  issued: time,
  expires: time,
  deliverUntil: time,
  now: time,
  filter: z.object({
    program: z.string(),
    disclosure: z.string(),
    kinds: z.partialRecord(z.enum(EVENT_KINDS), z.array(z.string()).readonly()),
    applications: z
      .record(z.string(), z.object({ keys: z.enum(KEY_DETAILS), pages: z.array(z.string()).readonly().optional() }))
      .readonly(),
  }),
  flush: z.object({
    seconds: z.number().min(0.1).max(3600),
    bytes: z.int().min(1024).max(716_800),
    spoolBytes: z.int().min(0),
    eventsPerMinute: z.int().min(1),
    overlap: z.boolean().optional(),
  }),
  mark: z.enum(['required']).optional(),
  stream: z.object({ name: z.string().min(1), region: z.string().min(1) }),
  credentials: z.object({
    accessKeyId: z.string().min(1),
    secretAccessKey: z.string().min(1),
    sessionToken: z.string(),
    expiration: time,
  }),
  run: z.object({ epoch: count, turn: count }).optional(),
  push: z
    .object({
      host: z.string().regex(/^[A-Za-z0-9.-]{1,253}(:\d{1,5})?$/),
      topic: z.string().regex(/^[\w./-]{1,256}$/),
      client: z.string().regex(/^[\w-]{1,100}$/),
      key: z.string().regex(/^[A-Za-z0-9+/]{59}=$/),
      stage: z.string().min(1).max(128),
      epoch: z.int().min(0),
    })
    .optional(),
  nonce: z.string().max(64).optional(),
}) satisfies z.ZodType<LeaseGrant>;
