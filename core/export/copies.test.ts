import { describe, expect, test } from '@jest/globals';
import { ulid } from 'ulid';
import { COPY } from '../../api/export.ts';
import { exportingSetup } from '../../test/fixtures/exports.ts';
import type { Event } from '../../wire/event.ts';
import { wholeLedger } from '../ledger/walk.ts';
import { keepCopy } from './copies.ts';
import { revokeExport } from './end.ts';

const COPIED = 'athena:sluice_exports.clicks@s3://team-data/clicks/';
const CLICK = { kind: 'click', time: 1, app: 'editor', x: 1, y: 1, button: 0 } as Event;

async function setup() {
  const all = await exportingSetup();
  for (const person of ['anna', 'bert', 'carl', 'dora']) await all.record(person, [CLICK]);
  const { export: id } = await all.create();
  const say = (there: boolean, change: { copy?: string; by?: string; export?: string } = {}) =>
    keepCopy(all, { export: id, copy: COPIED, by: 'ivan', ...change, there });
  return { ...all, id, say };
}

describe('a copy of what was fetched', () => {
  test('stands with the data set and in the ledger, by who made it, until it has gone', async () => {
    const { id, run, say, ledger } = await setup();
    await expect(say(true)).rejects.toMatchObject({ reason: 'unfinished' });
    await run(id);

    expect(await say(true)).toMatchObject({ export: { copies: [COPIED] }, receipt: { chain: expect.any(String) } });
    expect(await say(true)).not.toHaveProperty('receipt');
    await expect(say(true, { by: 'nadia' })).rejects.toMatchObject({ reason: 'not-found' });
    await expect(say(true, { export: ulid() })).rejects.toMatchObject({ reason: 'not-found' });
    expect((await say(false)).export).not.toHaveProperty('copies');

    const steps = (await wholeLedger(ledger)).flatMap(({ detail }) =>
      ['copy', 'drop'].includes(String(detail?.step)) ? [detail] : [],
    );
    // In whose bucket it lies stands in no ledger.
    expect(steps.map((one) => ({ ...one })).sort((a, b) => (String(a?.step) < String(b?.step) ? -1 : 1))).toEqual([
      { export: id, step: 'copy' },
      { export: id, step: 'drop' },
    ]);
  });

  test('is none of one that opens no more, and can be gone from it', async () => {
    const all = await setup();
    await all.run(all.id);
    await all.say(true);
    await revokeExport(all, all.id, { sub: 'ivan', groups: [] });

    await expect(all.say(true, { copy: `${COPIED}more/` })).rejects.toMatchObject({ reason: 'ended' });
    expect((await all.say(false)).export).not.toHaveProperty('copies');
  });

  test('is one of twenty at most', async () => {
    const all = await setup();
    await all.run(all.id);
    for (let n = 0; n < 20; n++) await all.say(true, { copy: `${COPIED}${n}/` });
    await expect(all.say(true)).rejects.toMatchObject({ reason: 'too-many' });
  });

  test.each([
    ['no folder of its own', 'athena:a.b@s3://team-data/'],
    ['a way up', 'athena:a.b@s3://team-data/../x/'],
    ['words', 'athena:a.b@s3://team-data/for Anna/'],
    ['no table', 's3://team-data/clicks/'],
  ])('has a name without %s', (_what, copy) => {
    expect(COPY.test(COPIED)).toBe(true);
    expect(COPY.test(copy)).toBe(false);
  });
});
