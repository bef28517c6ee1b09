import { describe, expect, test } from '@jest/globals';
import { exportingSetup } from '../../test/fixtures/exports.ts';
import type { Event } from '../../wire/event.ts';
import { wholeLedger } from '../ledger/walk.ts';
import { HOUR, NOW } from '../reading/sample.ts';
import { revokeExport } from './end.ts';
import { memoryHeldIndex, memoryRuns } from './export.memory.ts';
import { concernedBy, declareRun, departures, type RegisterParts, visibleRuns } from './runs.ts';

/** A sealed export of four people, and a register. */
async function setup() {
  const all = await exportingSetup();
  for (const subject of ['anna', 'bert', 'carl', 'dora']) {
    const at = NOW - 72 * HOUR;
    await all.record(subject, [{ kind: 'click', time: at, app: 'editor', x: 1, y: 2 } as Event], at);
  }
  const { export: id } = await all.create();
  const runs = memoryRuns();
  const parts = { ...all, runs, index: memoryHeldIndex(all.store, runs) } satisfies RegisterParts;
  const declare = (more: object = {}) =>
    declareRun(parts, { export: id, run: 'r1', model: 'clicker', by: 'ivan', ...more });
  return { ...all, parts, runs, id, declare };
}
const refused = (done: Promise<unknown>) =>
  done.then(
    () => 'done',
    ({ reason }) => reason,
  );

describe('a training run', () => {
  test('is declared by who made the export, once it is sealed, and is an entry', async () => {
    const { declare, run, id, ledger, runs } = await setup();
    expect(await refused(declare())).toBe('unfinished');
    await run(id);
    expect(await refused(declare({ by: 'nadia' }))).toBe('not-found');
    expect(await refused(declare({ export: 'other' }))).toBe('not-found');
    const { run: declared, receipt } = await declare();
    expect(declared).toMatchObject({ model: 'clicker', disclosure: '1.0', rows: 4, people: 4 });
    expect([...runs.declared.values()][0]!.people.map(({ subject }) => subject).sort()).toEqual([
      'anna',
      'bert',
      'carl',
      'dora',
    ]);
    const entry = (await wholeLedger(ledger)).find(({ hash }) => hash === receipt!.hash)!;
    expect(entry).toMatchObject({ kind: 'export', detail: { export: id, step: 'declare', people: 4 } });
    expect(entry).not.toHaveProperty('subject');
  });

  test('declared again is the same one, and of another model it is refused', async () => {
    const { declare, run, id, clock } = await setup();
    await run(id);
    const first = await declare();
    clock.time += 1;
    const again = await declare();
    expect([again.run, again.receipt]).toEqual([first.run, undefined]);
    expect(await refused(declare({ model: 'other' }))).toBe('exists');
  });

  test('is named to whoever is in it, and its people who go are counted, of nobody’s name', async () => {
    const { parts, declare, run, id, setState, store } = await setup();
    await run(id);
    await declare();
    expect(await departures(parts)).toEqual({ exports: [], runs: [] });
    await setState('anna', 'withdrawn');
    const gone = await departures(parts);
    expect(gone).toMatchObject({
      exports: [{ export: id, reader: 'ivan', people: 4, gone: 1 }],
      runs: [{ run: 'r1', people: 4, gone: 1 }],
    });
    expect(JSON.stringify(gone)).not.toContain('anna');
    expect(await concernedBy(parts, 'anna')).toMatchObject({
      exports: [{ export: id }],
      runs: [{ run: 'r1', model: 'clicker' }],
    });
    expect(await concernedBy(parts, 'emil')).toEqual({ exports: [], runs: [] });
    // The run stays known when its export is gone.
    await store.revoke(id);
    expect((await departures(parts)).exports).toEqual([]);
    expect((await departures(parts)).runs).toHaveLength(1);
  });

  test('has its entry before it stands: who dies between them declares it again, and none stands without', async () => {
    const { parts, declare, run, id, ledger } = await setup();
    await run(id);
    const died = { ...parts, ledger: { ...parts.ledger, append: () => Promise.reject(new Error('away')) } };
    await expect(declareRun(died, { export: id, run: 'r1', model: 'm', by: 'ivan' })).rejects.toThrow('away');
    expect(await parts.runs.runs()).toEqual([]);
    await declare();
    const entries = (await wholeLedger(ledger)).filter(({ detail }) => detail?.step === 'declare');
    expect([entries.length, (await parts.runs.runs()).length]).toEqual([1, 1]);
  });

  test('that is revoked has its entry first, and closes though the ledger is away', async () => {
    const { parts, run, id, store, ledger } = await setup();
    await run(id);
    const away = { ...parts, ledger: { ...parts.ledger, append: () => Promise.reject(new Error('away')) } };
    await expect(revokeExport(away as never, id, { sub: 'ivan', groups: [] })).rejects.toThrow('away');
    expect((await store.find(id))!.state).toBe('revoked');
    expect((await wholeLedger(ledger)).some(({ detail }) => detail?.step === 'revoke')).toBe(false);
  });

  test('is shown to who declared it, and to whoever may see grants', async () => {
    const { parts, declare, run, id } = await setup();
    await run(id);
    await declare();
    const seen = async (sub: string, groups: string[]) =>
      (await visibleRuns(parts, { sub, groups })).map((one) => one.run);
    expect(await seen('ivan', [])).toEqual(['r1']);
    expect(await seen('nadia', ['investigators'])).toEqual([]);
    expect(await seen('stella', ['stewards'])).toEqual(['r1']);
  });
});
