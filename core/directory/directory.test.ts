import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { directoryContract } from './directory.contract.ts';
import { memoryDirectoryKeys, memoryDirectoryStore } from './directory.memory.ts';
import { saveDirectory } from './directory.ts';

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
