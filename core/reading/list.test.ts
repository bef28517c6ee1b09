import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createRedactor } from '../../redaction/create.ts';
import { ledgerInWords } from '../../test/fixtures/ledger-words.ts';
import { memoryReadingSetup } from '../../test/fixtures/reading.ts';
import { sampleDisclosure } from '../disclosure/sample.ts';
import { pause } from '../gate/pause.ts';
import { wholeLedger } from '../ledger/walk.ts';
import { policyOf } from '../policy/cedar.ts';
import type { Refused } from '../shared/errors.ts';
import { SMALLEST_GROUP } from '../shared/smallest-group.ts';
import { firstSegmentAt } from '../vault/segment-time.ts';
import { readerOf } from './access.ts';
import { askGrant } from './ask-grant.ts';
import { giveGrant } from './grant.ts';
import { OWN_READS, READS } from './limits.ts';
import { countRecords, listForPurpose, listOwn } from './list.ts';
import { readSegment } from './read.ts';
import { NOW, sampleRow } from './reading.contract.ts';

const redactor = createRedactor({ policy: { actions: {}, tiers: {} } });
const ivan = { sub: 'ivan', pseudonym: 'p-ivan', groups: ['investigators'] };
const anna = { sub: 'sub-of-anna', pseudonym: 'anna', groups: ['employees'] };
const stella = { sub: 'stella', pseudonym: 'p-stella', groups: ['stewards'] };
const DAY = 86_400_000;
const query = { from: 0, to: NOW, limit: 10 };
const WHY = { purpose: 'research', reason: 'sample of the week, ask jane@example.com' };

async function setUp() {
  const setup = memoryReadingSetup();
  const disclosure = sampleDisclosure();
  const parts = { ...setup, disclosure, policy: policyOf(disclosure), redactor };
  await setup.putRow(await sampleRow());
  const give = async () => {
    await askGrant(setup.grants, parts.disclosure, setup.clock, { asker: ivan, purpose: 'research', hours: 1 });
    return giveGrant(setup.grants, parts.disclosure, setup.clock, {
      giver: stella,
      reader: 'ivan',
      purpose: 'research',
      hours: 1,
    });
  };
  const outcome = (asked: Promise<{ rows?: unknown[]; days?: unknown[] }>) =>
    asked.then(
      ({ rows, days }) => (rows ?? days)!.length,
      (error: Refused) => error.reason,
    );
  const forPurpose = (caller = ivan, change = {}) =>
    outcome(listForPurpose(parts, caller, { ...WHY, query, ...change }));
  const own = (caller = anna) => outcome(listOwn(parts, caller, query));
  const count = () => outcome(countRecords(parts, stella, { from: NOW - DAY, to: NOW }));
  /** Of listings, as words. */
  const entries = async () =>
    (await ledgerInWords(setup.ledger))
      .filter(({ kind }) => kind === 'listing' || kind === 'read-refused')
      .map(({ kind, actor, subject, purpose, reason, detail }) =>
        [kind, actor, subject ?? '-', purpose ?? '-', reason ?? '-', detail?.refusal ?? '-'].join(' | '),
      );
  const later = () => {
    setup.clock.time += 3_600_000;
  };
  const close = () => pause({ reading: setup.gate }, 'i1', setup.clock);
  return { setup, parts, give, forPurpose, own, count, entries, later, close };
}

describe('who worked when', () => {
  test('is told for a purpose, with a grant: the entry has both, and the reason without what was found in it', async () => {
    const { give, forPurpose, entries } = await setUp();
    await give();
    expect([await forPurpose(), await forPurpose(ivan, { query: { ...query, subject: 'nobody' } })]).toEqual([1, 0]);
    const reason = 'sample of the week, ask [EMAIL]';
    expect((await entries()).sort()).toEqual([
      `listing | reader:ivan | - | research | ${reason} | -`,
      `listing | reader:ivan | nobody | research | ${reason} | -`,
    ]);
  });

  test('who is refused writes nothing in their own words', async () => {
    const { setup, forPurpose } = await setUp();
    for (const caller of [ivan, stella]) await forPurpose(caller, { reason: 'anna is on sick leave again' });
    const all = await ledgerInWords(setup.ledger);
    expect(all.map(({ kind, commitment, reason }) => [kind, commitment, reason])).toEqual(
      Array(2).fill(['read-refused', undefined, undefined]),
    );
  });

  test.each<[string, (on: Awaited<ReturnType<typeof setUp>>) => unknown, object]>([
    ['no-grant', () => {}, {}],
    ['no-grant', ({ give, later }) => give().then(later), {}],
    ['purpose', ({ give }) => give(), { caller: stella }],
    ['purpose', ({ give }) => give(), { purpose: 'curiosity' }],
    ['purpose', ({ give }) => give(), { purpose: 'own-data' }],
    ['gate-closed', ({ give, close }) => give().then(close), {}],
  ])(
    'is told to nobody else: %s, with an entry',
    async (reason, before, { caller, ...change }: { caller?: typeof ivan }) => {
      const on = await setUp();
      await before(on);
      expect(await on.forPurpose(caller, change)).toBe(reason);
      expect(await on.entries()).toEqual([expect.stringMatching(new RegExp(`^read-refused .* ${reason}$`))]);
    },
  );

  test('is told to everybody of themselves, without a grant; while reading is closed to nobody', async () => {
    const { setup, own, entries } = await setUp();
    expect([await own(), await own(ivan)]).toEqual([1, 0]);
    await pause({ reading: setup.gate }, 'i1', setup.clock);
    expect(await own()).toBe('gate-closed');
    expect((await entries()).sort()).toEqual([
      'listing | subject:anna | anna | - | - | -',
      'listing | subject:p-ivan | p-ivan | - | - | -',
      'read-refused | subject:anna | anna | - | - | gate-closed',
    ]);
  });

  test('has pages that show each row once', async () => {
    const { setup, parts } = await setUp();
    setup.tables.rows.clear();
    const row = await sampleRow();
    for (let at = 0; at < 23; at++) {
      await setup.putRow({
        ...row,
        subject: `s${at % 3}`,
        segment: firstSegmentAt(NOW - at * 1000),
        arrivedTo: NOW - at * 1000,
      });
    }
    const seen: string[] = [];
    for (let after: string | undefined, pages = 0; pages === 0 || after !== undefined; pages++) {
      const page = await parts.records.list({ ...query, limit: 5, ...(after !== undefined && { after }) });
      seen.push(...page.rows.map(({ segment }) => segment));
      after = page.next;
      expect(pages).toBeLessThan(6);
    }
    expect(seen).toEqual([...new Set(seen)].sort());
    expect(seen).toHaveLength(23);
  });
});

describe('how much there is', () => {
  test('is of no day on which fewer people worked, whatever the rows are', async () => {
    const row = await sampleRow();
    const worked = fc.record({
      subject: fc.integer({ min: 0, max: 7 }),
      day: fc.integer({ min: 0, max: 4 }),
      events: fc.integer({ min: 1, max: 9 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(worked, { maxLength: 60 }), async (rows) => {
        const { setup, parts } = await setUp();
        setup.tables.rows.clear();
        for (const [at, { subject, day, events }] of rows.entries()) {
          const arrivedTo = NOW - day * DAY - at;
          await setup.putRow({ ...row, subject: `s${subject}`, segment: firstSegmentAt(arrivedTo), arrivedTo, events });
        }
        const { days, withheld } = await countRecords(parts, stella, { from: NOW - 4 * DAY, to: NOW });
        const people = (day: number) =>
          new Set(rows.filter((one) => one.day === day).map(({ subject }) => subject)).size;
        const all = [0, 1, 2, 3, 4].filter((day) => people(day) > 0);
        const shown = all.filter((day) => people(day) >= SMALLEST_GROUP);
        expect(withheld).toBe(all.length - shown.length);
        expect(days.map((one) => [one.day, one.people, one.events])).toEqual(
          shown
            .map((day) => [
              new Date(NOW - day * DAY).toISOString().slice(0, 10),
              people(day),
              rows.filter((one) => one.day === day).reduce((sum, { events }) => sum + events, 0),
            ])
            .sort(),
        );
      }),
      { numRuns: 30 },
    );
  });

  test('is the same for every span within the same days, and is an entry; the gate is asked; a year is refused', async () => {
    const { setup, parts, count, entries } = await setUp();
    const row = await sampleRow();
    for (let at = 0; at < SMALLEST_GROUP; at++) await setup.putRow({ ...row, subject: `s${at}` });
    const begin = NOW - (NOW % DAY);
    const answers = await Promise.all(
      [0, 1, 7_200_000].map(async (ms) => (await countRecords(parts, stella, { from: begin + ms, to: NOW - ms })).days),
    );
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
    expect(await entries()).toHaveLength(3);
    await expect(countRecords(parts, stella, { from: NOW - 32 * DAY, to: NOW })).rejects.toMatchObject({
      reason: 'span',
    });
    await pause({ reading: setup.gate }, 'i1', setup.clock);
    expect(await count()).toBe('gate-closed');
  });
});

test('no entry joins the name of an office with the pseudonym of who holds it, whatever they ask for', async () => {
  const { setup, parts, forPurpose, give } = await setUp();
  await give();
  await forPurpose(ivan, { query: { ...query, subject: 'p-ivan' } });
  await forPurpose(ivan, { query: { ...query, subject: 'p-ivan' }, purpose: 'unheard of' });
  for (const purpose of ['research', 'own-data', 'unheard of']) {
    const reader = readerOf(ivan, purpose, 'p-ivan');
    const order = { reader, subject: 'p-ivan', segment: firstSegmentAt(0), purpose, reason: 'x', groups: ivan.groups };
    await readSegment(parts as never, order).catch(() => undefined);
  }
  await forPurpose();

  const entries = (await wholeLedger(setup.ledger)).map((entry) => JSON.stringify(entry));

  expect(entries.filter((entry) => entry.includes('p-ivan"')).length).toBeGreaterThanOrEqual(5);
  const byOffice = entries.filter((entry) => /[":]ivan"/.test(entry));
  expect(byOffice.length).toBeGreaterThanOrEqual(2);
  expect(byOffice.filter((entry) => entry.includes('p-ivan"'))).toEqual([]);
});

test('reads and listings of one reader in an hour are limited: what is refused is an entry as any refusal, and says until when', async () => {
  const { parts, own, forPurpose, give, count, entries, setup, later } = await setUp();
  await give();
  // Those of an hour but two, of each.
  for (const [who, most] of [
    ['reader:ivan', READS.most],
    ['subject:anna', OWN_READS.most],
    ['reader:stella', READS.most],
  ] as const) {
    for (let at = 0; at < most - 2; at++) setup.tables.counts!.addNow(who, NOW / 3_600_000);
  }
  expect([await forPurpose(), await forPurpose(), await forPurpose()]).toEqual([1, 1, 'limit']);
  expect([await own(), await own(), await own()]).toEqual([1, 1, 'limit']);
  expect([await count(), await count(), await count()]).toEqual([0, 0, 'limit']);
  expect((await entries()).filter((entry) => entry.endsWith('limit'))).toHaveLength(3);
  await expect(listOwn(parts, anna, query)).rejects.toMatchObject({
    message: `at most ${OWN_READS.most} reads within one hour: again from 2026-11-25T13:00:00.000Z on`,
  });
  later();
  expect([await own(), await count()]).toEqual([1, 0]);
});
