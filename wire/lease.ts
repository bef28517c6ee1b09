import type { EventKind } from './event.ts';
import type { Filter } from './filter.ts';

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
  /** Where the agent is told at once how the gate stands (gate-news.ts). Absent: it is not, and learns it from its next lease. */
  push?: PushChannel | undefined;
  /** Of a device that proves itself: for its next request. */
  nonce?: string | undefined;
}

/** MQTT over WebSockets at `wss://<host>/mqtt`, with the lease's credentials. */
export interface PushChannel {
  host: string;
  topic: string;
  /** What the name of a connection begins with; the rest is random. */
  client: string;
  /** Public key that the messages are signed by: Ed25519, SubjectPublicKeyInfo, base64. A message brings none. */
  key: string;
  stage: string;
  /** Of the gate, as this lease was given. */
  epoch: number;
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
  /** It listens to the channel now: its lease may be as long as the disclosure says. Never asked of a control plane that has offered none. */
  listens?: true;
  /** Kinds of events that it knows: its filter names no other. Absent of agents of the first release: they know `FIRST_KINDS`, and stop at a filter that names more. */
  kinds?: readonly string[];
}

/** What agents of the first release know. Never added to. */
export const FIRST_KINDS: readonly EventKind[] = [
  'pointer',
  'click',
  'scroll',
  'key',
  'text',
  'prompt',
  'transcript',
  'message',
  'window',
];

/** Epochs that one request tells of; the others come with the next. */
export const EPOCHS_TOLD = 100;
