import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { ulid } from 'ulid';
import type { Tier } from '../../redaction/redactor.ts';
import type { LeaseClaims } from '../../wire/lease.ts';
import { sampleDisclosure } from '../disclosure/sample.ts';
import { INLINE_BYTES } from '../vault/index-row.ts';
import { openRow } from '../vault/open-row.ts';
import { segmentEvents } from '../vault/segment.ts';
import { memoryVault } from '../vault/vault.memory.ts';
import type { OpenedFrame } from './open.ts';
import { sealRow } from './seal.ts';

const NOON = Date.UTC(2026, 10, 25, 12);
const DAY = 86_400;
const disclosure = sampleDisclosure((one) => {
  one.retention = { routine: 90, personal: 30, sensitive: 60 };
  one.coolOffHours = 3;
});

const frame = (device: string, arrival: number): OpenedFrame => ({
  record: { sequence: '1', partitionKey: 'anna', arrival, data: new Uint8Array() },
  claims: { subject: 'anna', device } as LeaseClaims,
  ...{ number: 1, body: undefined },
});

async function sealed(frames: readonly OpenedFrame[], tiers: readonly Tier[], lines = '{"x":1}\n') {
  const vault = memoryVault();
  const key = randomBytes(32);
  const redacted = {
    ...{ lines, events: 7, kinds: { click: 7 }, tiers: new Set(tiers) },
    ...{ dropped: 0, found: {}, failed: 0, unanswered: 0 },
  };
  const row = await sealRow(frames, redacted, { keyId: 'k1', key }, { disclosure, lane: 'lane', vault, ulid });
  return { row, vault, events: segmentEvents(await openRow(row, vault, key)) };
}

test('a row says whose frames they are, when the first and the last arrived, and from when they may be read', async () => {
  const frames = [frame('one', NOON), frame('two', NOON + 999), frame('one', NOON - 5)];

  const { row, events } = await sealed(frames, ['routine']);

  expect(row).toMatchObject({
    ...{ subject: 'anna', keyId: 'k1', program: 'sample', disclosure: '1.0', lane: 'lane', devices: ['one', 'two'] },
    ...{ arrivedFrom: NOON - 5, arrivedTo: NOON + 999, readableFrom: NOON + 999 + 3 * 3_600_000 },
    ...{ events: 7, kinds: { click: 7 }, expiresSeconds: NOON / 1000 + 90 * DAY },
  });
  expect(row.segment.slice(0, 10)).toBe(ulid(NOON + 999).slice(0, 10));
  expect(row.day).toMatch(/^2026-11-25#\d+$/);
  expect(events).toEqual([{ x: 1 }]);
});

test.each([
  [['routine'], 'routine', 90],
  [['routine', 'personal'], 'personal', 30],
  // The greatest tier is not that of the shortest retention.
  [['sensitive', 'personal', 'routine'], 'sensitive', 30],
  [['sensitive', 'routine'], 'sensitive', 60],
  // What nobody has given a tier is kept as the most guarded is, and for as short as any.
  [[], 'sensitive', 30],
] as const)('of tiers %p a row is %s, and goes after %p days', async (tiers, tier, days) => {
  const { row } = await sealed([frame('one', NOON)], tiers);

  expect([row.tier, row.expiresSeconds]).toEqual([tier, NOON / 1000 + days * DAY]);
});

describe('a message of any length', () => {
  test('stands in the row up to 4,096 bytes; beyond, its head alone does', async () => {
    // The same in every run, and nothing that compresses.
    const noise = Buffer.concat(
      [...Array(64).keys()].map((at) => createHash('sha512').update(`${at}`).digest()),
    ).toString('hex');
    const seen: number[] = [];
    const bytesOf = async (signs: number): Promise<number> => {
      const line = `{"x":"${noise.slice(0, signs)}"}\n`;
      const { row, vault, events } = await sealed([frame('one', NOON)], ['routine'], line);
      expect(events).toEqual([JSON.parse(line)]);
      const isInline = 'message' in row.body;
      const inRow = 'message' in row.body ? row.body.message.length : row.body.head.length;
      const beside = [...vault.objects.values()].reduce((sum, { length }) => sum + length, 0);
      expect([row.bytes, isInline]).toEqual([inRow + beside, row.bytes <= INLINE_BYTES]);
      seen.push(row.bytes);
      return row.bytes;
    };
    // Half a byte a sign: the border is found by halving, and met on both of its sides.
    let [inside, beyond] = [100, 8_192];
    while (beyond - inside > 1) {
      const middle = Math.floor((inside + beyond) / 2);
      if ((await bytesOf(middle)) <= INLINE_BYTES) inside = middle;
      else beyond = middle;
    }
    expect(seen).toEqual(expect.arrayContaining([INLINE_BYTES, INLINE_BYTES + 1]));
  });
});
