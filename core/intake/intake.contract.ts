import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { ulid } from 'ulid';
import type { Counters } from '../books/counters.ts';
import type { SubjectRow } from '../consent/subject.ts';
import { padSequence } from '../gate/lane.ts';
import { dayKey, type IndexRow } from '../vault/index-row.ts';
import type { Chunk, Intake, LaneRow } from './intake.ts';

export interface IntakeSetup {
  intake: Intake;
  putLane(lane: string, row: Omit<LaneRow, 'lane' | 'damaged'>): Promise<void>;
  putSubject(row: SubjectRow): Promise<void>;
  counters(lane: string): Promise<Counters>;
  segments(subject: string): Promise<IndexRow[]>;
}

const SERIAL = '01JDHK0000000000000000000A';
const LANE = 'frames/1/shardId-000000000000';
/** All 64 bits in use, and a number that no double holds. */
const FULL = { high: 2 ** 53 - 1, seen: 2n ** 64n - 1n };

const subject = (name: string, change: Partial<SubjectRow> = {}): SubjectRow => ({
  ...{ subject: name, state: 'live', serial: SERIAL, disclosure: '1.0', keyId: `key-of-${name}` },
  ...{ windows: new Map(), revision: 0 },
  ...change,
});
const segment = (name: string, id = ulid(), message = Buffer.from('sealed')): IndexRow => ({
  ...{ subject: name, segment: id, keyId: `key-of-${name}`, disclosure: '1.0', program: 'p', lane: LANE },
  ...{ devices: ['d1', 'd2'], arrivedFrom: 1, arrivedTo: 2, readableFrom: 3, expiresSeconds: 4, events: 5 },
  ...{ kinds: { key: 5 }, tier: 'routine', bytes: message.length, day: dayKey(2, name), body: { message } },
});
const chunk = (first: number, last: number, change: Partial<Chunk> = {}): Chunk => ({
  ...{ token: randomUUID(), lane: LANE, first: padSequence(`${first}`), checkpoint: padSequence(`${last}`) },
  ...{ counters: { admitted: 1 }, subjects: [], segments: [], epoch: 3, disclosure: '1.9' },
  ...change,
});
const refusals = (first: number, last: number): Chunk => {
  const { epoch: _, ...rest } = chunk(first, last, { counters: { 'refused:epoch': 2, unreadable: 1 } });
  return rest;
};
const move = (name: string, revision = 0, windows = new Map([['d1', { high: 1, seen: 1n }]])) => ({
  ...{ subject: name, revision, windows },
  consent: { serial: SERIAL, keyId: `key-of-${name}` },
});

/** What any adapter of `Intake` has to hold. */
export function intakeContract(name: string, setup: () => Promise<IntakeSetup>): void {
  describe(`intake: ${name}`, () => {
    const open = async () => {
      const made = await setup();
      await made.putLane(LANE, { state: 'open', epoch: 3 });
      await made.putSubject(subject('anna'));
      return made;
    };

    test('a lane that is not there, and one as the gate makes it', async () => {
      const { intake, putLane } = await setup();
      expect(await intake.readLane(LANE)).toBeUndefined();
      await putLane(LANE, { state: 'closed' });
      expect(await intake.readLane(LANE)).toEqual({ lane: LANE, state: 'closed' });
    });

    test('a commit moves checkpoint and window, adds counters and puts segments, in one', async () => {
      const { intake, counters, segments } = await open();
      const row = segment('anna');
      const counts: Counters = { admitted: 2, stored: 5, 'dropped:kind': 1, stripped: 3, missing: 1, segments: 1 };

      const outcome = await intake.commit(chunk(5, 9, { counters: counts, subjects: [move('anna')], segments: [row] }));
      const next = await intake.commit(chunk(10, 10, { subjects: [move('anna', 1, new Map([['d1', FULL]]))] }));

      expect(outcome).toEqual({ kind: 'committed' });
      expect(next).toEqual({ kind: 'committed' });
      expect(await intake.readLane(LANE)).toEqual({
        lane: LANE,
        state: 'open',
        epoch: 3,
        checkpoint: padSequence('10'),
        disclosure: '1.9',
      });
      expect(await counters(LANE)).toEqual({ ...counts, admitted: 3 });
      expect((await intake.readSubjects(['anna', 'nobody'])).get('anna')).toEqual(
        subject('anna', { revision: 2, windows: new Map([['d1', FULL]]) }),
      );
      expect(await segments('anna')).toEqual([{ ...row, body: { message: Buffer.from('sealed') } }]);
    });

    test('names that every object has are names of devices', async () => {
      const { intake } = await open();
      const names = Object.getOwnPropertyNames(Object.prototype);
      expect((await intake.readSubjects(['anna'])).get('anna')).toMatchObject({ windows: new Map() });
      const windows = new Map(names.map((name, at) => [name, { high: at + 1, seen: 1n }]));
      await intake.commit(chunk(1, 1, { subjects: [move('anna', 0, windows)] }));
      expect((await intake.readSubjects(['anna'])).get('anna')).toMatchObject({ windows });
    });

    test('windows of other devices stay', async () => {
      const { intake, putSubject } = await open();
      await putSubject(
        subject('anna', {
          windows: new Map([
            ['d1', { high: 1, seen: 1n }],
            ['d.2', FULL],
          ]),
        }),
      );
      await intake.commit(chunk(1, 1, { subjects: [move('anna', 0, new Map([['d1', { high: 2, seen: 3n }]]))] }));
      expect((await intake.readSubjects(['anna'])).get('anna')).toMatchObject({
        windows: new Map([
          ['d1', { high: 2, seen: 3n }],
          ['d.2', FULL],
        ]),
      });
    });

    test.each([
      ['closed', { state: 'closed' as const, epoch: 3 }],
      ['at another epoch', { state: 'open' as const, epoch: 4 }],
      ['past the first record', { state: 'open' as const, epoch: 3, checkpoint: padSequence('5') }],
      ['at a newer disclosure', { state: 'open' as const, epoch: 3, disclosure: '1.10' }],
      ['at a newer MAJOR', { state: 'open' as const, epoch: 3, disclosure: '2.0' }],
    ])('a lane that is %s: nothing is written, and the lane is told', async (_, row) => {
      const { intake, putLane, counters, segments } = await open();
      await putLane(LANE, row);
      const outcome = await intake.commit(chunk(5, 9, { subjects: [move('anna')], segments: [segment('anna')] }));
      expect(outcome).toEqual({ kind: 'stale', lane: { lane: LANE, ...row }, subjects: new Map(), segment: false });
      expect(await counters(LANE)).toEqual({});
      expect(await segments('anna')).toEqual([]);
      expect((await intake.readSubjects(['anna'])).get('anna')).toEqual(subject('anna'));
    });

    test('the lane keeps the greatest disclosure that committed, and refuses all below it, refusals alone too', async () => {
      const { intake, counters } = await open();
      for (const [at, disclosure, kind] of [
        [1, '1.9', 'committed'],
        [2, '1.9', 'committed'],
        [3, '1.10', 'committed'],
        [4, '1.9', 'stale'],
        [4, '1.10', 'committed'],
        [5, '2.0', 'committed'],
        [6, '1.11', 'stale'],
      ] as const) {
        expect([at, (await intake.commit({ ...refusals(at, at), disclosure })).kind]).toEqual([at, kind]);
      }
      expect(await intake.commit(chunk(6, 6))).toMatchObject({ kind: 'stale', lane: { disclosure: '2.0' } });
      expect(await intake.readLane(LANE)).toMatchObject({ checkpoint: padSequence('5'), disclosure: '2.0' });
      expect(await counters(LANE)).toEqual({ 'refused:epoch': 10, unreadable: 5 });
    });

    test('a lane that is gone is told, and not made', async () => {
      const { intake } = await setup();
      expect(await intake.commit(refusals(1, 2))).toMatchObject({ kind: 'stale', lane: 'gone' });
      expect(await intake.readLane(LANE)).toBeUndefined();
    });

    test('refusals alone commit on a closed lane, and once', async () => {
      const { intake, putLane, counters } = await setup();
      await putLane(LANE, { state: 'closed' });
      expect(await intake.commit(refusals(1, 2))).toEqual({ kind: 'committed' });
      expect(await intake.commit(refusals(1, 2))).toMatchObject({
        kind: 'stale',
        lane: { checkpoint: padSequence('2') },
      });
      expect(await counters(LANE)).toEqual({ 'refused:epoch': 2, unreadable: 1 });
    });

    test.each([
      ['withdrawn', { state: 'withdrawn' as const }],
      ['erased', { state: 'erased' as const }],
      ['consented again', { serial: '01JDHK0000000000000000000B' }],
      ['got another key', { keyId: 'another' }],
      ['moved on', { revision: 7, windows: new Map([['d1', FULL]]) }],
    ])('a subject who has %s: nothing is written, and the row is told', async (_, change) => {
      const { intake, putSubject, counters, segments } = await open();
      await putSubject(subject('bert', change));
      const both = { subjects: [move('anna'), move('bert')], segments: [segment('anna'), segment('bert')] };
      const outcome = await intake.commit(chunk(5, 9, both));
      expect(outcome).toEqual({
        kind: 'stale',
        subjects: new Map([['bert', subject('bert', change)]]),
        segment: false,
      });
      expect(await counters(LANE)).toEqual({});
      expect([...(await segments('anna')), ...(await segments('bert'))]).toEqual([]);
      expect(await intake.readLane(LANE)).not.toHaveProperty('checkpoint');
    });

    test('a subject without a row is told', async () => {
      const { intake } = await open();
      const outcome = await intake.commit(chunk(5, 9, { subjects: [move('nobody')] }));
      expect(outcome).toEqual({ kind: 'stale', subjects: new Map([['nobody', undefined]]), segment: false });
    });

    test('a refused frame moves the window of one who has withdrawn', async () => {
      const { intake, putSubject } = await open();
      await putSubject(subject('anna', { state: 'withdrawn' }));
      const { consent: _, ...bare } = move('anna');
      expect(await intake.commit({ ...refusals(1, 1), subjects: [bare] })).toEqual({ kind: 'committed' });
      expect((await intake.readSubjects(['anna'])).get('anna')).toMatchObject({ revision: 1, state: 'withdrawn' });
    });

    test('a segment that is there already is told', async () => {
      const { intake } = await open();
      const row = segment('anna');
      await intake.commit(chunk(1, 1, { segments: [row] }));
      expect(await intake.commit(chunk(2, 2, { segments: [row] }))).toMatchObject({ kind: 'stale', segment: true });
    });

    test('the same bytes under the same token take effect once', async () => {
      const { intake, counters } = await open();
      const one = chunk(5, 9, { subjects: [move('anna')], segments: [segment('anna')] });
      expect(await intake.commit(one)).toEqual({ kind: 'committed' });
      expect(await intake.commit(one)).toEqual({ kind: 'committed' });
      expect(await counters(LANE)).toEqual({ admitted: 1 });
    });

    test('49 subjects with a segment of 4 KB each go into one chunk', async () => {
      const { intake, putSubject, segments } = await open();
      const names = Array.from({ length: 49 }, (_, at) => `subject-${at}`);
      for (const one of names) await putSubject(subject(one));
      const outcome = await intake.commit(
        chunk(1, 49, {
          subjects: names.map((one) => move(one)),
          segments: names.map((one) => segment(one, ulid(), Buffer.alloc(4096, 1))),
        }),
      );
      expect(outcome).toEqual({ kind: 'committed' });
      expect(await segments('subject-48')).toHaveLength(1);
      expect((await intake.readSubjects(names)).size).toBe(49);
    });

    test('damage is noted with the time it was first seen, and goes when it is mended', async () => {
      const { intake } = await open();
      expect(await intake.noteDamage(LANE, 'key:k1', 70)).toBe(70);
      expect(await intake.noteDamage(LANE, 'key:k1', 90)).toBe(70);
      expect(await intake.noteDamage(LANE, 'row:anna', 80)).toBe(80);
      const damaged = new Map([
        ['key:k1', 70],
        ['row:anna', 80],
      ]);
      expect(await intake.readLane(LANE)).toMatchObject({ damaged });
      await intake.commit({ ...refusals(1, 2), mended: ['key:k1'] });
      expect(await intake.readLane(LANE)).toMatchObject({ damaged: new Map([['row:anna', 80]]) });
    });

    test('a chunk that leaves the checkpoint counts and moves windows, and leaves attempts', async () => {
      const { intake, counters } = await open();
      await intake.addAttempt(LANE, padSequence('5'));
      const { checkpoint: _, ...part } = chunk(5, 9, { subjects: [move('anna')] });
      expect(await intake.commit(part)).toEqual({ kind: 'committed' });
      expect(await intake.readLane(LANE)).not.toHaveProperty('checkpoint');
      expect(await counters(LANE)).toEqual({ admitted: 1 });
      expect((await intake.readSubjects(['anna'])).get('anna')).toMatchObject({ revision: 1 });
      expect(await intake.addAttempt(LANE, padSequence('5'))).toBe(2);
    });

    test('attempts count for one record, are taken back, and end with a commit', async () => {
      const { intake } = await open();
      const [seven, eight] = [padSequence('7'), padSequence('8')];
      expect(await intake.addAttempt(LANE, seven)).toBe(1);
      expect(await intake.addAttempt(LANE, seven)).toBe(2);
      await intake.forgiveAttempt(LANE, eight);
      expect(await intake.addAttempt(LANE, seven)).toBe(3);
      await intake.forgiveAttempt(LANE, seven);
      expect(await intake.addAttempt(LANE, seven)).toBe(3);
      expect(await intake.addAttempt(LANE, eight)).toBe(1);
      expect(await intake.addAttempt(LANE, eight)).toBe(2);
      await intake.commit(refusals(8, 8));
      expect(await intake.addAttempt(LANE, eight)).toBe(1);
    });
  });
}
