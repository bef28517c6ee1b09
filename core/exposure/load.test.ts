import { expect, test } from '@jest/globals';
import { exposure } from './exposure.ts';
import type { Row, Thing } from './inventory.ts';
import { inventoryLines, LONGEST_MOMENT_HOURS, loadInventory, type PROBLEMS } from './load.ts';

const BEGUN = 1_795_000_000_000;
const HEAD = {
  begun: BEGUN,
  source: { tool: 'test' },
  covered: [{ account: '111122223333', kinds: ['role' as const, 'bucket' as const] }],
};
const role = (name: string, more: Partial<Row<'role'>> = {}): Row<'role'> => ({
  row: 'role',
  arn: `arn:aws:iam::111122223333:role/${name}`,
  account: '111122223333',
  trust: { Version: '2012-10-17', Statement: [] },
  policies: [],
  ...more,
});

async function written(rows: (Thing | Row<'gap'>)[], ended = BEGUN + 1000): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of inventoryLines(HEAD, rows, () => ended)) lines.push(line);
  return lines;
}
async function* bytes(lines: readonly string[]) {
  for (const line of lines) yield Buffer.from(line);
}
const load = (lines: readonly string[]) => loadInventory(bytes(lines));
const problemsOf = async (lines: readonly string[]) => (await load(lines)).problems.map(({ problem }) => problem);

test('what is written is read again, and nothing is wrong with it', async () => {
  const gap = { row: 'gap' as const, kind: 'bucket' as const, why: 'AccessDenied' };
  const rows = [role('a'), gap, role('<b>\u001b[31m')];

  const inventory = await load(await written(rows));

  expect(inventory.problems).toEqual([]);
  expect(inventory.things.role).toEqual([rows[0], rows[2]]);
  expect(inventory.gaps).toEqual([gap]);
});

test('Windows line ends and a byte order mark change nothing', async () => {
  const lines = await written([role('a')]);

  expect(await problemsOf(['\uFEFF', ...lines.map((line) => line.replace('\n', '\r\n'))])).toEqual([]);
});

test('an account of 100,000 roles: each is counted, and those that are told apart by nothing are asked once', async () => {
  const MANY = 100_000;
  const bucket = 'arn:aws:s3:::data';
  const read = (Resource: string) => ({
    name: 'read',
    document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource }] },
  });
  const every = (at: number) => (at % 2 === 0 ? [read('arn:aws:s3:::data/*')] : [read('arn:aws:s3:::other/*')]);
  async function* lines() {
    const things: Thing[] = [
      { row: 'account', id: '111122223333' },
      { row: 'bucket', arn: bucket, account: '111122223333', region: 'eu-central-1', aclsDisabled: true },
    ];
    async function* rows() {
      yield* things;
      for (let at = 0; at < MANY; at++) yield role(`r${at}`, { policies: every(at) });
    }
    for await (const line of inventoryLines(HEAD, rows(), () => BEGUN + 1000)) yield Buffer.from(line);
  }

  const inventory = await loadInventory(lines());
  const scan = exposure(inventory).scan();

  expect([inventory.problems, inventory.things.role.length]).toEqual([[], MANY]);
  expect(scan.rows.find(({ id }) => id === bucket)!.readers.yes).toBeGreaterThanOrEqual(MANY / 2);
  expect(scan.classes.evaluations).toBeLessThan(1_000);
});

test('each cut is seen, wherever it is', async () => {
  const lines = await written([role('a'), role('b'), role('c')]);

  for (let left = 1; left < lines.length; left++) {
    expect(await problemsOf(lines.slice(0, left))).toEqual(['cut-short']);
  }
  for (let gone = 1; gone < lines.length - 1; gone++) {
    expect(await problemsOf(lines.toSpliced(gone, 1))).toEqual(['changed']);
  }
});

test.each<[keyof typeof PROBLEMS, () => Promise<string[]>]>([
  ['changed', async () => (await written([role('a')])).map((line) => line.replace('role/a', 'role/z'))],
  ['two-moments', () => written([role('a', { seen: BEGUN - 1 })])],
  ['two-moments', () => written([role('a')], BEGUN + LONGEST_MOMENT_HOURS * 3_600_000 + 1)],
  ['clock', () => written([role('a')], BEGUN - 1)],
  ['twice', () => written([role('a'), role('a', { tags: { team: 'x' } })])],
  ['bad-row', () => written([{ ...role('a'), more: 1 } as Thing])],
  ['bad-row', () => written([{ row: 'satellite' } as unknown as Thing])],
  ['bad-row', async () => (await written([role('a')])).with(1, '{"row":"role",\n')],
  ['after-end', async () => [...(await written([])), `${JSON.stringify(role('a'))}\n`]],
])('names what is wrong: %s', async (problem, lines) => {
  expect(await problemsOf(await lines())).toContain(problem);
});

test('a row that cannot be read leaves a gap with its name', async () => {
  const bad = { ...role('a'), policies: 'none' } as unknown as Thing;

  const { gaps } = await load(await written([bad]));

  expect(gaps).toEqual([expect.objectContaining({ kind: 'role', id: role('a').arn, account: '111122223333' })]);
});

test('the same row twice is one', async () => {
  const { things, problems } = await load(await written([role('a'), role('a')]));

  expect([things.role.length, problems]).toEqual([1, []]);
});

test.each([
  ['nothing', []],
  ['no head', ['{"row":"end"}\n']],
  ['another version', ['{"row":"inventory","version":2}\n']],
  ['no JSON', ['Name,Value\n']],
])('%s is refused, with a sentence', async (_, lines) => {
  await expect(load(lines)).rejects.toThrow(/inventory/);
});

test('equal policies are one object', async () => {
  const policies = [{ name: 'x', document: { Version: '2012-10-17', Statement: [] } }];
  const lines = await written([role('a', { policies }), role('b', { policies: structuredClone(policies) })]);

  const [a, b] = (await load(lines)).things.role;

  expect(a!.policies).toBe(b!.policies);
});
