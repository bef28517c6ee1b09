import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { dynamoDouble } from '../../test/fixtures/dynamodb.ts';
import { N, S } from '../shared/dynamodb.aws.ts';
import { sealSegment } from '../vault/segment.ts';
import { awsUploads } from './directory.aws.ts';
import { directoryContract } from './directory.contract.ts';
import { memoryDirectoryKeys, memoryDirectoryStore, memoryPartNames } from './directory.memory.ts';
import { loadDirectory } from './directory.ts';
import { saveDirectory } from './upload.ts';

const setup = async () => ({ store: memoryDirectoryStore(), keys: memoryDirectoryKeys(), names: memoryPartNames });

describe('directory in memory', () => {
  directoryContract(setup);
});

test('the directory that 0.1.0 stored, in one row, is loaded', async () => {
  const keys = memoryDirectoryKeys();
  const { key, wrapped } = await keys.make();
  const context = { program: 'p', key: 'directory', segment: 'directory', disclosure: 'directory' };
  const { head, rest } = await sealSegment('["Ada"]\n["Ben","ben"]\n', context, key);
  const store = memoryDirectoryStore({
    version: 'v',
    entries: 2,
    storedAt: 7,
    wrapped,
    message: Buffer.concat([head, rest]),
  });

  const { version, entries } = await loadDirectory(store, keys, 'p');

  expect([version, ...entries]).toEqual(['v', ['Ada'], ['Ben', 'ben']]);
  expect(await store.facts()).toEqual({ version: 'v', entries: 2, storedAt: 7, parts: [] });
});

describe('while one is loaded', () => {
  const parts = async () => ({ ...(await setup()), program: 'p', clock: { now: () => 7 } });

  test('another may come into force: that one is loaded', async () => {
    const all = await parts();
    await saveDirectory([['Ada']], all);
    const before = (await all.store.read())!;
    const after = await saveDirectory([['Ben']], all);
    let looks = 0;
    const store = { ...all.store, read: async () => (looks++ === 0 ? before : all.store.read()) };

    const { version, entries } = await loadDirectory(store, all.keys, 'p');

    expect([version, ...entries]).toEqual([after.version, ['Ben']]);
  });

  test('a part that is lost is an error, never a directory without it', async () => {
    const all = await parts();
    await saveDirectory([['Ada']], all);
    const store = { ...all.store, part: async () => undefined };
    await expect(loadDirectory(store, all.keys, 'p')).rejects.toThrow('a part of the directory is not there');
  });

  test('a part in the place of another one does not open', async () => {
    const all = await parts();
    await saveDirectory([['Ada']], all);
    await all.store.putPart('other', (await all.store.part((await all.store.facts())!.parts[0]!))!, {
      entries: 1,
      at: 7,
    });
    await all.store.commit({ version: 'x', entries: 1, storedAt: 7, parts: ['other'] });
    await expect(loadDirectory(all.store, all.keys, 'p')).rejects.toMatchObject({ reason: 'wrong-object' });
  });
});

test('200,000 people with handle and e-mail fit', async () => {
  const name = () => randomBytes(4).toString('hex');
  const people = Array.from({ length: 200_000 }, () => {
    const [first, last] = [name(), name()];
    return [`${first} ${last}`, `${first[0]}${last}`, `${first}.${last}@example.com`];
  });
  const parts = { ...(await setup()), program: 'p', clock: { now: () => 7 } };

  expect(await saveDirectory(people, parts)).toMatchObject({ entries: 200_000 });

  let loaded = 0;
  for (const [name] of (await loadDirectory(parts.store, parts.keys, 'p')).entries) {
    if (name !== people[loaded]![0]) throw new Error(`entry ${loaded} is another one`);
    loaded++;
  }
  expect(loaded).toBe(200_000);
});

test('uploads are counted beside the keys, in a row of the person', async () => {
  const tables = dynamoDouble({ Keys: ['keyId'] });
  const uploads = awsUploads({ ddb: tables.client(), table: 'Keys' });
  expect([await uploads.add('pia', 20_000, 1), await uploads.add('pia', 20_000, 1)]).toEqual([1, 2]);
  expect(tables.items('Keys')).toStrictEqual([{ keyId: S('uploads#pia'), day: N(20_000), count: N(1) }]);
});
