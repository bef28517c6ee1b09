import { expect, test } from '@jest/globals';
import { knownInWords, whatIsKnown } from './known.ts';

const told = async (state: object) => knownInWords(await whatIsKnown({ read: async () => state as never }));
const CLOSED = { state: 'closed', since: 1_000, epoch: 2 };

test('a program that has ended is not said to be paused', async () => {
  expect(await told({ ...CLOSED, ended: 'i1' })).toBe(
    'the program has ended: nothing of it is collected or read again',
  );
  expect(await told(CLOSED)).toMatch(/^the program is paused since 1970-/);
  expect(await told({ ...CLOSED, state: 'open' })).toMatch(/^the program has not been paused since/);
});

test('of the end all are told that it is, and not by which incident', async () => {
  expect(await whatIsKnown({ read: async () => ({ ...CLOSED, ended: 'i1' }) as never })).toEqual({
    collecting: false,
    since: 1_000,
    ended: true,
  });
});
