import { expect, test } from '@jest/globals';
import { exportingDisclosure, exportingSetup } from '../../test/fixtures/exports.ts';
import type { Event } from '../../wire/event.ts';
import { sampleDisclosure } from '../disclosure/sample.ts';
import { wholeLedger } from '../ledger/walk.ts';
import { policyOf } from '../policy/cedar.ts';
import type { Refused } from '../shared/errors.ts';
import { volumeOf } from './limits.ts';
import { readSegment } from './read.ts';
import { NOW } from './sample.ts';

const click = (time: number): Event => ({ kind: 'click', time, app: 'editor', x: 1, y: 2, button: 0, detail: 1 });
const limited = (segmentsPerDay: number) => {
  const disclosure = exportingDisclosure();
  disclosure.purposes.research!.segmentsPerDay = segmentsPerDay;
  return disclosure;
};

test('beyond the volume of a day a read is refused by name, and is an entry', async () => {
  const disclosure = limited(2);
  const setup = await exportingSetup({ disclosure });
  const { segment } = await setup.record('anna', [click(NOW)]);
  const parts = {
    ...{ reading: setup.reading, ledger: setup.ledger, refusals: setup.refusals, vault: setup.vault, keys: setup.ring },
    ...{
      disclosure,
      policy: policyOf(disclosure),
      clock: setup.clock,
      redactor: { redactText: (text: string) => text },
    },
  };
  const read = () =>
    readSegment(parts, {
      ...{ subject: 'anna', segment, purpose: 'research', reason: 'why', reader: 'ivan', groups: ['investigators'] },
    }).then(
      () => 'read',
      ({ reason, message }: Refused) => `${reason}: ${message}`,
    );

  expect([await read(), await read(), await read()]).toEqual([
    ...['read', 'read'],
    'limit: at most 2 segments within one day: again from 2026-11-26T00:00:00.000Z on',
  ]);
  const refused = (await wholeLedger(setup.ledger)).filter(({ kind }) => kind === 'read-refused');
  expect(refused.map(({ detail }) => detail)).toEqual([{ refusal: 'limit' }]);
});

test('a data set of more segments than a day has is stopped before anything is read', async () => {
  const setup = await exportingSetup({ disclosure: limited(3) });
  for (const person of ['anna', 'bert', 'carl', 'dora']) await setup.record(person, [click(NOW)]);
  const { export: id } = await setup.create();

  expect(await setup.run(id)).toEqual({ outcome: 'stopped', by: 'limit' });
  const slices = (await wholeLedger(setup.ledger)).filter(({ detail }) => detail?.step === 'slice');
  expect(slices).toEqual([]);
});

test('reads and data sets are of one volume: what was read is missing to the data set, which is stopped by name', async () => {
  const setup = await exportingSetup({ disclosure: limited(4) });
  for (const person of ['anna', 'bert', 'carl', 'dora']) await setup.record(person, [click(NOW)]);
  const volume = { most: 4, per: 'day' } as const;
  const [row] = setup.tables.rows.values();
  const { export: id } = await setup.create();
  await setup.reading.begin({ ...row!, reader: 'ivan', purpose: 'research', reason: 'why', volume });

  expect(await setup.run(id)).toEqual({ outcome: 'stopped', by: 'limit' });
});

test('a purpose without a volume, and one that is the name of nothing, have none', () => {
  expect([volumeOf(sampleDisclosure(), 'research'), volumeOf(sampleDisclosure(), '__proto__')]).toEqual([
    undefined,
    undefined,
  ]);
  expect(volumeOf(limited(7), 'research')).toEqual({ most: 7, per: 'day' });
});
