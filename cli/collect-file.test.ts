import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Row } from '../core/exposure/inventory.ts';
import { loadInventory } from '../core/exposure/load.ts';
import { CollectFile } from './collect-file.ts';

const HEAD = {
  begun: 1_795_000_000_000,
  source: { tool: 'test' },
  covered: [{ account: '111122223333', kinds: ['role' as const] }],
};
const role = (name: string): Row<'role'> => ({
  row: 'role',
  arn: `arn:aws:iam::111122223333:role/${name}`,
  account: '111122223333',
  trust: {},
  policies: [{ ref: `policy-${name}` }],
});

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'collect-'));
  path = join(folder, 'account.ndjson');
});
afterEach(() => rmSync(folder, { recursive: true }));

const read = () => loadInventory([readFileSync(path)] as unknown as AsyncIterable<Buffer>);

test('a run in one go is a whole inventory, and leaves no journal', async () => {
  const file = await CollectFile.open(path, HEAD);
  file.page('role', { rows: [role('a')], next: 'b' });
  file.page('role', { rows: [role('b')] });
  file.end(HEAD.begun + 1);

  const { problems, things } = await read();

  expect([problems, things.role.length]).toEqual([[], 2]);
  expect(() => readFileSync(`${path}.journal`)).toThrow();
});

test('wherever a run ends, the file is told to be cut short, and the next run makes the same of it', async () => {
  const pages = [{ rows: [role('a')], next: 'b' }, { rows: [role('b')], next: 'c' }, { rows: [role('c')] }];
  for (let ended = 1; ended < pages.length; ended++) {
    for (const torn of ['', '{"row":"role","arn":"arn:aws', `${JSON.stringify(role('z'))}\n`]) {
      rmSync(path, { force: true });
      const first = await CollectFile.open(path, HEAD);
      for (const page of pages.slice(0, ended)) first.page('role', page);
      first.close();
      appendFileSync(path, torn);
      appendFileSync(`${path}.journal`, torn.slice(0, 4));
      expect((await read()).problems.map(({ problem }) => problem)).toContain('cut-short');

      const second = await CollectFile.open(path, { ...HEAD, begun: HEAD.begun + 5000 });
      expect([second.isResumed, second.begun, second.position('role')]).toEqual([
        true,
        HEAD.begun,
        { next: pages[ended - 1]!.next },
      ]);
      expect(second.missingPolicies()).toHaveLength(ended);
      for (const page of pages.slice(ended)) second.page('role', page);
      second.close();
      (await CollectFile.open(path, HEAD)).end(HEAD.begun + 6000);

      const { problems, things } = await read();
      expect([problems, things.role.map(({ arn }) => arn.at(-1))]).toEqual([[], ['a', 'b', 'c']]);
    }
  }
});

test.each<[string, () => void | Promise<void>, Partial<typeof HEAD>]>([
  ['finished', async () => (await CollectFile.open(path, HEAD)).end(HEAD.begun), {}],
  [
    'other-plan',
    async () => (await CollectFile.open(path, HEAD)).close(),
    { covered: [{ account: '999999999999', kinds: ['role'] }] },
  ],
  ['other-file', () => writeFileSync(path, 'Name,Value\n'), {}],
  [
    'other-file',
    async () => {
      (await CollectFile.open(path, HEAD)).close();
      truncateSync(path, 3);
    },
    {},
  ],
])('%s: refused, and the file stays as it is', async (reason, prepare, head) => {
  await prepare();
  const before = readFileSync(path);

  await expect(CollectFile.open(path, { ...HEAD, ...head })).rejects.toMatchObject({ reason });

  expect(readFileSync(path)).toEqual(before);
});
