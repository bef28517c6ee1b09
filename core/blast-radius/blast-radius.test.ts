import { expect, test } from '@jest/globals';
import { memoryAccessLog } from '../access-log/access-log.memory.ts';
import { type Covered, SOURCES } from '../access-log/access-log.ts';
import { type Act, play, ROWS, SCOPE, START } from '../who-did/play.fixture.ts';
import { knownFrom } from '../who-did/scope.ts';
import { didAs, whoDid } from '../who-did/who-did.ts';
import { type BlastRadiusParts, blastRadius, type Cause } from './blast-radius.ts';
import { type Exposure, exposureSchema } from './could.ts';
import { blastRadiusPage } from './page.ts';
import type { StoredFacts } from './whose.ts';

const EVE = 'arn:aws:iam::111122223333:user/eve';
const ANALYST = 'arn:aws:iam::111122223333:role/analyst';
const BOB = 'arn:aws:sts::111122223333:assumed-role/analyst/<b>bob</b>';
const HTML = '<script>alert(1)</script>';
const foreign = (what: number, row: number, who = 1, outcome = 'done' as const): Act => ({
  act: 'foreign',
  what,
  row,
  who,
  outcome,
  times: 1,
});
const [ITEM, STATEMENT, KEY, BODY, FRAMES, EXPORT, , SCAN] = [0, 1, 2, 3, 4, 5, 6, 7];

const way = (principal: string, policy: string) => [
  { is: 'principal' as const, name: principal },
  { is: 'policy' as const, name: policy, says: 'Allow s3:GetObject' },
  { is: 'key' as const, name: SCOPE.keys['subject-keys']! },
  { is: 'data' as const, name: 'segments' },
];
const exposure: Exposure = exposureSchema.parse({
  at: START,
  answers: [
    { principal: ANALYST, dataset: 'segments', verdict: 'yes', ways: [way(ANALYST, `open${HTML}`)] },
    {
      principal: EVE,
      dataset: 'segments',
      verdict: 'if',
      ways: [way(EVE, 'other')],
      conditions: ['aws:SourceIp is 10.0.0.0/8'],
    },
    { principal: 'odd', dataset: 'other', verdict: 'unknown', conditions: ['its policy could not be read'] },
  ],
});
const stored: StoredFacts = {
  segments: ROWS.map(({ subject, segment }) => ({
    subject,
    segment,
    kinds: { key: 3 },
    tier: 'personal',
    disclosure: '2.0',
    arrivedTo: START,
  })),
  fieldsOf: (_, kind) => (kind === 'key' ? ['code', 'key'] : undefined),
};
const covered = (without: string[] = []): Covered[] =>
  SOURCES.filter((one) => !without.includes(one)).map((source) => ({ source, from: 0, to: START * 2, certain: true }));

async function radiusOf(
  acts: Act[],
  more: Partial<BlastRadiusParts> = {},
  log = covered(),
  cause: Cause = { cause: 'incident', name: 'I1' },
) {
  const { records, entries, window } = play(acts);
  const parts = { log: memoryAccessLog(records, log), scope: SCOPE, known: knownFrom(ROWS) };
  const did = await whoDid({ ...parts, entries, ledgerTo: window.to * 2 }, window);
  const used = cause.cause === 'role' ? await didAs(parts, cause.name, window) : [];
  return blastRadius({
    cause,
    window,
    did: { ...did, findings: [...did.findings, ...used] },
    exposure,
    stored,
    now: START,
    ...more,
  });
}
const says = (radius: Awaited<ReturnType<typeof radiusOf>>) =>
  radius.statements.map(({ certainty, says }) => `${certainty}: ${says}`);

test('who could is proven, likely or unknown, and never left out', async () => {
  const { could } = await radiusOf([]);

  expect(could.map(({ principal, certainty }) => [principal, certainty])).toEqual([
    [ANALYST, 'proven'],
    [EVE, 'likely'],
    ['odd', 'unknown'],
  ]);
});

test('an inventory that is not whole proves nobody’s rights', async () => {
  const { could, problems } = await radiusOf([], { exposure: { ...exposure, problems: ['it was cut short'] } });

  expect(could.filter(({ certainty }) => certainty === 'proven')).toEqual([]);
  expect(problems).toContain('it was cut short');
});

test.each(['other', `arn:aws:iam::111122223333:policy/path/other`])(
  'a policy is known by its name, and by its ARN: %s',
  async (name) => {
    const { could } = await radiusOf([], {}, covered(), { cause: 'policy', name });
    expect(could.map(({ principal }) => principal)).toEqual([EVE, 'odd']);
  },
);

test('who could not before the cause is new', async () => {
  const before = { ...exposure, answers: exposure.answers.slice(1) };

  const { could } = await radiusOf([], { before });

  expect(could.map(({ isNew }) => isNew)).toEqual([true, true, true]);
  expect((await radiusOf([], { before: exposure })).could[0]!.isNew).toBe(false);
});

test('storage and key of the same person is content in the clear, proven', async () => {
  const { did, concerned } = await radiusOf([foreign(ITEM, 1), foreign(KEY, 1)]);

  expect(did).toMatchObject([{ opened: 'proven', subjects: ['s1'], segments: ['g1'], could: true }]);
  expect(concerned.subjects).toMatchObject([
    { subject: 's1', certainty: 'proven', kinds: ['key'], tiers: ['personal'], by: [EVE] },
  ]);
  expect(concerned.fields).toEqual({ 'key.code': 'likely', 'key.key': 'likely' });
});

test.each<[string, Act[], string[], string]>([
  ['storage alone, in a log that has KMS', [foreign(ITEM, 1)], [], 'no'],
  ['storage alone, in a log without KMS', [foreign(ITEM, 1)], ['kms'], 'unknown'],
  ['a key alone', [foreign(KEY, 1)], [], 'no'],
  ['a key alone, without data events', [foreign(KEY, 1)], ['s3'], 'unknown'],
  ['keys of one and storage of another', [foreign(ITEM, 1), foreign(KEY, 2)], [], 'likely'],
  ['a body and its key', [foreign(BODY, 3), foreign(KEY, 3)], [], 'proven'],
  ['a statement and a key', [foreign(STATEMENT, 5), foreign(KEY, 5)], [], 'proven'],
  ['frames, sealed', [foreign(FRAMES, 0)], [], 'no'],
  ['a copy', [foreign(EXPORT, 0)], [], 'unknown'],
  ['a copy, and storage alone', [foreign(EXPORT, 0), foreign(ITEM, 1)], [], 'unknown'],
  ['a copy, and a key alone', [foreign(EXPORT, 0), foreign(KEY, 1)], [], 'unknown'],
  ['the reader without an entry, a key used', [{ act: 'unlogged', row: 2, keyInMemory: false }], [], 'proven'],
  ['the reader without an entry, a row fetched', [{ act: 'unlogged', row: 2, keyInMemory: true }], [], 'likely'],
])('whether content was had in the clear: %s', async (_, acts, without, opened) => {
  expect((await radiusOf(acts, {}, covered(without))).did.map((one) => one.opened)).toEqual([opened]);
});

test.each<[string, [number, number], string, string]>([
  ['two sessions of one role', [0, 3], 'likely', 'likely'],
  ['two of different roles', [0, 1], 'unknown', 'unknown'],
])('halves of one person, with %s', async (_, [one, other], first, second) => {
  const radius = await radiusOf([foreign(ITEM, 1, one), foreign(KEY, 1, other)]);

  expect(radius.did.map(({ opened }) => opened).sort()).toEqual([first, second]);
});

test('who copied it, and had the other half by another session of their role, is no less sure', async () => {
  const radius = await radiusOf([foreign(EXPORT, 0, 0), foreign(ITEM, 1, 0), foreign(KEY, 1, 3)]);

  expect(radius.did.map(({ opened }) => opened)).toEqual(['likely', 'likely']);
});

test('what names nobody can be of anybody', async () => {
  const { concerned, statements } = await radiusOf([foreign(SCAN, 0), foreign(KEY, 0)]);

  expect(concerned).toMatchObject({ ofAnybody: true, anybody: { subjects: 4, segments: 12 } });
  expect(statements.some(({ certainty, says }) => certainty === 'unknown' && /everybody/.test(says))).toBe(true);
});

test('attempts are told, and reached nobody', async () => {
  const radius = await radiusOf([{ act: 'foreign', what: ITEM!, row: 1, who: 1, outcome: 'denied', times: 3 }]);

  expect(radius.did).toMatchObject([{ refused: true, calls: 3, opened: 'no' }]);
  expect(radius.concerned.subjects).toEqual([]);
  expect(says(radius)).toContain('proven: 1 principal tried and got nothing.');
});

test('that nobody read is proven by logs that cover all of it, and by nothing else', async () => {
  expect(says(await radiusOf([]))).toContain('proven: Nobody read past the reader, in logs that cover all of it.');
  const gap = await radiusOf([], {}, covered(['dynamodb']));
  expect(says(gap).filter((one) => /^proven: Nobody/.test(one))).toEqual([]);
  expect(gap.statements.some(({ wouldHave }) => /data events of DynamoDB/.test(wouldHave ?? ''))).toBe(true);
});

test('nobody who looked who could is told as that', async () => {
  const { exposure: _, ...parts } = { exposure, ...(await radiusOf([])) };
  const { records, window } = play([]);
  const did = await whoDid({ log: memoryAccessLog(records, covered()), scope: SCOPE }, window);

  const radius = blastRadius({ cause: parts.cause, window, did, now: 0 });

  expect(says(radius)[0]).toBe('unknown: Who could read was not looked at.');
});

test('of a role all that was done as it, its ordinary work too', async () => {
  const role = SCOPE.roles.redactor!;

  const { did } = await radiusOf([{ act: 'store' }, foreign(ITEM, 1)], {}, covered(), { cause: 'role', name: role });

  expect(did).toMatchObject([{ principal: { role }, findings: ['used'], certainty: 'likely' }]);
});

test('of a policy those who could by it', async () => {
  const cause: Cause = { cause: 'policy', name: `open${HTML}`, at: START };

  const { could, did } = await radiusOf([foreign(ITEM, 1, 0), foreign(ITEM, 2, 1)], {}, covered(), cause);

  expect(could.map(({ principal }) => principal)).toEqual([ANALYST, 'odd']);
  expect(did.map(({ principal }) => principal.name)).toEqual([BOB]);
});

test('the page runs nothing, asks nobody, and shows names as they are written', async () => {
  const radius = await radiusOf([foreign(ITEM, 1, 0), foreign(KEY, 1, 0), foreign(SCAN, 1)], {}, covered(['s3']), {
    cause: 'incident',
    name: `x" onload="${HTML}`,
    at: START,
  });

  const page = blastRadiusPage({
    ...radius,
    could: (await radiusOf([])).could,
    problems: [HTML],
    unknown: radius.unknown.map((one) => ({ ...one, why: HTML })),
  });

  expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
  expect(page).not.toMatch(/<script|<b>|https?:\/\/|\bsrc=|<link|<img|javascript:| on\w+="/i);
  expect(page).toContain('&#60;b&#62;bob');
  expect(page.match(/<svg/g)).toHaveLength(2);
  const body = page.slice(page.indexOf('<body>'));
  expect(body.split('<').length).toBe(body.split('>').length);
  expect(page).toMatch(/prefers-color-scheme: dark/);
  expect(page).toMatch(/@media print/);
});

test('a page of very many stays a page', async () => {
  const radius = await radiusOf([foreign(ITEM, 1)]);
  const could = Array.from({ length: 3_000 }, (_, at) => ({
    ...radius.could[0]!,
    principal: `p${at}`,
    ways: [way(`p${at}`, 'x')],
  }));

  const page = blastRadiusPage({ ...radius, could });

  expect(page).toContain('2500 more are in the JSON');
  expect(page).toMatch(/and \d+ more<\/text>/);
  expect(page.length).toBeLessThan(1_500_000);
});
