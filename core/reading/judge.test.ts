import { describe, expect, test } from '@jest/globals';
import type { IndexRow } from '../vault/index-row.ts';
import { segmentTime } from '../vault/segment-time.ts';
import { confirmSubject, judgeRead, type ReadView, rowOf } from './judge.ts';
import { HOUR, KEY_ID, NOW, sampleRow } from './reading.contract.ts';
import { OWN_DATA, type ReadRequest } from './reading.ts';
import { timesOf } from './row-times.ts';

const DAY = 24 * HOUR;
const RULES = { coolOffHours: 24, retention: { routine: 90, personal: 30, sensitive: 7 } };

const request = (row: IndexRow, change: Partial<ReadRequest> = {}): ReadRequest => ({
  ...{ reader: 'ivan', subject: 'anna', segment: row.segment, purpose: 'research', reason: 'r' },
  ...change,
});
const grant = (expires: number) => ({
  ...{ grant: 'research#ivan', reader: 'ivan', purpose: 'research', givenBy: 's', givenAt: 0 },
  expires,
});
const view = (row: ReadView['row'], change: ReadView = {}): ReadView => ({
  ...{ row: row!, subject: { state: 'live', keyId: KEY_ID }, grant: grant(NOW + 1) },
  ...change,
});
const judged = (row: IndexRow, change: ReadView = {}, asked: Partial<ReadRequest> = {}, rules = RULES) =>
  judgeRead(view(row, change), request(row, asked), NOW, rules).refusal ?? 'read';

describe('a read is judged', () => {
  test('to the millisecond: by the end of the grant, of the cool-off, of the retention', async () => {
    const row = (change: Partial<IndexRow>) => sampleRow(change);
    const any = await row({});
    expect([judged(any), judged(any, { grant: grant(NOW) })]).toEqual(['read', 'no-grant']);
    const times = async (change: Partial<IndexRow>) => judged(await row(change));
    expect([await times({ readableFrom: NOW }), await times({ readableFrom: NOW + 1 })]).toEqual(['read', 'cool-off']);
    const end = NOW / 1000;
    expect([await times({ expiresSeconds: end + 1 }), await times({ expiresSeconds: end })]).toEqual([
      ...['read', 'expired'],
    ]);
  });

  test('by a grant for this reader and this purpose, whatever it was found under', async () => {
    const row = await sampleRow();
    for (const change of [{ reader: 'nadia' }, { purpose: 'training' }])
      expect(judged(row, { grant: { ...grant(NOW + 1), ...change } })).toBe('no-grant');
  });

  test('by the times that a row was sealed with, though the disclosure was made stricter since', async () => {
    const fresh = { arrivedTo: NOW - 2 * HOUR, readableFrom: NOW - HOUR };
    const old = { arrivedTo: NOW - 100 * DAY, readableFrom: 0, expiresSeconds: (NOW + DAY) / 1000 };
    for (const [change, unbound] of [
      [fresh, 'cool-off'],
      [old, 'expired'],
    ] as const) {
      expect(judged(await sampleRow(change))).toBe('read');
      expect(judged(await sampleRow(change, { bound: false }))).toBe(unbound);
    }
  });

  test('by the key that the message was sealed with: another subject’s is foreign under any row', async () => {
    const sealed = await sampleRow({ keyId: 'key-of-bert' }, { bound: false });
    expect(judged({ ...sealed, keyId: KEY_ID })).toBe('foreign-object');
  });

  test('by the length of the message, where the row holds it all', async () => {
    const row = await sampleRow();
    expect(judged({ ...row, bytes: row.bytes + 1 })).toBe('altered');
  });

  test('of rights first: nobody learns without a grant whether there is such a segment', async () => {
    const row = await sampleRow();
    const { grant: _, ...none } = view(undefined);
    expect(judgeRead(none, request(row), NOW, RULES).refusal).toBe('no-grant');
    const own = { reader: 'anna', purpose: OWN_DATA };
    expect(judgeRead({}, request(row, own), NOW, RULES).refusal).toBe('not-found');
  });

  test('a defect is no refusal', async () => {
    const row = await sampleRow();
    expect(() => judged({ ...row, body: undefined as never })).toThrow(TypeError);
    expect(() => rowOf(null as never)).toThrow(TypeError);
  });
});

test('after the key was used, a subject who is not there, is erased or has another key is told as erased', async () => {
  const row = await sampleRow({ keyId: 'k' });
  const message = 'the subject was erased while the segment was opened';
  for (const subject of [undefined, { state: 'erased' as const, keyId: 'k' }, { state: 'live' as const, keyId: 'l' }])
    expect(() => confirmSubject(subject, row)).toThrow(expect.objectContaining({ reason: 'erased', message }));
  expect(() => confirmSubject({ state: 'withdrawn', keyId: 'k' }, row)).not.toThrow();
});

test('after the key was used, what its subject has trimmed meanwhile is not there', async () => {
  const row = await sampleRow({ keyId: 'k' });
  const subject = { state: 'live' as const, keyId: 'k' };
  const { arrivedTo: at } = row;
  expect(() => confirmSubject({ ...subject, trims: [{ from: at, to: at }] }, row)).toThrow(
    expect.objectContaining({ reason: 'not-found' }),
  );
  expect(() => confirmSubject({ ...subject, trims: [{ from: at + 1, to: at + 9 }] }, row)).not.toThrow();
});

test('a segment that touches a trimmed span is not there, to its subject, to who has a grant, and where its row is damaged', async () => {
  const row = await sampleRow();
  const { arrivedFrom, arrivedTo } = row;
  const refusal = (trim: { from: number; to: number }, seen: IndexRow | 'damaged' = row, own = true) => {
    const subject = { state: 'live' as const, keyId: row.keyId, trims: [trim] };
    const asks = request(row, own ? { reader: 'anna', purpose: OWN_DATA } : {});
    return judgeRead({ ...view(seen as IndexRow), subject }, asks, NOW, RULES).refusal;
  };
  for (const own of [true, false]) {
    expect(refusal({ from: 0, to: arrivedFrom }, row, own)).toBe('not-found');
    expect(refusal({ from: arrivedTo, to: NOW }, row, own)).toBe('not-found');
    expect(refusal({ from: 0, to: arrivedFrom - 1 }, row, own)).toBeUndefined();
    expect(refusal({ from: arrivedTo + 1, to: NOW }, row, own)).toBeUndefined();
  }
  expect(refusal({ from: arrivedTo, to: arrivedTo }, 'damaged')).toBe('not-found');
  expect(refusal({ from: 0, to: 1 }, 'damaged')).toBe('damaged');
});

test('the times of a row that is not bound: the stricter of what it says and what follows from its arrival', async () => {
  const arrivedTo = NOW - 10 * DAY;
  const times = async (change: Partial<IndexRow>, bound = false) =>
    timesOf(await sampleRow({ arrivedTo, ...change }), bound, RULES);
  const [cooled, ended] = [arrivedTo + DAY, arrivedTo + 90 * DAY];
  expect(await times({ readableFrom: 0, expiresSeconds: 1e10 })).toEqual({ readableFrom: cooled, expires: ended });
  const stricter = { readableFrom: cooled + 1, expiresSeconds: ended / 1000 - 1 };
  expect(await times(stricter)).toEqual({ readableFrom: cooled + 1, expires: ended - 1000 });
  expect(await times({ readableFrom: 0, expiresSeconds: 1e10 }, true)).toEqual({ readableFrom: 0, expires: 1e13 });
  // Of no segment nobody knows when it came.
  const { body: _, ...row } = await sampleRow();
  expect(timesOf({ ...row, segment: 'x', body: { message: Buffer.of(0) } }, false, RULES).readableFrom).toBe(Infinity);
});

test('the time of a segment is in its id; what is none has none', async () => {
  expect(segmentTime((await sampleRow({ arrivedTo: NOW })).segment)).toBe(NOW);
  for (const none of [undefined, '', 'x', `8${'0'.repeat(25)}`]) expect(segmentTime(none)).toBeUndefined();
});
