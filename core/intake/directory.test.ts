import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { createMemoryKeyRing } from '../vault/key-ring.memory.ts';
import { directoryContract } from './directory.contract.ts';
import { createMemoryDirectoryStore } from './directory.memory.ts';
import { saveDirectory } from './directory.ts';

describe('directory in memory', () => {
  directoryContract(async () => ({ store: createMemoryDirectoryStore(), keyRing: createMemoryKeyRing() }));
});

test('one that does not fit into its row is refused, and leaves no key behind', async () => {
  const keyRing = createMemoryKeyRing();
  const huge = Array.from({ length: 20_000 }, () => [randomBytes(24).toString('base64')]);
  const saving = saveDirectory(huge, createMemoryDirectoryStore(), keyRing, 'p');
  await expect(saving).rejects.toMatchObject({ reason: 'too-large' });
  expect(keyRing.keys.size).toBe(0);
});
