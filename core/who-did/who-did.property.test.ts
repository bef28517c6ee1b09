import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { memoryAccessLog } from '../access-log/access-log.memory.ts';
import type { AccessRecord, Covered } from '../access-log/access-log.ts';
import { SOURCES } from '../access-log/access-log.ts';
import type { DidFinding } from './finding.ts';
import { acts, play, ROWS, SCOPE, START, type Truth } from './play.fixture.ts';
import { knownFrom } from './scope.ts';
import { whoDid } from './who-did.ts';

const known = knownFrom(ROWS);
const whole: Covered[] = SOURCES.map((source) => ({ source, from: 0, to: START * 2, certain: true }));

const told = ({ finding, first, certainty, principal, outcome, actions, subjects, segments }: DidFinding): Truth => ({
  ...{ finding, at: Math.floor(first / 1000) * 1000, by: principal?.name, outcome },
  ...{ actions, subjects, segments, certainty },
});
const sorted = (list: readonly Truth[]) =>
  list.map((one) => JSON.stringify(one, Object.keys(told({} as DidFinding)).sort())).sort();

test('what is found is what was done, and nothing else: in any order, and told again', async () => {
  await fc.assert(
    fc.asyncProperty(acts, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), async (list, random) => {
      const { records, entries, truth, window } = play(list);
      const again = records.filter(() => random.next().value! < 0.2);
      const log = memoryAccessLog(shuffled([...records, ...again], random), whole);

      const did = await whoDid(
        { log, entries: shuffled(entries, random), scope: SCOPE, known, ledgerTo: window.to * 2 },
        window,
      );

      expect(sorted(did.findings.map(told))).toEqual(sorted(truth));
      expect(did.unknown).toEqual([]);
      const forged = truth.filter(({ finding }) => finding === 'entry-without-read').length;
      expect(did.ledger!.reads - did.ledger!.seen).toBe(forged);
    }),
    { numRuns: 300 },
  );
});

test('where a log has a gap, what is missing is unknown, and nothing is proven by it', async () => {
  await fc.assert(
    fc.asyncProperty(acts, fc.nat(100), fc.nat(100), async (list, a, b) => {
      const { records, entries, window } = play(list);
      const at = (percent: number) => window.from + ((window.to - window.from) * percent) / 100;
      const hole = { from: at(Math.min(a, b)), to: at(Math.max(a, b)) };
      const left = records.filter((one) => one.at < hole.from || one.at > hole.to);
      const covered = whole.flatMap((one) => [
        { ...one, to: hole.from - 1 },
        { ...one, from: hole.to + 1 },
      ]);

      const did = await whoDid(
        { log: memoryAccessLog(left, covered), entries, scope: SCOPE, known, ledgerTo: window.to * 2 },
        window,
      );

      const inHole = did.findings.filter(
        ({ finding, first }) => finding === 'entry-without-read' && first >= hole.from && first <= hole.to,
      );
      expect(inHole.filter(({ certainty }) => certainty !== 'unknown')).toEqual([]);
      expect(did.unknown.length).toBeGreaterThan(0);
      expect(did.unknown.every(({ wouldHave }) => wouldHave.length > 0)).toBe(true);
    }),
    { numRuns: 100 },
  );
});

function shuffled<T extends AccessRecord | object>(list: readonly T[], random: Iterator<number>): T[] {
  const keyed = list.map((one) => [random.next().value as number, one] as const);
  return keyed.sort((x, y) => x[0] - y[0]).map(([, one]) => one);
}
