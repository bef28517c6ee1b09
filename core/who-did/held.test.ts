import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { run } from '../../test/fixtures/run.ts';
import { IdSet } from '../access-log/id-set.ts';
import { pagesOf } from '../shared/pages.ts';
import { Gathered } from './gathered.ts';

const SCRIPT = join(import.meta.dirname, '../../tools/bench/investigate/did.ts');

/** As objects they would be some 150 MB, and the heap has 48. `npm run bench -- investigate --only did` takes a million. */
test('records of a window are looked at one by one: what is held does not grow with them', async () => {
  const ended = await run(process.execPath, [
    '--max-old-space-size=48',
    '--disable-warning=ExperimentalWarning',
    SCRIPT,
    '100000',
  ]);

  expect({ code: ended.code, stderr: ended.stderr }).toEqual({ code: 0, stderr: '' });
  // Each of 1,000 reads has its calls, and each of 50 people went around the reader.
  expect(JSON.parse(ended.stdout)).toMatchObject({ seen: 100_000, reads: 1_000, findings: 50 });
});

test('names that were there are told, however many there are', () => {
  const ids = new IdSet();
  const names = Array.from({ length: 20_000 }, (_, at) => `event-${at}`);
  expect(names.filter((one) => !ids.add(one))).toEqual([]);
  expect(names.filter((one) => ids.add(one))).toEqual([]);
  expect(ids.size).toBe(20_000);
});

const giver =
  (most: number, seen: number[], fails = false) =>
  async (add: (one: number) => void, full: () => Promise<void> | undefined) => {
    for (let one = 0; one < most; one++) {
      add(one);
      seen.push(one);
      await full();
    }
    if (fails) throw new Error('broken');
  };

test.each([0, 1, 9, 10, 11, 25])('all of %d come, in pages', async (count) => {
  const pages: number[][] = [];
  for await (const page of pagesOf<number>(10, giver(count, []))) pages.push(page);
  expect(pages.flat()).toEqual(Array.from({ length: count }, (_, at) => at));
  expect(pages.every(({ length }) => length > 0 && length <= 10)).toBe(true);
});

test('nothing is made before it is asked for, who takes no more ends it, and what fails is told', async () => {
  const seen: number[] = [];
  for await (const page of pagesOf<number>(10, giver(1_000, seen))) {
    expect(page).toHaveLength(10);
    break;
  }
  expect(seen).toHaveLength(10);

  const all = async () => {
    for await (const _ of pagesOf<number>(10, giver(15, [], true)));
  };
  await expect(all()).rejects.toThrow('broken');
});

test('of a finding the first names are listed, and all of its records counted, in any order', () => {
  const record = (at: number) => ({
    id: `r${String(at).padStart(4, '0')}`,
    at,
    outcome: at === 7 ? 'done' : 'failed',
    action: 'a:B',
  });
  const by = { kind: 'user', name: 'eve' } as const;
  const objects = Array.from({ length: 300 }, (_, at) => (at * 7) % 300);
  const gathered = [new Gathered(by), new Gathered(by)] as const;
  for (const at of objects) {
    gathered[at % 2]!.add({ record: record(at) as never, object: `o${String(at).padStart(4, '0')}` });
    gathered[at % 2]!.add({ record: record(at) as never, subject: 's' });
  }

  const told = gathered[0].join(gathered[1]).finding({ finding: 'around', certainty: 'proven', why: '' });

  expect(told).toMatchObject({ first: 0, last: 299, count: 300, outcome: 'done', subjects: ['s'] });
  expect(told.objects).toEqual(Array.from({ length: 50 }, (_, at) => `o${String(at).padStart(4, '0')}`));
  expect(told.records).toHaveLength(10);
});
