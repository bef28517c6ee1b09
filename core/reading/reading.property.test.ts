import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { memoryReadingSetup } from '../../test/fixtures/reading.ts';
import { pause } from '../gate/pause.ts';
import { resume } from '../gate/resume.ts';
import { verifyLive } from '../ledger/verify-live.ts';
import { wholeLedger } from '../ledger/walk.ts';
import type { IndexRow } from '../vault/index-row.ts';
import { grantKey } from './grant.ts';
import { HOUR, KEY_ID, NOW, sampleRow } from './reading.contract.ts';
import { OWN_DATA } from './reading.ts';

/** What can happen around a read, in any order. */
type Happening =
  | { what: 'read'; reader: 'ivan' | 'nadia' | 'anna'; own: boolean; row: number }
  | { what: 'grant'; reader: 'ivan' | 'nadia'; hours: number }
  | { what: 'wait'; hours: number }
  | { what: 'subject'; state: 'live' | 'withdrawn' | 'erased' }
  | { what: 'pause' }
  | { what: 'resume' };

const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      what: fc.constant('read' as const),
      reader: fc.constantFrom('ivan' as const, 'nadia' as const, 'anna' as const),
      own: fc.boolean(),
      row: fc.nat(2),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constant('grant' as const),
      reader: fc.constantFrom('ivan' as const, 'nadia' as const),
      hours: fc.integer({ min: 1, max: 8 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 6 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      what: fc.constant('subject' as const),
      state: fc.constantFrom('live' as const, 'withdrawn' as const, 'erased' as const),
    }),
  },
  { weight: 1, arbitrary: fc.constantFrom<Happening>({ what: 'pause' }, { what: 'resume' }) },
);

test('whatever happens before: a read begins exactly when all of its conditions hold, and every begun read is an entry', async () => {
  const rows: IndexRow[] = await Promise.all([
    sampleRow({ readableFrom: NOW + 5 * HOUR }),
    sampleRow({ readableFrom: 0, expiresSeconds: (NOW + 12 * HOUR) / 1000 }),
    sampleRow({ keyId: 'key-of-bert' }),
  ]);
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { maxLength: 40 }), async (happenings) => {
      const setup = memoryReadingSetup();
      const { clock, gate, ledger, reading } = setup;
      // One in its cool-off for five hours, one that expires after twelve, one that points at somebody else's key.
      const [cooling, expiring, foreign] = [rows[0]!, rows[1]!, rows[2]!];
      for (const row of [cooling, expiring, foreign]) await setup.putRow(row);
      await setup.putSubject('anna', { state: 'live', keyId: KEY_ID });
      // The model: what a person would say who watched.
      let [open, state, begun, incident] = [true, 'live', 0, 0];
      const grants = new Map<string, number>();

      for (const one of happenings) {
        if (one.what === 'wait') clock.time += one.hours * HOUR;
        else if (one.what === 'subject') {
          state = one.state;
          await setup.putSubject('anna', { state: one.state, keyId: KEY_ID });
        } else if (one.what === 'grant') {
          const expires = clock.time + one.hours * HOUR;
          grants.set(one.reader, expires);
          const grant = { reader: one.reader, purpose: 'p1', givenBy: 's', givenAt: clock.time, expires };
          await setup.grants.give({ grant: grantKey(one.reader, 'p1'), ...grant });
        } else if (one.what === 'pause') {
          if (open) incident++;
          open = false;
          await pause({ reading: gate }, `i${incident}`, clock);
        } else if (one.what === 'resume') {
          const { epoch } = await gate.read();
          if (!open) await resume({ reading: gate }, `i${incident}`, { reading: epoch }, clock);
          open = true;
        } else {
          const row = [cooling, expiring, foreign][one.row]!;
          const own = one.own && one.reader === 'anna';
          const allowed =
            open &&
            row !== foreign &&
            clock.time < row.expiresSeconds * 1000 &&
            (own ? state !== 'erased' : state === 'live' && clock.time >= row.readableFrom) &&
            (own || (!one.own && (grants.get(one.reader) ?? 0) > clock.time));
          const read = reading.begin({
            reader: one.reader,
            subject: 'anna',
            segment: row.segment,
            purpose: one.own ? OWN_DATA : 'p1',
            reason: 'r',
          });
          expect(
            await read.then(
              () => true,
              () => false,
            ),
          ).toBe(allowed);
          if (allowed) begun++;
        }
      }
      for (const { broken } of await verifyLive(ledger, undefined)) expect(broken).toBeUndefined();
      expect((await wholeLedger(ledger)).filter(({ kind }) => kind === 'read')).toHaveLength(begun);
    }),
  );
});
