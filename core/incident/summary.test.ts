import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { Finding, Findings } from './findings.ts';
import { summaryOf } from './summary.ts';

const evidence = { name: 'e', sha256: '0'.repeat(64), bytes: 1 };
const base: Findings = {
  ...{ program: 'p', incident: '01KB0000000000000000000000', severity: 'high', reportedAt: 3, disclosure: '1.0' },
  window: { from: 1, to: 2 },
  findings: [],
};
const stored = (people: number, segments: number, events: number): Finding => ({
  ...{ finding: 'stored', statement: 'all of it', evidence, segments, events, disclosures: {}, truncated: false },
  subjects: Array.from({ length: people }, (_, one) => ({ subject: `subject${one}`, events: 7, segments: ['s'] })),
});
const told = (finding: Finding) => summaryOf({ ...base, findings: [finding] }, 'f'.repeat(64)).established[0]!;

describe('the summary of findings', () => {
  test('names nobody who is listed in them', () => {
    const reads: Finding = {
      ...{ finding: 'reads', statement: '1 people read', evidence, refused: 2, count: 1 },
      reads: [
        { chain: 'c', seq: 1, hash: 'h', at: 2, reader: 'ivan-sub', subject: 'subject0', segment: 's', purpose: 'p' },
      ],
    };
    const text = JSON.stringify(summaryOf({ ...base, findings: [stored(9, 9, 9), reads] }, 'f'.repeat(64)));
    for (const name of ['subject0', 'ivan-sub']) expect(text).not.toContain(name);
    expect(told(reads).figures).toEqual({ reads: 1, refused: 2 });
  });

  test('of few people there are no figures, and nobody is one of few', () => {
    expect(told(stored(4, 12, 345))).toMatchObject({ figures: {}, statement: expect.stringMatching(/fewer than 5/) });
    expect(told(stored(4, 12, 345)).statement).not.toMatch(/12|345/);
    for (const people of [0, 1, 2, 3]) expect(told(stored(people, people, 7))).toEqual(told(stored(4, 12, 345)));
  });

  test('of what goes up with every frame and entry, no more is told than whether it holds', () => {
    const counters = (admitted: number, damaged: string[] = []): Finding => ({
      ...{ finding: 'counters', statement: `3 lanes have admitted ${admitted} frames.`, evidence, damaged },
      counters: { admitted, stored: admitted },
    });
    const ledger = (entries: number, intact = true): Finding => ({
      ...{
        finding: 'ledger',
        statement: `${entries} entries, chain c3 at entry ${entries}`,
        evidence,
        entries,
        intact,
      },
    });
    expect(told(counters(7))).toEqual(told(counters(8)));
    expect(told(ledger(7))).toEqual(told(ledger(8)));
    expect(told(ledger(7, false))).toEqual(told(ledger(8, false)));
    expect([counters(7), counters(7, ['z']), ledger(7), ledger(7, false)].map((one) => told(one).figures)).toEqual(
      [true, false, true, false].map((intact) => ({ intact })),
    );
  });

  test('its window is told by whole days, whatever moment who reported has chosen', () => {
    const [day, hour] = [86_400_000, 3_600_000];
    const windowed = (from: number, to: number) => summaryOf({ ...base, window: { from, to } }, 'f').window;
    expect(windowed(day + 1, day + 2)).toEqual({ from: day, to: 2 * day - 1 });
    expect(windowed(day + hour, 3 * day)).toEqual({ from: day, to: 4 * day - 1 });
    expect(windowed(day, 2 * day - 1)).toEqual({ from: day, to: 2 * day - 1 });
  });

  test.each([0, 4, 9])('of %d people: rows that could not be read are said to be there, and not how many', (people) => {
    const unreadable = (rows: number) => told({ ...stored(people, 10, 100), unreadable: rows } as Finding);
    expect(unreadable(0).statement).not.toMatch(/could not be read/);
    expect(unreadable(3).statement).toMatch(/could not be read/);
    expect(unreadable(3)).toEqual(unreadable(1));
  });

  test('that there is one person more or less is seen in no figure, but where figures begin to be', () => {
    const people = fc.integer({ min: 5, max: 200 }).filter((count) => count % 5 !== 4);
    fc.assert(
      fc.property(people, fc.integer({ min: 40, max: 40_000 }), (count, events) => {
        const figures = (more: number) => told(stored(count + more, 10, events)).figures;
        expect(figures(1)).toEqual(figures(0));
        expect(Number(figures(0).events!.toString()) % 10).toBe(0);
      }),
    );
  });

  test('what a later version establishes is named, and not told', () => {
    const later = { finding: 'cause', statement: 'ada did it', evidence } as unknown as Finding;
    expect(JSON.stringify(told(later))).not.toContain('ada');
    expect(told(later).finding).toBe('cause');
  });
});
