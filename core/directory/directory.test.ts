import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { dynamoDouble } from '../../test/fixtures/dynamodb.ts';
import { memoryCounts } from '../shared/counts.memory.ts';
import { N, S } from '../shared/dynamodb.aws.ts';
import { awsUploads } from './directory.aws.ts';
import { directoryContract } from './directory.contract.ts';
import { memoryDirectoryKeys, memoryDirectoryStore } from './directory.memory.ts';
import { saveDirectory, UPLOADS, uploadDirectory } from './directory.ts';

const setup = async () => ({ store: memoryDirectoryStore(), keys: memoryDirectoryKeys() });

describe('directory in memory', () => {
  directoryContract(setup);
});

test('one that does not fit into its row is refused, and the one before stays', async () => {
  const parts = { ...(await setup()), program: 'p', clock: { now: () => 7 } };
  const before = await saveDirectory([['Ada']], parts);
  const huge = Array.from({ length: 20_000 }, () => [randomBytes(24).toString('base64')]);

  await expect(saveDirectory(huge, parts)).rejects.toMatchObject({ reason: 'too-large' });

  expect(await parts.store.facts()).toEqual(before);
});

test('15,000 people with handle and e-mail fit', async () => {
  const name = () => randomBytes(4).toString('hex');
  const people = Array.from({ length: 15_000 }, () => {
    const [first, last] = [name(), name()];
    return [`${first} ${last}`, `${first[0]}${last}`, `${first}.${last}@example.com`];
  });

  const parts = { ...(await setup()), program: 'p', clock: { now: () => 7 } };
  expect(await saveDirectory(people, parts)).toMatchObject({ entries: 15_000 });
});

test('uploads of one person on a day are limited, before anything is sealed; of another one they are not', async () => {
  const parts = { ...(await setup()), program: 'p', clock: { now: () => Date.UTC(2026, 10, 25, 12) } };
  let made = 0;
  const keys = {
    make: () => {
      made++;
      return parts.keys.make();
    },
  };
  const upload = (by: string) => uploadDirectory([['Ada']], by, { ...parts, keys, uploads });
  const uploads = memoryCounts();
  for (let done = 0; done < UPLOADS.most - 1; done++) await upload('pia');

  const last = await Promise.allSettled([upload('pia'), upload('pia')]);

  expect(last.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(made).toBe(UPLOADS.most);
  await expect(upload('pia')).rejects.toMatchObject({
    reason: 'limit',
    message: `at most ${UPLOADS.most} uploads within one day: again from 2026-11-26T00:00:00.000Z on`,
  });
  expect(made).toBe(UPLOADS.most);
  await upload('paul');
});

test('uploads are counted beside the keys, in a row of the person', async () => {
  const tables = dynamoDouble({ Keys: ['keyId'] });
  const uploads = awsUploads({ ddb: tables.client(), table: 'Keys' });
  expect([await uploads.add('pia', 20_000, 1), await uploads.add('pia', 20_000, 1)]).toEqual([1, 2]);
  expect(tables.items('Keys')).toStrictEqual([{ keyId: S('uploads#pia'), day: N(20_000), count: N(1) }]);
});
