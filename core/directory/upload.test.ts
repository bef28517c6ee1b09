import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { memoryCounts } from '../shared/counts.memory.ts';
import { memoryDirectoryKeys, memoryDirectoryStore, memoryPartNames } from './directory.memory.ts';
import { LARGEST, partsOf } from './size.ts';
import { commitUpload, hasPart, PART_UPLOADS, UNFINISHED, UPLOADS, uploadPart } from './upload.ts';

function setup() {
  const clock = { time: Date.UTC(2026, 10, 25, 12), now: () => clock.time };
  let made = 0;
  const memory = memoryDirectoryKeys();
  const keys = {
    made: () => made,
    make: () => {
      made++;
      return memory.make();
    },
  };
  const parts = {
    store: memoryDirectoryStore(),
    keys,
    names: memoryPartNames,
    program: 'p',
    clock,
    uploads: memoryCounts(),
  };
  const upload = (names: string[], by = 'pia') => {
    const [part] = partsOf(names.map((name) => [name]));
    return uploadPart(part!.hash, part!.entries, by, parts).then(() => part!.hash);
  };
  return { ...parts, parts, upload, commit: (hashes: string[], by = 'pia') => commitUpload(hashes, by, parts) };
}

describe('an upload in parts', () => {
  test('is in force once it names parts that are all there, and a part is sealed once', async () => {
    const { upload, commit, parts, keys } = setup();
    const [ada, ben] = [await upload(['Ada']), await upload(['Ben', 'Cleo'])];
    await upload(['Ada']);

    expect(keys.made()).toBe(2);
    expect([await hasPart(ada, parts), await hasPart('0'.repeat(64), parts)]).toEqual([true, false]);
    expect(await commit([ada, ben, ada])).toMatchObject({ entries: 3 });
  });

  test('that names a part that is missing is refused, and the one before stays', async () => {
    const { upload, commit, store } = setup();
    const before = await commit([await upload(['Ada'])]);
    await expect(commit([await upload(['Ben']), '0'.repeat(64)])).rejects.toMatchObject({
      reason: 'missing-part',
      message: expect.stringContaining('1 of 2 parts'),
    });
    expect(await store.facts()).toMatchObject(before);
  });

  test('is refused too when a part goes in the last moment', async () => {
    const { upload, parts } = setup();
    const hash = await upload(['Ada']);
    const store = { ...parts.store, commit: async () => false };
    await expect(commitUpload([hash], 'pia', { ...parts, store })).rejects.toMatchObject({ reason: 'missing-part' });
  });

  test('keeps what both have, and what another upload has sent, when it replaces the one before', async () => {
    const { upload, commit, parts, clock } = setup();
    const [ada, ben, under] = [await upload(['Ada']), await upload(['Ben']), await upload(['Under way'])];
    await commit([ada, ben]);
    clock.time += UNFINISHED / 2;

    await commit([ben]);

    expect(await Promise.all([ada, ben, under].map((hash) => hasPart(hash, parts)))).toEqual([false, true, true]);
  });

  test('a part that is another one than its hash says is refused', async () => {
    const { parts } = setup();
    await expect(uploadPart('0'.repeat(64), [['Ada']], 'pia', parts)).rejects.toMatchObject({ reason: 'malformed' });
  });

  test('a part that does not fit into its row is refused', async () => {
    const { parts, store } = setup();
    const huge = Array.from({ length: 20_000 }, () => [randomBytes(24).toString('base64')]);
    const { hashOf, linesOf } = await import('./size.ts');
    await expect(uploadPart(hashOf(linesOf(huge)), huge, 'pia', parts)).rejects.toMatchObject({ reason: 'too-large' });
    expect((await store.parts()).size).toBe(0);
  });

  test('parts that nobody finishes are bounded, and make room after a day', async () => {
    const { upload, clock, store } = setup();
    for (let at = 0; at < 192; at++) await upload([`Ada ${at}`]);
    await expect(upload(['Ben'])).rejects.toMatchObject({ reason: 'too-many' });
    clock.time += UNFINISHED;
    await upload(['Ben']);
    expect((await store.parts()).size).toBe(1);
  });
});

describe('the parts of a directory', () => {
  test('are the same of the same entries, and each fits', () => {
    const people = Array.from({ length: 30_000 }, (_, at) => [
      `Person ${at}`,
      randomBytes(at % 2 ? 90 : 6).toString('base64'),
    ]);
    const parts = partsOf(people);
    expect(parts.flatMap(({ entries }) => entries)).toEqual(people);
    expect(parts.length).toBeGreaterThan(3);
    expect(Math.max(...parts.map(({ packed }) => packed))).toBeLessThan(LARGEST);
    expect(partsOf(people)).toEqual(parts);
  });

  test('are sent once where they say the same', () => {
    expect(partsOf([['Ada']])).toHaveLength(1);
    expect(partsOf([])).toEqual([]);
  });
});

describe('what one person may upload on a day is limited, of another one it is not', () => {
  const again = 'again from 2026-11-26T00:00:00.000Z on';

  test('directories', async () => {
    const { upload, commit } = setup();
    const hash = await upload(['Ada']);
    for (let done = 0; done < UPLOADS.most - 1; done++) await commit([hash]);

    const last = await Promise.allSettled([commit([hash]), commit([hash])]);

    expect(last.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(commit([hash])).rejects.toMatchObject({
      reason: 'limit',
      message: `at most ${UPLOADS.most} uploads within one day: ${again}`,
    });
    await commit([hash], 'paul');
  });

  test('parts, before anything is sealed', async () => {
    const { upload, keys } = setup();
    for (let done = 0; done < PART_UPLOADS.most; done++) await upload(['Ada']);
    await expect(upload(['Ben'])).rejects.toMatchObject({
      reason: 'limit',
      message: `at most ${PART_UPLOADS.most} parts of directories within one day: ${again}`,
    });
    expect(keys.made()).toBe(1);
    await upload(['Ben'], 'paul');
  });
});
