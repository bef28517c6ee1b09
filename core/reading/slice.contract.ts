import { describe, expect, test } from '@jest/globals';
import { ulid } from 'ulid';
import { pause } from '../gate/pause.ts';
import { resume } from '../gate/resume.ts';
import { wholeLedger } from '../ledger/walk.ts';
import type { Refused } from '../shared/errors.ts';
import type { IndexRow } from '../vault/index-row.ts';
import { grantKey } from './grant.ts';
import { HOUR, KEY_ID, NOW, type ReadingSetup, sampleRow } from './reading.contract.ts';
import type { CutPart, SliceReading, SliceRequest } from './slice.ts';

export type SliceSetup = Pick<
  ReadingSetup,
  'clock' | 'gate' | 'grants' | 'ledger' | 'putKey' | 'putRow' | 'putSubject'
> & {
  slices: SliceReading;
};

const ORDER = { export: ulid(NOW), reader: 'ivan', purpose: 'quality-review' };

/** Hash of the policies that the grant was given under. */
const POLICY = 'b'.repeat(64);

/** What every adapter that reads for exports keeps. @param make tables that are empty, gates open */
export function sliceContract(make: () => Promise<SliceSetup>): void {
  const outcome = (done: Promise<unknown>): Promise<string> =>
    done.then(
      () => 'begun',
      (error: Refused) => error.reason,
    );
  const give = ({ grants }: SliceSetup, expires = NOW + HOUR) =>
    grants.give({
      grant: grantKey('ivan', 'quality-review'),
      ...{ reader: 'ivan', purpose: 'quality-review', givenBy: 'stella', givenAt: NOW - HOUR, expires },
      policy: POLICY,
    });
  /** A live subject with three rows, and a grant. */
  const ready = async () => {
    const setup = await make();
    const at = NOW - 48 * HOUR;
    const rows = await Promise.all([0, 1, 2].map((n) => sampleRow({ arrivedTo: at + n * HOUR })));
    await setup.putSubject('anna', { state: 'live', keyId: KEY_ID });
    await setup.putKey(KEY_ID);
    for (const row of rows) await setup.putRow(row);
    await give(setup);
    const request = (change: Partial<SliceRequest> = {}): SliceRequest => ({
      ...ORDER,
      subject: 'anna',
      segments: rows.map(({ segment }) => segment),
      ...change,
    });
    const entries = async () => (await wholeLedger(setup.ledger)).filter(({ kind }) => kind === 'export');
    return { ...setup, rows, request, entries };
  };
  const part = (change: Partial<CutPart> = {}): CutPart => ({
    part: 'a',
    subject: 'anna',
    keyId: KEY_ID,
    ...change,
  });

  describe('a slice', () => {
    test('is one entry, which says whose, how many and by whose grant, and returns its rows in order', async () => {
      const { slices, rows, request, entries } = await ready();
      const begun = await slices.beginSlice(request());
      expect(begun.rows.map(({ segment }) => segment)).toEqual(rows.map(({ segment }) => segment));
      expect(begun.left).toEqual({});
      const [entry, ...others] = await entries();
      expect(others).toEqual([]);
      expect(entry).toMatchObject({ ...begun.receipt, kind: 'export', actor: 'reader:ivan', subject: 'anna', at: NOW });
      expect(entry!.detail).toMatchObject({ export: ORDER.export, step: 'slice', segments: 3 });
      // On whose word, and under which policies.
      expect(entry!.detail).toMatchObject({ givenBy: 'stella', policy: POLICY });
    });

    test('counts its segments into the volume of a day: one that is more than is left reads nothing', async () => {
      const { slices, request, entries } = await ready();
      const volume = { most: 5, per: 'day' } as const;

      expect(await outcome(slices.beginSlice(request({ volume })))).toBe('begun');
      expect(await outcome(slices.beginSlice(request({ volume })))).toBe('limit');
      const two = request().segments.slice(1);
      expect(await outcome(slices.beginSlice(request({ volume, segments: two })))).toBe('begun');
      expect(await entries()).toHaveLength(2);
    });

    test('that a policy refuses reads nothing; one that refuses a tier leaves its segments out', async () => {
      const { slices, request, entries } = await ready();
      const tier = (await slices.beginSlice(request())).rows[0]!.tier;

      expect(await outcome(slices.beginSlice(request({ permits: () => false })))).toBe('purpose');
      const left = await slices.beginSlice(request({ permits: (seen) => seen.tier !== tier }));
      expect(left).toMatchObject({ rows: [], left: { purpose: 3 } });
      expect(await entries()).toHaveLength(1);
    });

    test('leaves out what cannot be read, by reason, and reads the others', async () => {
      const { slices, putRow, rows, request } = await ready();
      const young = await sampleRow({ arrivedTo: NOW - HOUR });
      const old = await sampleRow({ arrivedTo: NOW - 40 * HOUR, expiresSeconds: NOW / 1000 });
      for (const row of [young, old]) await putRow(row);
      await putRow({ ...rows[1]!, events: 7 });
      const segments = [...rows, young, old].map(({ segment }) => segment);
      const { rows: read, left } = await slices.beginSlice(request({ segments: [...segments, ulid(NOW)] }));
      expect(read.map(({ segment }) => segment)).toEqual([rows[0]!.segment, rows[2]!.segment]);
      expect(left).toEqual({ altered: 1, 'cool-off': 1, expired: 1, 'not-found': 1 });
    });

    test.each<[string, (setup: SliceSetup, rows: readonly IndexRow[]) => Promise<unknown>]>([
      ['consent', ({ putSubject }) => putSubject('anna', { state: 'withdrawn', keyId: KEY_ID })],
      ['erased', ({ putSubject }) => putSubject('anna', { state: 'erased', keyId: KEY_ID })],
      [
        'not-found',
        ({ putSubject }, rows) =>
          putSubject('anna', { state: 'live', keyId: KEY_ID, trims: [{ from: rows[0]!.arrivedFrom, to: NOW }] }),
      ],
    ])('of who is not there for it reads nothing, and says why: %s', async (reason, change) => {
      const all = await ready();
      await change(all, all.rows);
      const { rows, left, receipt } = await all.slices.beginSlice(all.request());
      expect({ rows, left, receipt }).toEqual({ rows: [], left: { [reason]: 3 }, receipt: undefined });
      expect(await all.entries()).toEqual([]);
    });

    test('needs the grant of who makes the export, for this purpose, as long as it lasts', async () => {
      const all = await ready();
      for (const change of [{ reader: 'nadia' }, { purpose: 'interface-research' }]) {
        expect(await outcome(all.slices.beginSlice(all.request(change)))).toBe('no-grant');
      }
      all.clock.time = NOW + HOUR;
      expect(await outcome(all.slices.beginSlice(all.request()))).toBe('no-grant');
      expect(await all.entries()).toEqual([]);
    });

    test('stops with the reading gate, and goes on once it is open again', async () => {
      const all = await ready();
      await all.slices.beginSlice(all.request());
      const { epoch } = await pause({ reading: all.gate }, 'i1', all.clock).then(() => all.gate.read());
      const nothing = all.request({ segments: [ulid(NOW)] });
      for (const request of [all.request(), nothing]) {
        expect(await outcome(all.slices.beginSlice(request))).toBe('gate-closed');
      }
      expect(await all.entries()).toHaveLength(1);
      await resume({ reading: all.gate }, 'i1', { reading: epoch }, all.clock);
      expect(await outcome(all.slices.beginSlice(all.request()))).toBe('begun');
    });

    test('asked for again under its name is the same entry, counted once, and judged anew', async () => {
      const all = await ready();
      const volume = { most: 3, per: 'day' } as const;
      const named = all.request({ slice: 'part#0', volume });
      const first = await all.slices.beginSlice(named);

      expect(await all.slices.beginSlice(named)).toEqual(first);

      expect(await all.entries()).toHaveLength(1);
      expect(await outcome(all.slices.beginSlice(all.request({ slice: 'part#80', volume })))).toBe('limit');
      const { epoch } = await pause({ reading: all.gate }, 'i1', all.clock).then(() => all.gate.read());
      expect(await outcome(all.slices.beginSlice(named))).toBe('gate-closed');
      await resume({ reading: all.gate }, 'i1', { reading: epoch }, all.clock);
      expect((await all.slices.beginSlice(named)).receipt).toEqual(first.receipt);
      await all.putSubject('anna', { state: 'withdrawn', keyId: KEY_ID });
      expect(await all.slices.beginSlice(named)).toMatchObject({ rows: [], left: { consent: 3 } });
      await all.putSubject('anna', { state: 'live', keyId: KEY_ID });
      all.clock.time = NOW + HOUR;
      expect(await outcome(all.slices.beginSlice(named))).toBe('no-grant');
      expect(await all.entries()).toHaveLength(1);
    });

    test('that would read something else under its name is entered', async () => {
      const all = await ready();
      const named = all.request({ slice: 'part#0' });
      await all.slices.beginSlice(named);
      await all.putRow({ ...all.rows[0]!, expiresSeconds: NOW / 1000 });
      await all.slices.beginSlice(named);
      expect((await all.entries()).map(({ detail }) => detail!.segments).sort()).toEqual([2, 3]);
    });

    test('several at once under one name are one entry', async () => {
      const { slices, request, entries } = await ready();
      await Promise.all(Array.from({ length: 8 }, () => slices.beginSlice(request({ slice: 'part#0' }))));
      expect(await entries()).toHaveLength(1);
    });

    test('several at once are an entry each', async () => {
      const { slices, request, entries } = await ready();
      await Promise.all(Array.from({ length: 8 }, () => slices.beginSlice(request())));
      expect(await entries()).toHaveLength(8);
    });
  });

  describe('a fetch', () => {
    test('opens the parts of who still is as they were, and no others', async () => {
      const { slices, putSubject, entries } = await ready();
      await putSubject('bert', { state: 'withdrawn', keyId: 'b' });
      await putSubject('carl', { state: 'erased', keyId: 'c' });
      await putSubject('dora', { state: 'live', keyId: 'd', trims: [{ from: 1, to: 2 }] });
      await putSubject('emil', { state: 'live', keyId: 'e2' });
      const parts = [
        part(),
        part({ part: 'b', subject: 'bert', keyId: 'b' }),
        part({ part: 'c', subject: 'carl', keyId: 'c' }),
        part({ part: 'd', subject: 'dora', keyId: 'd' }),
        part({ part: 'd2', subject: 'dora', keyId: 'd', trims: [{ from: 1, to: 2 }] }),
        part({ part: 'e', subject: 'emil', keyId: 'e' }),
        part({ part: 'f', subject: 'nobody' }),
      ];
      const { receipt, open, closed } = await slices.beginFetch({ ...ORDER, parts });
      expect(open).toEqual(['a', 'd2']);
      expect(await slices.confirmParts(parts)).toEqual(['a', 'd2']);
      expect(Object.fromEntries(closed.map((one) => [one.part, one.refusal]))).toEqual({
        ...{ b: 'consent', c: 'erased', d: 'not-found', e: 'erased', f: 'erased' },
      });
      const [entry] = await entries();
      expect(entry).toMatchObject({ ...receipt, actor: 'reader:ivan', detail: { step: 'fetch', parts: 2 } });
      expect(entry).not.toHaveProperty('subject');
    });

    test('needs grant and open gate, whatever opens', async () => {
      const all = await ready();
      expect(await outcome(all.slices.beginFetch({ ...ORDER, reader: 'nadia', parts: [part()] }))).toBe('no-grant');
      await pause({ reading: all.gate }, 'i1', all.clock);
      for (const subject of ['anna', 'nobody']) {
        expect(await outcome(all.slices.beginFetch({ ...ORDER, parts: [part({ subject })] }))).toBe('gate-closed');
      }
      expect(await outcome(all.slices.beginExport(ORDER, {}))).toBe('gate-closed');
      expect(await all.entries()).toEqual([]);
    });
  });

  test('that an export is begun is an entry, of nobody by name', async () => {
    const { slices, entries, clock } = await ready();
    const receipt = await slices.beginExport(ORDER, { people: 5 });
    expect((await entries())[0]).toMatchObject({
      ...receipt,
      detail: { export: ORDER.export, step: 'begin', people: 5 },
    });
    clock.time = NOW + HOUR;
    expect(await outcome(slices.beginExport(ORDER, {}))).toBe('no-grant');
  });
}
