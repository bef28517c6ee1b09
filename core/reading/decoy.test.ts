import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createRedactor } from '../../redaction/create.ts';
import { memoryReadingSetup } from '../../test/fixtures/reading.ts';
import { sampleDisclosure } from '../disclosure/sample.ts';
import { planExport } from '../export/plan.ts';
import { pause } from '../gate/pause.ts';
import { wholeLedger } from '../ledger/walk.ts';
import { policyOf } from '../policy/cedar.ts';
import type { Refused } from '../shared/errors.ts';
import { memoryPseudonyms } from '../shared/pseudonym.memory.ts';
import { memoryKeyRing } from '../vault/key-ring.memory.ts';
import { firstSegmentAt, segmentTime } from '../vault/segment-time.ts';
import { memoryVault } from '../vault/vault.memory.ts';
import { decoysOf } from './decoy.ts';
import { grantKey } from './grant.ts';
import { countRecords, listForPurpose } from './list.ts';
import { readSegment } from './read.ts';
import type { RecordSummary } from './reading.ts';
import { HOUR, NOW, sampleRow } from './sample.ts';

const DAY = 24 * HOUR;
const DAYS = 21;
const disclosure = sampleDisclosure();
const caller = { sub: 'ivan', pseudonym: 'p-ivan', groups: ['investigators'] };

/** Three weeks in which five people work, a record every two minutes of some hours of the day. */
async function setUp() {
  const memory = memoryReadingSetup();
  const pseudonyms = memoryPseudonyms();
  const people = await Promise.all(
    ['anna', 'bert', 'carl', 'dora', 'emil'].map((one) => pseudonyms.of('https://idp', one)),
  );
  const sample = await sampleRow();
  let n = 0;
  for (let day = DAYS; day >= 1; day--)
    for (const [at, subject] of people.entries())
      for (let record = 0; record < 30; record++) {
        const arrivedTo = NOW - day * DAY + at * 4 * HOUR + record * 120_000 + at;
        const kinds = { click: 20 + (n % 7), key: 100 + (n % 31) };
        await memory.putRow({
          ...sample,
          ...{ subject, kinds, arrivedTo, arrivedFrom: arrivedTo - 30_000, readableFrom: arrivedTo + DAY },
          events: kinds.click + kinds.key,
          segment: firstSegmentAt(arrivedTo).slice(0, 22) + String(n++).padStart(4, '0'),
          expiresSeconds: Math.floor(arrivedTo / 1000) + 90 * 86_400,
        });
      }
  const decoys = decoysOf({ pseudonyms, records: memory.records, rules: disclosure, clock: memory.clock });
  const keys = memoryKeyRing({ clock: memory.clock });
  const redactor = createRedactor({ policy: { actions: {}, tiers: {} } });
  const policy = policyOf(disclosure);
  const parts = { ...memory, keys, vault: memoryVault(), redactor, disclosure, policy, decoys };
  const grant = { reader: 'ivan', purpose: 'research', givenBy: 'stella', givenAt: NOW, expires: NOW + HOUR };
  await memory.grants.give({ grant: grantKey('ivan', 'research'), ...grant });
  const list = (
    query: {
      from?: number;
      to?: number;
      limit?: number;
      newest?: boolean;
      after?: string;
      before?: string;
      subject?: string;
    } = {},
  ) =>
    listForPurpose(parts, caller, {
      ...{ purpose: 'research', reason: 'a sample' },
      query: { from: NOW - DAYS * DAY, to: NOW, limit: 10_000, ...query },
    });
  const real = new Set(people);
  const nobodys = (rows: readonly RecordSummary[]) => rows.filter(({ subject }) => !real.has(subject));
  return { memory, parts, list, nobodys, people };
}

describe('a list for a purpose', () => {
  test('has records of somebody who does not exist', async () => {
    const { list, nobodys } = await setUp();

    const shown = nobodys((await list()).rows);

    expect(shown.length).toBeGreaterThan(10);
    expect(new Set(shown.map(({ subject }) => subject)).size).toBeLessThanOrEqual(2);
  });

  test('has them in such a way that nothing of a row says so', async () => {
    const { list, nobodys, people } = await setUp();
    const { rows } = await list();
    const facts = (row: RecordSummary) => [
      Object.keys(row).sort().join(),
      row.subject.length,
      segmentTime(row.segment) === row.arrivedTo,
      Object.values(row.kinds).reduce((sum, count) => sum + count, 0) === row.events,
      row.readableFrom - row.arrivedTo,
      row.expiresSeconds - Math.floor(row.arrivedTo / 1000),
      ...[row.disclosure, row.tier, Number.isInteger(row.bytes)],
    ];

    const [person] = rows.filter(({ subject }) => people.includes(subject));
    for (const row of nobodys(rows)) expect(facts(row)).toEqual(facts(person!));
    expect(rows.map(({ segment }) => segment)).toEqual(rows.map(({ segment }) => segment).toSorted());
  });

  test('shows the same ones however it is asked for: in pages, from the end, by the person, of any span', async () => {
    const { list, nobodys, parts } = await setUp();
    const all = (await list()).rows;
    const [some] = nobodys(all);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 30, max: 900 }),
        fc.boolean(),
        fc.integer({ min: 0, max: DAYS * DAY }),
        fc.integer({ min: 0, max: DAYS * DAY }),
        async (limit, newest, a, b) => {
          const span = { from: NOW - Math.max(a, b), to: NOW - Math.min(a, b) };
          const found: RecordSummary[] = [];
          for (let next: string | undefined, first = true; first || next !== undefined; first = false) {
            const cursor = next === undefined ? {} : { [newest ? 'before' : 'after']: next };
            const page = await parts.decoys.records.list({ ...span, limit, newest, ...cursor });
            expect(page.rows.length).toBeLessThanOrEqual(limit);
            found.push(...page.rows);
            next = page.next;
          }
          const expected = all.filter(({ arrivedTo }) => arrivedTo >= span.from && arrivedTo <= span.to);
          expect(newest ? found.reverse() : found).toEqual(expected);
        },
      ),
      { numRuns: 15 },
    );
    expect((await list({ subject: some!.subject })).rows).toEqual(
      all.filter(({ subject }) => subject === some!.subject),
    );
  });

  test('has none where nobody worked', async () => {
    const { memory, list } = await setUp();
    memory.tables.rows.clear();

    expect((await list()).rows).toEqual([]);
  });
});

test('no total counts them, and no data set is planned with them', async () => {
  const { memory, parts, people } = await setUp();
  const span = { from: NOW - 7 * DAY, to: NOW };
  const { days } = await countRecords(parts, caller, span);

  const query = { purpose: 'research', ...span };
  const names = { lot: (one: string) => one, part: (one: string, first: string) => `${one}${first}` };
  const { parts: planned } = await planExport(memory.records.pages(span), query, { people: 1, days: 1 }, names);

  const { decoys: _, ...without } = parts;
  expect(days).toEqual((await countRecords(without, caller, span)).days);
  expect(days.length).toBeGreaterThan(0);
  expect(new Set(planned.map(({ subject }) => subject))).toEqual(new Set(people));
});

describe('reading what is nobody’s', () => {
  const outcome = (reading: Promise<unknown>) =>
    reading.then(
      () => 'read',
      (error: Refused) => error.reason,
    );
  const kinds = async ({ memory }: Awaited<ReturnType<typeof setUp>>) =>
    (await wholeLedger(memory.ledger)).flatMap(({ kind, detail }) => (detail?.decoy === true ? [kind] : []));
  const read = ({ parts }: Awaited<ReturnType<typeof setUp>>, row: RecordSummary, change = {}) =>
    outcome(
      readSegment(parts, {
        ...{ reader: 'ivan', groups: ['investigators'], purpose: 'research', reason: 'a look' },
        ...{ subject: row.subject, segment: row.segment, ...change },
      }),
    );

  test('is an entry as any read, and then there is nothing', async () => {
    const on = await setUp();
    const [row] = on.nobodys((await on.list()).rows);

    expect(await read(on, row!)).toBe('no-object');
    expect((await kinds(on)).sort()).toEqual(['read', 'read-refused']);
  });

  test('is refused as any other without a grant, in a pause, and by whoever the purpose is not for', async () => {
    const on = await setUp();
    const [row] = on.nobodys((await on.list()).rows);

    expect(await read(on, row!, { reader: 'nadia' })).toBe('no-grant');
    expect(await read(on, row!, { groups: ['employees'] })).toBe('purpose');
    await pause({ reading: on.memory.gate }, 'i1', on.memory.clock);
    expect(await read(on, row!)).toBe('gate-closed');
    expect(await kinds(on)).toEqual(Array(3).fill('read-refused'));
  });
});
