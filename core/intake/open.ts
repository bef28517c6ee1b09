import type { RefusalReason } from '../../api/refusals.ts';
import { FrameError, type FrameFault, HIGHEST_NUMBER, openFrame, readFrame } from '../../wire/frame.ts';
import type { LeaseClaims } from '../../wire/lease.ts';
import type { LeaseOpener } from '../lease/lease.ts';
import { DamagedKey } from '../shared/damaged-key.ts';
import { Refused } from '../shared/errors.ts';
import type { StreamRecord } from './intake.ts';

/** A record whose lease and seal are good. */
export interface OpenedFrame {
  record: StreamRecord;
  claims: LeaseClaims;
  /** The device's frame number, authenticated by the seal. */
  number: number;
  /**
   * Decrypted and decompressed NDJSON; `undefined` when what was sealed does not decompress within the bound, or is beyond what
   * the device may send of a minute. The number is then still the device's, and its window moves.
   */
  body: Buffer | undefined;
  fault?: FrameFault | 'over-budget';
}

/**
 * A record of which nothing is certain: anybody who may put could have written it. It moves no window, since a forged
 * number would shut the device's true frames out.
 */
export interface UnreadableRecord {
  record: StreamRecord;
  refused: 'malformed' | 'unsealed' | 'misrouted' | 'poison' | 'key';
  /** A stable word. */
  fault: string;
  /** The lease's key, when it is there and cannot be opened. */
  damagedKey?: string;
  /** Of a lease that is good, where what came with it is not sealed by its key: whose it is, and no more than that. */
  claims?: LeaseClaims;
}

export type Opened = OpenedFrame | UnreadableRecord;
export const isUnreadable = (opened: Opened): opened is UnreadableRecord => 'refused' in opened;

/** The seal is good, so what is wrong was sealed by the device itself. */
const SEALED_FAULTS: ReadonlySet<FrameFault> = new Set(['bad-compression', 'too-large']);
/** Faults that are not of form: what came has the right form and does not open, or is another program's. */
const REFUSED_AS: ReadonlyMap<string, UnreadableRecord['refused']> = new Map(
  Object.entries({
    'bad-seal': 'unsealed',
    'bad-key': 'unsealed',
    'lease-seal': 'unsealed',
    'lease-program': 'misrouted',
  } satisfies Partial<Record<FrameFault | RefusalReason, UnreadableRecord['refused']>>),
);

/** Decoded once per lease, not once per frame. */
const frameKeys = new WeakMap<LeaseClaims, Buffer>();
function frameKeyOf(claims: LeaseClaims): Buffer {
  let key = frameKeys.get(claims);
  if (!key) {
    key = Buffer.from(claims.frameKey, 'base64url');
    frameKeys.set(claims, key);
  }
  return key;
}

const unreadable = (record: StreamRecord, fault: string): UnreadableRecord => ({
  record,
  refused: REFUSED_AS.get(fault) ?? 'malformed',
  fault,
});

/** Header, lease, seal, decompression. Whatever was sent, the answer is a frame or a named fault. */
export async function openRecord(record: StreamRecord, leases: LeaseOpener): Promise<Opened> {
  try {
    const header = readFrame(record.data);
    if (header.number > HIGHEST_NUMBER) return unreadable(record, 'bad-number');
    const claims = await leases.open(header.lease);
    try {
      const body = openFrame(record.data, header, frameKeyOf(claims));
      return { record, claims, number: header.number, body };
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      if (!SEALED_FAULTS.has(error.fault)) return { ...unreadable(record, error.fault), claims };
      return { record, claims, number: header.number, body: undefined, fault: error.fault };
    }
  } catch (error) {
    if (error instanceof FrameError) return unreadable(record, error.fault);
    if (error instanceof DamagedKey) return { record, refused: 'key', fault: 'lease-key', damagedKey: error.key };
    if (error instanceof Refused) return unreadable(record, error.reason);
    throw error;
  }
}
