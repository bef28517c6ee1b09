import * as z from 'zod';
import { EVENT_KINDS } from './event.ts';
import { KEY_DETAILS } from './field.ts';
import type { Filter } from './filter.ts';
import { HIGHEST_NUMBER } from './frame.ts';

const DEVICE_RULE = 'letters, digits, - and _, at most 64, beginning with a letter or a digit';

/** What a lease token (JWE, `dir` + `A256GCM`, key id in `kid`) holds. Only the control plane seals and opens it. */
export interface LeaseClaims {
  program: string;
  /** Pseudonym of the subject; also the Kinesis partition key. */
  subject: string;
  device: string;
  /** Consent serial (ULID) at the time of issue. */
  serial: string;
  /** Version of the disclosure. */
  disclosure: string;
  /** Epoch of the collection gate. */
  epoch: number;
  /** ms since epoch. */
  issued: number;
  /** End of the capture window, ms. */
  expires: number;
  /** End of the delivery window, ms, compared with the stream's arrival time. */
  deliverUntil: number;
  /** 32 bytes, base64url. */
  frameKey: string;
  /**
   * Start of the device's agent whose frames it numbers, and until when (ms, of arrival) a frame of that start may come. Absent of agents that number the
   * frames of a device over its whole life.
   */
  start?: { epoch: number; until: number };
}

/** Answer of `POST /leases`. */
export interface LeaseGrant {
  lease: string;
  frameKey: string;
  /** Partition key of every frame. */
  subject: string;
  /**
   * Of what was consented to, and of the gate's epoch: while it stays the same, a frame may go on over a renewal. Absent from a control plane of
   * before it was told: then each lease begins a frame.
   */
  scope?: string | undefined;
  issued: number;
  expires: number;
  deliverUntil: number;
  /** Server's clock when it answered, ms: agents measure the lease by elapsed time, not by their own calendar. */
  now: number;
  filter: Filter;
  flush: {
    seconds: number;
    bytes: number;
    spoolBytes: number;
    eventsPerMinute: number;
    /** The redactor knows typing beside a frame (typing-context.ts). Absent from one of before, and where no `run` was asked with: then each frame stands alone. */
    overlap?: boolean | undefined;
  };
  /** Capture only where a mark on the screen shows that it does. Absent where it is only wished for. */
  mark?: 'required' | undefined;
  stream: { name: string; region: string };
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken: string; expiration: number };
  /** Where `run` was asked with: what the frames of this lease are numbered under, 1, 2, 3 ...; to be named at the renewal. */
  run?: Run | undefined;
  /** Of a device that proves itself: for its next request. */
  nonce?: string | undefined;
}

/** One start of an agent, and how many leases the device was given until then. */
export interface Run {
  epoch: number;
  turn: number;
}

/** Frames 1 .. `acked` of an epoch that Kinesis acknowledged. */
export interface ToldEpoch {
  epoch: number;
  acked: number;
}

/** Request of `POST /leases`. */
export interface LeaseRequest {
  device: string;
  /** Highest n such that Kinesis acknowledged frames 1..n of this device: the devices' side of the books. Of frames without an epoch alone. */
  acked: number;
  /**
   * `new`: this agent has just been started, and numbers its frames from 1 under the epoch that it is given. Else the run of the lease that it holds in memory;
   * no longer the device's last one, or too old: it is given a new epoch. Absent: it numbers the device's frames over its whole life.
   */
  run?: 'new' | Run;
  /** The same as `acked`, for epochs: of this run, and of earlier ones whose frames were sent by it. */
  told?: ToldEpoch[];
}

/** Starts and leases of a device in all its life. */
const count = z
  .int()
  .min(1)
  .max(2 ** 40);
/** Epochs that one request tells of; the others come with the next. */
export const EPOCHS_TOLD = 100;

/** What a lease is asked with. Strict: the control plane refuses what it does not know. */
export const leaseRequest = z.strictObject({
  /** Chosen by the device; names its windows and its session, so it is short and plain. */
  device: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, DEVICE_RULE),
  /** No number above the redactor's bound is ever accounted for, and sums over many devices have to stay exact. */
  acked: z.int().min(0).max(HIGHEST_NUMBER),
  run: z.union([z.literal('new'), z.strictObject({ epoch: count, turn: count })]).exactOptional(),
  told: z
    .array(z.strictObject({ epoch: count, acked: z.int().min(0).max(HIGHEST_NUMBER) }))
    .max(EPOCHS_TOLD)
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
    applications: z.record(z.string(), z.object({ keys: z.enum(KEY_DETAILS) })).readonly(),
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
  nonce: z.string().max(64).optional(),
}) satisfies z.ZodType<LeaseGrant>;
