import { describe, expect, test } from '@jest/globals';
import { WHOLE } from '../../test/fixtures/world.ts';
import type { RefuseReason } from '../books/counters.ts';
import type { SubjectRow } from '../consent/subject.ts';
import { padSequence } from '../gate/lane.ts';
import type { IndexRow } from '../vault/index-row.ts';
import { assemble } from './assemble.ts';
import type { SealedSubject } from './batch.ts';
import type { BatchContext, Refusal } from './decide.ts';
import type { LaneRow, StreamRecord } from './intake.ts';
import type { Opened, OpenedFrame } from './open.ts';
import { type Position, startOf } from './position.ts';

const context: BatchContext = { shard: WHOLE, program: 'sample', disclosure: '1.4' };
const LANE: LaneRow = { lane: WHOLE.lane, state: 'open', epoch: 5, disclosure: '1.3' };
const MOVED = { high: 9, seen: 1n };

/** What became of a frame: admitted, refused with its number accounted for, refused again, unreadable; or it was not looked at. */
type Fate = 'admitted' | 'refused' | 'repeated' | 'unreadable' | 'waits';
const REASONS: Record<Exclude<Fate, 'admitted' | 'waits'>, RefuseReason> = {
  ...{ refused: 'late', repeated: 'repeated', unreadable: 'malformed' },
};

const row = (subject: string): SubjectRow => ({
  ...{ subject, state: 'live', serial: `serial-of-${subject}`, disclosure: '1.0', keyId: `key-of-${subject}` },
  ...{ revision: 3, windows: new Map([['old', { high: 1, seen: 1n }]]) },
});

/** Records of these fates, in the order of the stream: `anna: admitted`, numbered from 1. */
function given(
  fates: readonly `${string}: ${Fate}`[],
  { lane = LANE, before, sealed = {} }: { lane?: LaneRow; before?: Position; sealed?: Partial<SealedSubject> } = {},
) {
  const all = fates.map((one) => one.split(': ') as [string, Fate]);
  const records = all.map(
    ([partitionKey], at): StreamRecord => ({
      ...{ sequence: `${at + 1}`, partitionKey, arrival: 0, data: new Uint8Array() },
    }),
  );
  const position = before ?? startOf(records, { lane, subjects: new Map(), lostKeys: new Map() });
  const of = (fate: Fate) => records.filter((_, at) => all[at]![1] === fate);
  const refused = (['refused', 'repeated', 'unreadable'] as const).flatMap((fate) =>
    of(fate).map(
      (record): Refusal => ({ record, reason: REASONS[fate], unreadable: fate === 'unreadable', fault: fate }),
    ),
  );
  const readable = all.filter(([, fate]) => fate !== 'unreadable' && fate !== 'waits');
  const windows = new Map(readable.map(([subject]) => [subject, new Map()]));
  for (const [subject, fate] of readable) if (fate !== 'repeated') windows.get(subject)!.set('new', MOVED);
  const rows = new Map([...windows.keys()].map((subject) => [subject, row(subject)]));
  const frames = of('admitted') as unknown as OpenedFrame[];
  const admitted = Map.groupBy(of('admitted'), ({ partitionKey }) => partitionKey);
  const decided = {
    ...{ position, keys: new Map(), usable: new Set(['key:good', 'row:good']) },
    frames: records.filter((_, at) => all[at]![1] !== 'waits').map((record) => ({ record }) as Opened),
    decisions: { admitted: frames, refused, rows, windows, missing: 0 },
  };
  const seals = [...admitted].map(([subject, some]): SealedSubject => {
    const redacted = {
      events: 2,
      dropped: 1,
      failed: 0,
      unanswered: 0,
      found: {},
      lines: '',
      kinds: {},
      tiers: new Set<never>(),
    };
    const segment = { subject } as IndexRow;
    return { subject, frames: some as never, tooLong: [], counters: { events: 3 }, redacted, row: segment, ...sealed };
  });
  return { decided, seals, assembled: assemble(decided, seals, context) };
}
const numbers = (records: readonly StreamRecord[]) => records.map(({ sequence }) => Number(sequence)).join(' ');

describe('a chunk', () => {
  test('of admitted and refused frames moves their windows, under consent where something is admitted', () => {
    const { chunk, records } = given(['anna: admitted', 'bert: refused', 'anna: admitted']).assembled;

    expect(chunk).toEqual({
      ...{ token: expect.any(String), lane: WHOLE.lane, disclosure: '1.4', epoch: 5 },
      ...{ first: padSequence('1'), checkpoint: padSequence('3') },
      counters: { admitted: 2, events: 3, stored: 2, 'dropped:redaction': 1, segments: 1, 'refused:late': 1 },
      subjects: [
        {
          ...{ subject: 'anna', revision: 3, windows: new Map([['new', MOVED]]) },
          consent: { serial: 'serial-of-anna', keyId: 'key-of-anna' },
        },
        { subject: 'bert', revision: 3, windows: new Map([['new', MOVED]]) },
      ],
      segments: [{ subject: 'anna' }],
    });
    expect(numbers(records)).toBe('1 2 3');
  });

  test('of refusals alone needs no open lane, nor consent', () => {
    const { chunk } = given(['anna: refused']).assembled;
    expect([chunk!.epoch, chunk!.subjects[0]!.consent, chunk!.segments]).toEqual([undefined, undefined, []]);
  });

  test('of frames of which nothing is left to store has no segment', () => {
    const { chunk } = given(['anna: admitted'], { sealed: { row: undefined } }).assembled;
    expect([chunk!.epoch, chunk!.segments, chunk!.counters.segments]).toEqual([5, [], undefined]);
  });

  test('of frames that have too many lines admits nothing of theirs, and moves their windows', () => {
    const [record] = given(['anna: admitted']).decided.position.rest;
    const tooLong: Refusal[] = [{ record: record!, reason: 'malformed', unreadable: false, fault: 'too-many-lines' }];
    const { assembled } = given(['anna: admitted'], { sealed: { frames: [], tooLong, row: undefined } });

    expect(assembled.chunk).toMatchObject({ subjects: [{ subject: 'anna' }], counters: { 'refused:malformed': 1 } });
    expect(assembled.chunk).not.toHaveProperty('epoch');
    expect(assembled.chunk!.subjects[0]).not.toHaveProperty('consent');
    expect(assembled.faults).toEqual({ 'too-many-lines': 1 });
  });

  test('behind a record that waits leaves the checkpoint where it is', () => {
    const { chunk, records, after } = given(['carl: waits', 'anna: admitted', 'bert: refused']).assembled;
    expect(chunk).not.toHaveProperty('checkpoint');
    expect([chunk!.first, numbers(records)]).toEqual([padSequence('1'), '2 3']);
    expect([numbers(after.rest), [...after.done].join(' ')]).toEqual(['1 2 3', '2 3']);
    expect(after.view.lane).toEqual({ ...LANE, disclosure: '1.4' });
  });
});

describe('what moves no window', () => {
  test('is counted by the chunk that passes it, with its fault', () => {
    const { assembled } = given(['anna: admitted', 'anna: unreadable', 'bert: repeated']);
    expect(assembled.chunk).toMatchObject({
      ...{ checkpoint: padSequence('3'), subjects: [{ subject: 'anna' }] },
      counters: { 'refused:malformed': 1, unreadable: 1, 'refused:repeated': 1 },
    });
    expect(assembled.chunk!.subjects).toHaveLength(1);
    expect([assembled.faults, numbers(assembled.records)]).toEqual([{ unreadable: 1, repeated: 1 }, '1 2 3']);
  });

  test('waits for that chunk, while what moves one is counted', () => {
    const fates = ['carl: waits', 'anna: admitted', 'anna: unreadable', 'bert: repeated', 'anna: repeated'] as const;
    const { chunk, records, after, faults } = given(fates).assembled;

    // A repeated frame of a subject whose row moves is counted with it.
    expect(chunk!.counters).toMatchObject({ admitted: 1, 'refused:repeated': 1 });
    expect(chunk!.counters).not.toHaveProperty('unreadable');
    expect([numbers(records), faults]).toEqual(['2 5', { repeated: 1 }]);
    expect([...after.uncounted.keys()]).toEqual(['4', '3']);

    const then = given(['carl: refused', 'anna: waits', 'anna: waits', 'bert: waits', 'anna: waits'], {
      before: after,
    });
    expect(then.assembled.chunk!.counters).toEqual({
      ...{ 'refused:late': 1, 'refused:repeated': 1, 'refused:malformed': 1, unreadable: 1 },
    });
    expect(numbers(then.assembled.records)).toBe('1 3 4');
    expect(then.assembled.after.rest).toEqual([]);
  });

  test('is nothing to write by itself behind a record that waits', () => {
    const { chunk, records, after, faults } = given(['carl: waits', 'anna: unreadable', 'bert: repeated']).assembled;
    expect([chunk, records, faults]).toEqual([undefined, [], {}]);
    expect([numbers(after.rest), after.uncounted.size, after.view.lane]).toEqual(['1 2 3', 2, LANE]);
  });
});

test('the next chunk is prepared on what stands when this one took', () => {
  const { after } = given(['anna: admitted', 'bert: refused', 'carl: waits']).assembled;
  const windows = new Map([...row('anna').windows, ['new', MOVED]]);
  expect(after.view.lane).toEqual({ ...LANE, disclosure: '1.4', checkpoint: padSequence('2') });
  expect(after.view.subjects).toEqual(
    new Map([
      ['anna', { ...row('anna'), windows, revision: 4 }],
      ['bert', { ...row('bert'), windows, revision: 4 }],
    ]),
  );
  expect(numbers(after.rest)).toBe('3');
});

test('notes of damage that is mended are taken away', () => {
  const damaged = (...names: string[]) => ({ ...LANE, damaged: new Map(names.map((name) => [name, 1])) });
  const mended = (lane: LaneRow) => given(['anna: admitted'], { lane }).assembled.chunk!.mended;
  expect(mended(damaged('key:good', 'key:bad', 'row:good'))).toEqual(['key:good', 'row:good']);
  expect(given(['anna: admitted'], { lane: damaged('key:bad') }).assembled.chunk).not.toHaveProperty('mended');
  expect(given(['anna: admitted']).assembled.chunk).not.toHaveProperty('mended');
});

test('what redaction did is summed over subjects', () => {
  const redacted = {
    ...{ events: 0, dropped: 0, lines: '', kinds: {}, tiers: new Set<never>() },
    ...{ failed: 2, unanswered: 3, found: { EMAIL: 1, PERSON: 2 } },
  };
  const { assembled } = given(['anna: admitted', 'bert: admitted'], { sealed: { redacted } });
  expect([assembled.failed, assembled.found, assembled.faults]).toEqual([
    4,
    { EMAIL: 2, PERSON: 4 },
    { 'deep-pass': 6 },
  ]);
});
