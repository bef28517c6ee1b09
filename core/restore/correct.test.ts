import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Correcting, corrected, type Pair } from './correct.ts';
import { N, type Row, S, text, whole } from './row.ts';
import { TABLE_NAMES } from './tables.ts';

const how: Correcting = { incident: '01K00000000000000000000000', at: 9 };
const root = (state: string, epoch: number, holds: string[] = [], more: Row = {}): Row => ({
  pk: S('collection'),
  state: S(state),
  epoch: N(epoch),
  holds: { M: Object.fromEntries(holds.map((one) => [one, N(1)])) },
  since: N(1),
  ...more,
});
const person = (state: string, more: Row = {}): Row => ({
  ...{ subject: S('ada'), item: S('state'), state: S(state), keyId: S('k1'), serial: S('s1') },
  ...{ windows: { M: {} }, revision: N(3) },
  ...more,
});

describe('a gate', () => {
  test('comes back closed, above both epochs, held by the incident and by what holds it now', () => {
    const row = corrected('Gate', { old: root('open', 3), now: root('closed', 7, ['other']) }, how)!;

    expect([text(row, 'state'), whole(row, 'epoch')]).toEqual(['closed', 8]);
    expect(Object.keys(row.holds!.M!).sort()).toEqual([how.incident, 'other'].sort());
    expect(corrected('Gate', { old: row, now: root('closed', 7, ['other']) }, how)).toBe(row);
  });

  test('that the incident holds closed is as it is now, so that receipts and approvals of it stand', () => {
    const now = root('closed', 7, [how.incident]);
    expect(corrected('Gate', { old: root('open', 3), now }, how)).toBe(now);
    expect(whole(corrected('Gate', { old: root('open', 9), now }, how), 'epoch')).toBe(10);
  });

  test('whose row of now is gone needs an epoch that somebody says', () => {
    expect(() => corrected('Gate', { old: root('open', 3) }, how)).toThrow('say one above');
    expect(whole(corrected('Gate', { old: root('open', 3) }, { ...how, epoch: 20 }), 'epoch')).toBe(21);
  });

  test('is not held by an incident that has let go: it could never be resumed', () => {
    const now = root('closed', 7, ['other'], { over: { SS: [how.incident] } });
    expect(() => corrected('Gate', { old: root('open', 3), now }, how)).toThrow('file another one');
  });

  test('knows the lanes of both copies', () => {
    const lanes = (...SS: string[]): Row => ({ pk: S('collection#lanes'), lanes: { SS } });
    expect(corrected('Gate', { old: lanes('a'), now: lanes('b') }, how)!.lanes!.SS).toEqual(['a', 'b']);
  });
});

describe('a person', () => {
  const made = (pair: Pair) => text(corrected('Subjects', pair, how), 'state');

  test.each<[what: string, pair: Pair, state: string]>([
    ['erased since stays erased', { old: person('live'), now: person('erased') }, 'erased'],
    ['who withdrew since stays so', { old: person('live'), now: person('withdrawn') }, 'withdrawn'],
    ['live in both under one consent is live', { old: person('live'), now: person('live') }, 'live'],
    [
      'live under another consent is asked again',
      { old: person('live'), now: person('live', { serial: S('s2') }) },
      'withdrawn',
    ],
    ['who consented since is asked again', { old: person('withdrawn'), now: person('live') }, 'withdrawn'],
    ['whose row is gone is asked again', { old: person('live') }, 'withdrawn'],
    ['whose row cannot be read is asked again', { old: person('live'), now: person('sleeping') }, 'withdrawn'],
    ['who came since is asked again', { now: person('live') }, 'withdrawn'],
  ])('%s', (_, pair, state) => expect(made(pair)).toBe(state));

  test('keeps the numbers, trims and opt-outs of now', () => {
    const now = person('live', {
      windows: { M: { d: { M: { high: N(9) } } } },
      trims: S('1-2'),
      without: { SS: ['b'] },
    });
    const row = corrected('Subjects', { old: person('live', { without: { SS: ['a'] } }), now }, how)!;

    expect(row).toMatchObject({ windows: now.windows, trims: now.trims, without: { SS: ['a', 'b'] } });
  });
});

describe('the ledger', () => {
  const entry = (chain: string, seq: number, more: Row = {}): Row => ({ chain: S(chain), seq: N(seq), ...more });

  test('keeps entries as they were, goes on as far as now, and is closed', () => {
    const [short, long] = [4, 6].map((length) =>
      entry('c0', 0, { length: N(length), state: S('open'), epoch: N(length) }),
    );

    expect(
      corrected('Ledger', { old: entry('c0', 1, { hash: S('a') }), now: entry('c0', 1, { hash: S('b') }) }, how),
    ).toEqual(entry('c0', 1, { hash: S('a') }));
    for (const pair of [
      { old: short, now: long },
      { old: long, now: short },
    ]) {
      expect(corrected('Ledger', pair, how)).toMatchObject({ length: N(6), state: S('closed'), epoch: N(6) });
    }
  });

  test('gets no text back that was erased', () => {
    expect(corrected('Ledger', { old: entry('text#ada', 5) }, how)).toBeUndefined();
  });
});

test('a grant that was revoked, or that is another now, does not come back', () => {
  const [grant, other] = [1, 2].map((expires): Row => ({ grant: S('p#ivy'), expires: N(expires) }));
  expect(corrected('Grants', { old: grant }, how)).toBeUndefined();
  expect(corrected('Grants', { old: grant, now: other }, how)).toBeUndefined();
  expect(corrected('Grants', { old: grant, now: grant }, how)).toBe(grant);
});

test('of every table: what was made once is made so again, and nobody is live or a gate open who is not so now', () => {
  const state = fc.constantFrom('enrolled', 'live', 'withdrawn', 'erased', 'broken');
  const serial = fc.constantFrom('s1', 's2').map((one) => ({ serial: S(one) }));
  const people = fc.option(
    fc.tuple(state, serial).map(([word, more]) => person(word, more)),
    { nil: undefined },
  );
  const roots = fc.option(
    fc.tuple(fc.constantFrom('open', 'closing', 'closed'), fc.nat(50)).map(([s, e]) => root(s, e)),
    {
      nil: undefined,
    },
  );
  fc.assert(
    fc.property(fc.constantFrom(...TABLE_NAMES), people, people, roots, roots, (table, p1, p2, r1, r2) => {
      const pair = table === 'Gate' ? { old: r1, now: r2 } : { old: p1, now: p2 };
      fc.pre(pair.old !== undefined || pair.now !== undefined);
      const all = { ...how, epoch: 60 };
      const once = corrected(table, pair, all);
      expect(corrected(table, { ...pair, old: once }, { ...all, at: 10 })).toEqual(once);
      if (table === 'Gate') expect(text(once, 'state')).toBe('closed');
      if (table === 'Subjects' && text(once, 'state') === 'live') expect(text(pair.now, 'state')).toBe('live');
    }),
  );
});
