import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { memoryReadingSetup } from '../../test/fixtures/reading.ts';
import { memoryIndexedRows } from '../consent/erased-rows.memory.ts';
import { type Trims, withTrim } from '../consent/trims.ts';
import { HOUR, KEY_ID, NOW, sampleRow } from './reading.contract.ts';
import { OWN_DATA } from './reading.ts';
import { totalsOf } from './totals.ts';

const PEOPLE = ['p1', 'p2', 'p3', 'p4', 'p5', 'p6'];
const START = NOW - 60 * HOUR;
const span = fc.tuple(fc.nat(100), fc.nat(8)).map(([from, length]) => ({ from, to: from + length }));

test('whatever was captured and trimmed: no list, read or total has a segment that touches a trimmed span, and all have every other', async () => {
  const captured = fc.record({ who: fc.nat(PEOPLE.length - 1), arrived: span });
  const trimmed = fc.record({ who: fc.nat(PEOPLE.length - 1), trim: span });
  await fc.assert(
    fc.asyncProperty(
      fc.array(captured, { minLength: 1, maxLength: 12 }),
      fc.array(trimmed, { maxLength: 8 }),
      fc.boolean(),
      async (captures, trims, deletedAndRestored) => {
        const setup = memoryReadingSetup();
        const rows = await Promise.all(
          captures.map(({ who, arrived }) =>
            sampleRow({ subject: PEOPLE[who]!, arrivedFrom: START + arrived.from, arrivedTo: START + arrived.to }),
          ),
        );
        for (const row of rows) await setup.putRow(row);
        for (const [who, subject] of PEOPLE.entries()) {
          const theirs = trims
            .filter((one) => one.who === who)
            .map(({ trim }) => ({ from: START + trim.from, to: START + trim.to }))
            .reduce<Trims>(withTrim, []);
          const marked = theirs.length > 0 && { trims: theirs };
          await setup.putSubject(subject, { state: 'live', keyId: KEY_ID, ...marked });
          if (deletedAndRestored && marked) await memoryIndexedRows(setup.tables.rows).trim(subject, theirs);
        }
        const goes = ({ who, arrived }: (typeof captures)[number]) =>
          trims.some((one) => one.who === who && one.trim.from <= arrived.to && one.trim.to >= arrived.from);
        const stays = rows.filter((_, at) => !goes(captures[at]!));
        const left = [...setup.tables.rows.values()].map(({ segment }) => segment);
        if (deletedAndRestored) expect(left.sort()).toEqual(stays.map(({ segment }) => segment).sort());
        // A backup brings all of them back.
        for (const row of rows) await setup.putRow(row);

        const { rows: listed } = await setup.shown.list({ from: 0, to: NOW, limit: 100 });
        expect(listed.map(({ segment }) => segment).sort()).toEqual(stays.map(({ segment }) => segment).sort());
        const totals = await totalsOf(setup.shown, { from: START - 48 * HOUR, to: NOW });
        const counted = totals.days.reduce((sum, { segments }) => sum + segments, 0);
        if (totals.withheld === 0) expect(counted).toBe(stays.length);
        else expect(counted).toBeLessThanOrEqual(stays.length);
        for (const { subject, segment } of rows) {
          const request = { reader: subject, purpose: OWN_DATA, subject, segment, reason: 'r' };
          const read = await setup.reading.begin(request).then(
            () => 'read',
            ({ reason }) => reason,
          );
          expect(read).toBe(stays.some((row) => row.segment === segment) ? 'read' : 'not-found');
        }
      },
    ),
    { numRuns: 60 },
  );
});
