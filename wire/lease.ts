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
}

/** Answer of `POST /leases`. */
export interface LeaseGrant {
  lease: string;
  frameKey: string;
  /** Partition key of every frame. */
  subject: string;
  issued: number;
  expires: number;
  deliverUntil: number;
  /** Server's clock when it answered, ms: agents measure the lease by elapsed time, not by their own calendar. */
  now: number;
  filter: Filter;
  flush: { seconds: number; bytes: number; spoolBytes: number; eventsPerMinute: number };
  stream: { name: string; region: string };
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken: string; expiration: number };
}

/** Request of `POST /leases`. */
export interface LeaseRequest {
  device: string;
  /** Highest n such that Kinesis acknowledged frames 1..n of this device: the devices' side of the books. */
  acked: number;
}
