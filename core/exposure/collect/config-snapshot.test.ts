import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { CONFIG_KEY, CONFIG_POLICY, configSnapshot } from '../../../test/fixtures/config-snapshot.ts';
import { type Row, rowSchemas, type Thing } from '../inventory.ts';
import { inventoryLines, loadInventory } from '../load.ts';
import { fromConfig } from './config-snapshot.ts';

const ACCOUNT = '111122223333';
const NAME = `${ACCOUNT}_Config_eu-central-1_ConfigSnapshot_20261129T060000Z_94ccff53.json.gz`;
const bytesOf = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));
const read = (value: unknown = configSnapshot(), name = NAME) =>
  fromConfig([{ name, bytes: bytesOf(value) }], { tool: 'test' });
const of = <K extends Thing['row'] | 'gap'>(kind: K, { rows } = read()): Row<K>[] =>
  rows.filter(({ row }) => row === kind) as Row<K>[];

test('it is a whole inventory of the moment that its name says', async () => {
  const { head, ended, rows } = read();
  const lines: string[] = [];
  for await (const line of inventoryLines(head, rows, () => ended)) lines.push(line);

  const { problems } = await loadInventory(lines.map((line) => Buffer.from(line)) as unknown as AsyncIterable<Buffer>);

  expect(problems).toEqual([]);
  expect([head.begun, ended]).toEqual([Date.UTC(2026, 10, 29, 6), Date.UTC(2026, 10, 29, 6)]);
  expect(rows.filter((row) => !rowSchemas[row.row].safeParse(row).success)).toEqual([]);
});

test('gzipped or not, it is the same; without a time in its name it is of the last change', () => {
  const zipped = fromConfig([{ name: NAME, bytes: gzipSync(bytesOf(configSnapshot())) }], { tool: 'test' });

  expect(zipped).toEqual(read());
  expect(read(configSnapshot(), 'mine.json').head.begun).toBe(Date.parse('2026-11-02T10:00:00.000Z'));
});

test('principals have their documents, decoded', () => {
  expect(of('role')).toMatchObject([
    {
      id: 'AROAEXAMPLE',
      trust: CONFIG_POLICY,
      policies: [{ name: 'inline', document: CONFIG_POLICY }, { ref: `arn:aws:iam::${ACCOUNT}:policy/Read` }, {}],
      boundary: { ref: `arn:aws:iam::${ACCOUNT}:policy/Read` },
      tags: { team: 'a' },
    },
  ]);
  // Users and groups meet, whatever the group's path.
  expect(of('user')[0]!.groups).toEqual([of('group')[0]!.arn]);
  expect(of('policy')).toMatchObject([
    { id: `arn:aws:iam::${ACCOUNT}:policy/Read`, document: CONFIG_POLICY },
    { id: 'arn:aws:iam::aws:policy/ReadOnlyAccess', document: { unknown: expect.any(String) } },
  ]);
});

test('storage and keys have what is recorded, and what is not is unknown', () => {
  const [sealed, bare] = of('bucket');

  expect(sealed).toMatchObject({
    policy: CONFIG_POLICY,
    acl: [
      { grantee: 'abcdef', permission: 'FULL_CONTROL' },
      { grantee: 'AllUsers', permission: 'READ' },
    ],
    aclsDisabled: { unknown: expect.any(String) },
    publicAccessBlock: { ignoreAcls: true, restrictBuckets: true },
    key: CONFIG_KEY,
    retention: { days: 30 },
  });
  expect(bare).not.toHaveProperty('policy');
  expect(bare!.acl).toEqual({ unknown: expect.any(String) });
  expect(of('account')).toEqual([
    { row: 'account', id: ACCOUNT, publicAccessBlock: { ignoreAcls: true, restrictBuckets: false } },
  ]);
  expect(of('key')).toMatchObject([
    { policy: CONFIG_POLICY, rotates: true, enabled: true, grants: { unknown: expect.any(String) } },
  ]);
  expect(of('table')).toMatchObject([{ key: CONFIG_KEY, policy: { unknown: expect.any(String) } }]);
  expect(of('stream')).toMatchObject([{ retention: { days: 2 }, key: { unknown: expect.any(String) } }]);
  expect(of('function')).toMatchObject([{ policy: CONFIG_POLICY, role: `arn:aws:iam::${ACCOUNT}:role/app/reader` }]);
});

test('what is broken, not recorded, or of a kind that the snapshot has none of is a gap', () => {
  const gaps = of('gap').map(({ kind, id }) => `${kind} ${id?.split('/').at(-1) ?? '*'}`);

  expect(gaps).toEqual(
    expect.arrayContaining(['table hidden', 'key broken', 'glue-table *', 'lake-grant *', 'access-point *']),
  );
  expect(gaps).not.toContain('table gone');
  expect(read().head.covered).toEqual([
    expect.objectContaining({ account: ACCOUNT, kinds: expect.not.arrayContaining(['glue-table', 'lake-grant']) }),
  ]);
});

test.each([
  ['no JSON', Buffer.from('{"configurationItems": [')],
  ['another file', bytesOf({ Records: [] })],
  ['a broken archive', gzipSync(bytesOf(configSnapshot())).subarray(0, 100)],
])('%s is refused, with a sentence', (_, bytes) => {
  expect(() => fromConfig([{ name: NAME, bytes }], { tool: 'test' })).toThrow(/Config|JSON/);
});

test('whatever an item holds, it becomes a row or a gap', () => {
  const junk: unknown[] = [null, undefined, 1, 'x', '"', '{', [], {}, { arn: null }, { grantList: 1 }];
  for (const original of configSnapshot().configurationItems) {
    for (const part of ['configuration', 'supplementaryConfiguration', 'tags']) {
      for (const value of junk) {
        const { rows } = read({ configurationItems: [{ ...original, [part]: value }] });

        expect(rows.filter((row) => !rowSchemas[row.row].safeParse(row).success)).toEqual([]);
      }
    }
  }
});
