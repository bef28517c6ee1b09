import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { click, createWorld } from '../../test/fixtures/world.ts';
import { drawBooks } from '../books/books.ts';
import { decodeLane } from '../books/lane-row.aws.ts';
import { decodeSubject } from '../consent/subject-row.aws.ts';
import { N, S } from '../shared/dynamodb.aws.ts';

/** What every object answers to by itself: a name is a name, wherever one is chosen. */
const NAMES = Object.getOwnPropertyNames(Object.prototype);
const name = fc.constantFrom(...NAMES, 'laptop');

describe('names that every object has', () => {
  test('are names of subjects, devices, applications and kinds like any other', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.record({ subject: name, device: name }), {
          ...{ minLength: 1, maxLength: 6, selector: ({ subject, device }) => `${subject} ${device}` },
        }),
        name,
        async (devices, odd) => {
          const world = createWorld();
          const records = [];
          for (const { subject, device } of devices) {
            if (!world.tables.subjects.has(subject)) await world.enrol(subject);
            const lease = await world.lease(subject, device);
            const events = [click(1), click(2, odd), { ...click(3), kind: odd }];
            const frame = world.frame(lease, 1, events);
            records.push(world.record(frame, subject), world.record(frame, subject));
          }
          const result = await world.pipeline().process({ shard: world.shard, records });

          expect(result.error).toBeUndefined();
          const count = devices.length;
          expect(world.counters()).toMatchObject({ admitted: count, stored: count, 'refused:repeated': count });
          const told = devices.map(({ subject, device }) => {
            const window = world.tables.subjects.get(subject)!.windows.get(device);
            return { subject, device, acked: 1, ...(window && { window }) };
          });
          expect(drawBooks([world.counters()], told)).toMatchObject({ balances: true, settled: true });
        },
      ),
      { numRuns: 40 },
    );
  });

  test.each(NAMES)('%s is a device that has a window or none, and an attribute that is no counter', (odd) => {
    const window = { M: { high: N(3), seen: N(5) } };
    const row = {
      ...{ subject: S('anna'), item: S('state'), state: S('live'), serial: S('S'), disclosure: S('1.0') },
      ...{ keyId: S('k'), revision: N(0) },
    };
    const without = decodeSubject({ ...row, windows: { M: {} } });
    const with_ = decodeSubject({ ...row, windows: { M: { [odd]: window } } });
    expect(without.windows.get(odd)).toBeUndefined();
    expect(with_.windows.get(odd)).toEqual({ high: 3, seen: 5n });
    expect(decodeLane({ lane: S('l'), state: S('open'), [odd]: N(1) })).toEqual({
      ...{ lane: 'l', state: 'open', counters: {} },
    });
  });
});
