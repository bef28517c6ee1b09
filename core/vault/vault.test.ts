import { describe, expect, test } from '@jest/globals';
import { dayKey, dayKeys, fromItem, toItem } from './index-row.ts';
import { openRow } from './open-row.ts';
import { vaultContract } from './vault.contract.ts';
import { memoryVault } from './vault.memory.ts';
import { objectName } from './vault.ts';

describe('vault in memory', () => vaultContract(async () => memoryVault()));

test('names spread over all prefixes', () => {
  const prefixes = new Set(Array.from({ length: 5000 }, () => objectName().slice(0, 2)));
  expect(prefixes.size).toBe(256);
});

const row = {
  ...{ subject: 's', segment: '01M8997DG0TK1P27SZ24DTPS8J', keyId: 'k', disclosure: '1.0', program: 'p', lane: 'l' },
  ...{ devices: ['d1', 'd2'], arrivedFrom: 1, arrivedTo: 2, readableFrom: 3, expiresSeconds: 4, events: 5 },
  ...{ kinds: { key: 5 }, tier: 'personal' as const, bytes: 6, day: dayKey(2, 's') },
};
const object = `ab/${'0'.repeat(32)}`;

test('a row survives its item form, inline and with an object', () => {
  for (const body of [{ message: Buffer.from('m') }, { head: Buffer.from('h'), object }]) {
    expect(fromItem(toItem({ ...row, body }))).toEqual({ ...row, body });
  }
});

test.each([{ head: Buffer.from('h') }, { object }])('a row with a message, and with %j too, is damaged', (more) => {
  const item = { ...toItem({ ...row, body: { message: Buffer.from('m') } }), ...more };
  const damaged = { reason: 'damaged', message: 'a row holds a message and points at one' };
  expect(() => fromItem(item)).toThrow(expect.objectContaining(damaged));
});

test('a message that is not as long as its row says is not opened, inline or in parts', async () => {
  const vault = memoryVault();
  const stored = await vault.put(Buffer.alloc(3));
  for (const body of [{ message: Buffer.alloc(5) }, { head: Buffer.alloc(4), object: stored }]) {
    await expect(openRow({ ...row, body }, vault, Buffer.alloc(32))).rejects.toMatchObject({
      ...{ reason: 'wrong-object', message: 'the message is not as long as its row says' },
    });
  }
});

test('every subject of a day is in one of its partitions', () => {
  const at = Date.UTC(2026, 10, 25, 23, 59);
  const used = new Set(Array.from({ length: 500 }, (_, subject) => dayKey(at, `subject-${subject}`)));
  expect(used).toEqual(new Set(dayKeys(at)));
  expect([...used][0]).toMatch(/^2026-11-25#\d+$/);
});
