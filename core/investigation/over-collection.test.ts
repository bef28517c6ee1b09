import { expect, test } from '@jest/globals';
import { sampleDisclosure } from '../disclosure/sample.ts';
import type { CheckFinding } from '../incident/findings.ts';
import { memoryEvidence } from '../ledger/evidence.memory.ts';
import { HOUR, NOW, sampleRow } from '../reading/reading.contract.ts';
import { memoryRecords, rowKey } from '../reading/reading.memory.ts';
import { Refused } from '../shared/errors.ts';
import type { IndexRow } from '../vault/index-row.ts';
import { overCollection } from './over-collection.ts';

const DISCLOSURE = sampleDisclosure();
const noted = async (version: string) => (version === '1.0' ? DISCLOSURE : undefined);

async function asked(rows: readonly IndexRow[], versions = noted): Promise<CheckFinding> {
  const index = new Map(rows.map((row) => [rowKey(row.subject, row.segment), row]));
  const clock = { now: () => NOW };
  const evidence = memoryEvidence(clock);
  const records = memoryRecords({ rows: index }, clock);
  const looked = await overCollection({ records, evidence, clock, noted: versions }).look({
    incident: 'i',
    window: { from: 0, to: NOW },
  });
  return (looked as { found: CheckFinding[] }).found[0]!;
}

const arrivedTo = NOW - 48 * HOUR;
const days = (count: number) => (arrivedTo + count * 24 * HOUR) / 1000;
const fine = () => sampleRow({ arrivedTo, expiresSeconds: days(90) });

test('what is as disclosed is clean', async () => {
  expect(await asked([await fine()])).toMatchObject({ outcome: 'clean', checked: 1, wrong: {}, open: {} });
});

test.each<[string, Partial<IndexRow>]>([
  ['kind', { kinds: { click: 1, prompt: 1 } }],
  ['retention', { expiresSeconds: days(91) }],
  ['retention', { tier: 'sensitive', expiresSeconds: days(31) }],
  ['cool-off', { readableFrom: arrivedTo + HOUR }],
])('%s beyond what the disclosure says is found (%#)', async (word, change) => {
  const finding = await asked([await sampleRow({ arrivedTo, expiresSeconds: days(30), ...change })]);

  expect(finding).toMatchObject({ outcome: 'found', wrong: { [word]: 1 } });
});

test('what was collected under a version that nobody noted, or whose note is damaged, is not known, and never clean', async () => {
  const row = await sampleRow({ arrivedTo, expiresSeconds: days(30), disclosure: '9.0' });
  const damaged = async () => {
    throw new Refused('damaged', 'no note');
  };

  expect(await asked([row])).toMatchObject({ outcome: 'unknown', open: { version: 1 } });
  expect(await asked([await fine()], damaged)).toMatchObject({ outcome: 'unknown', open: { version: 1 } });
});
