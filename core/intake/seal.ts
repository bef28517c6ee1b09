import { TIERS, type Tier } from '../../redaction/redactor.ts';
import type { Disclosure } from '../disclosure/disclosure.ts';
import { dayKey, INLINE_BYTES, type IndexRow, type RowFacts, rowDigest, type SegmentBody } from '../vault/index-row.ts';
import { type SealedSegment, sealSegment } from '../vault/segment.ts';
import type { Vault } from '../vault/vault.ts';
import type { OpenedFrame } from './open.ts';
import type { RedactedEvents } from './redact.ts';

const HOUR = 3_600_000;
const DAY_SECONDS = 86_400;

export interface SealOptions {
  disclosure: Disclosure;
  lane: string;
  vault: Vault;
  /** A ULID for a time. */
  ulid: (time: number) => string;
}

/** Encrypts one subject's events under the subject's key, puts a large body into the vault, and makes the index row. */
export async function sealRow(
  frames: readonly OpenedFrame[],
  redacted: RedactedEvents,
  { keyId, key }: { keyId: string; key: Uint8Array },
  { disclosure, lane, vault, ulid }: SealOptions,
): Promise<IndexRow> {
  let arrivedFrom = Number.POSITIVE_INFINITY;
  let arrivedTo = 0;
  for (const { record } of frames) {
    arrivedFrom = Math.min(arrivedFrom, record.arrival);
    arrivedTo = Math.max(arrivedTo, record.arrival);
  }
  const { program, version } = disclosure;
  const { subject } = frames[0]!.claims;
  const segment = ulid(arrivedTo);
  const facts: RowFacts = {
    subject,
    segment,
    keyId,
    disclosure: version,
    program,
    lane,
    devices: [...new Set(frames.map(({ claims }) => claims.device))],
    arrivedFrom,
    arrivedTo,
    readableFrom: arrivedTo + disclosure.coolOffHours * HOUR,
    expiresSeconds: Math.floor(arrivedTo / 1000) + retentionDays(redacted.tiers, disclosure) * DAY_SECONDS,
    events: redacted.events,
    kinds: redacted.kinds,
    tier: greatest(redacted.tiers),
    day: dayKey(arrivedTo, subject),
  };
  const context = { program, key: keyId, segment, disclosure: version, row: rowDigest(facts) };
  const sealed = await sealSegment(redacted.lines, context, key);
  return { ...facts, bytes: sealed.head.length + sealed.rest.length, body: await place(sealed, vault) };
}

async function place({ head, rest }: SealedSegment, vault: Vault): Promise<SegmentBody> {
  if (head.length + rest.length <= INLINE_BYTES) return { message: Buffer.concat([head, rest]) };
  return { head, object: await vault.put(rest) };
}

const greatest = (tiers: ReadonlySet<Tier>): Tier => TIERS.findLast((tier) => tiers.has(tier)) ?? 'sensitive';

/** A segment goes as a whole, so the shortest retention of any tier in it counts. */
const retentionDays = (tiers: ReadonlySet<Tier>, { retention }: Disclosure): number =>
  Math.min(...(tiers.size > 0 ? [...tiers] : TIERS).map((tier) => retention[tier]));
