import { describe, expect, test } from '@jest/globals';
import { ulid } from 'ulid';
import type { CutFacts, Export, ExportStore } from './export.ts';
import { noCounts } from './part.ts';

const NOW = Date.UTC(2026, 10, 25, 12);
export const sampleExport = (change: Partial<Export> = {}): Export => ({
  export: ulid(NOW),
  reader: 'ivan',
  as: ['investigators'],
  query: { purpose: 'research', from: NOW - 1000, to: NOW, kinds: ['click'], applications: ['editor'], subjects: 5 },
  rules: { people: 3, days: 14 },
  disclosure: '1.0',
  state: 'planned',
  asked: NOW,
  expires: NOW + 14 * 86_400_000,
  receipt: { chain: 'c0', seq: 1, hash: '0'.repeat(64) },
  ...change,
});
const part = (name: string, subject = 'anna') => ({ part: name, subject, segments: [ulid(NOW), ulid(NOW)], events: 6 });
const facts = (change: Partial<CutFacts> = {}): CutFacts => ({
  counts: { ...noCounts(), rows: 6, byKind: { click: 6 }, left: { consent: 1 } },
  recall: { planted: 3, found: 3 },
  keyId: 'k',
  trims: [{ from: 1, to: 2 }],
  wrapped: Buffer.from('wrapped'),
  data: { object: 'e/1', bytes: 10, sha256: 'a' },
  trajectories: { object: 'e/2', bytes: 20, sha256: 'b' },
  ...change,
});
/** As a store of bytes gives them: whatever class of array. */
const asBytes = ({ wrapped, ...cut }: CutFacts) => ({ ...cut, wrapped: Buffer.from(wrapped!).toString() });

/** What every store of exports keeps. @param make an empty one */
export function exportContract(make: () => Promise<ExportStore>): void {
  const made = async (parts = [part('a'), part('b', 'bert')]) => {
    const store = await make();
    const asked = sampleExport();
    await store.create(asked);
    await store.plan(asked.export, parts, 2);
    return { store, id: asked.export, asked };
  };

  describe('an export', () => {
    test('that is made twice is the first one', async () => {
      const store = await make();
      const asked = sampleExport();
      expect(await store.create(asked)).toEqual(asked);
      expect(await store.create({ ...asked, reader: 'nadia' })).toEqual(asked);
      expect(await store.find(asked.export)).toEqual(asked);
      expect(await store.list()).toEqual([asked]);
      expect(await store.find(ulid())).toBeUndefined();
    });

    test('is planned once: a second plan changes nothing', async () => {
      const { store, id, asked } = await made();
      await store.plan(id, [part('c')], 9);
      expect(await store.find(id)).toEqual({ ...asked, state: 'making', parts: 2, people: 2 });
      expect((await store.parts(id)).parts).toEqual(
        [part('a'), part('b', 'bert')].map((one, n) => ({ ...one, segments: expect.any(Array), part: 'ab'[n] })),
      );
      expect(await store.list()).toHaveLength(1);
    });

    test('says whose rows it has, one of a person, and each person in which they are', async () => {
      const { store, id } = await made([part('a'), part('b', 'bert'), part('c'), part('d', 'carl')]);
      const empty = { ...facts({ counts: { ...noCounts(), rows: 0 } }) };
      for (const name of ['a', 'b', 'c']) await store.cut(id, name, facts());
      await store.cut(id, 'd', empty);

      expect(await store.held(id)).toMatchObject({
        held: [{ subject: 'anna', keyId: 'k', trims: [{ from: 1, to: 2 }] }, { subject: 'bert' }],
      });
      expect(await Promise.all(['anna', 'bert', 'carl', 'emil'].map((one) => store.holding(one)))).toEqual([
        [id],
        [id],
        [],
        [],
      ]);
      await store.forget(id);
      await store.revoke(id);
      expect(await store.holding('anna')).toEqual([id]);
    });

    test('is sealed from being made alone, and then stays so', async () => {
      const { store, id, asked } = await made();
      const sealed = { at: NOW, hash: 'h', rows: 12, people: 2 };
      expect(await store.seal(id, sealed)).toBe(true);
      expect(await store.find(id)).toEqual({ ...asked, state: 'sealed', parts: 2, people: 2, sealed });
      expect(await store.seal(id, { ...sealed, rows: 0 })).toBe(false);
      expect(await store.stop(id, 'failed')).toBe(false);
      expect((await store.find(id))!.sealed).toEqual(sealed);
      expect(await store.revoke(id)).toBe(true);
      expect(await store.revoke(id)).toBe(false);
      expect((await store.find(id))!.state).toBe('revoked');
    });

    test('that was stopped is neither cut nor sealed any more', async () => {
      const { store, id } = await made();
      expect(await store.stop(id, 'no-grant')).toBe(true);
      expect(await store.stop(id, 'failed')).toBe(false);
      expect(await store.cut(id, 'a', facts())).toBe(false);
      expect(await store.seal(id, { at: NOW, hash: 'h', rows: 0, people: 0 })).toBe(false);
      expect(await store.find(id)).toMatchObject({ state: 'stopped', stopped: 'no-grant' });
    });

    test('says where copies of it lie, each once, until they have gone', async () => {
      const { store, id } = await made();
      const [one, two] = ['athena:a.b@s3://team/one/', 'athena:a.c@s3://team/two/'];

      const kept = [await store.copy(id, two, true), await store.copy(id, one, true), await store.copy(id, one, true)];

      expect(kept).toEqual([true, true, false]);
      expect((await store.find(id))?.copies).toEqual([one, two]);
      expect([await store.copy(id, one, false), await store.copy(id, one, false)]).toEqual([true, false]);
      expect((await store.list()).map(({ copies }) => copies)).toEqual([[two]]);
      await store.copy(id, two, false);
      expect(await store.find(id)).not.toHaveProperty('copies');
      expect(await store.copy(ulid(), one, true)).toBe(false);
    });

    test('of no such name is nothing', async () => {
      const store = await make();
      const id = ulid();
      expect(await store.seal(id, { at: 0, hash: '', rows: 0, people: 0 })).toBe(false);
      expect(await store.stop(id, 'failed')).toBe(false);
      expect(await store.revoke(id)).toBe(false);
      expect(await store.cut(id, 'a', facts())).toBe(false);
      await store.forget(id);
      expect([await store.part(id, 'a'), (await store.parts(id)).parts]).toEqual([undefined, []]);
    });
  });

  describe('a part', () => {
    test('is cut once, and is then as it was cut', async () => {
      const { store, id } = await made();
      expect(await store.cut(id, 'a', facts())).toBe(true);
      expect(await store.cut(id, 'a', facts({ keyId: 'other' }))).toBe(false);
      expect(asBytes((await store.part(id, 'a'))!.cut!)).toEqual(asBytes(facts()));
      expect((await store.part(id, 'b'))!.cut).toBeUndefined();
      const { wrapped: _, data: __, trajectories: ___, trims: ____, ...empty } = facts();
      expect(await store.cut(id, 'b', empty)).toBe(true);
      expect((await store.part(id, 'b'))!.cut).toEqual(empty);
    });

    test('stands in pages in order of name', async () => {
      const names = Array.from({ length: 95 }, (_, n) => `p${String(n).padStart(3, '0')}`);
      const { store, id } = await made(names.toReversed().map((name) => part(name)));
      const seen: string[] = [];
      let after: string | undefined;
      do {
        const page = await store.parts(id, after);
        expect(page.parts.length).toBeLessThanOrEqual(40);
        seen.push(...page.parts.map((one) => one.part));
        after = page.next;
      } while (after !== undefined);
      expect(seen).toEqual(names);
    });

    test('opens under no key any more once they are forgotten', async () => {
      const { store, id } = await made();
      for (const name of ['a', 'b']) await store.cut(id, name, facts());
      for (let times = 0; times < 2; times++) await store.forget(id);
      const { parts } = await store.parts(id);
      expect(parts.map(({ subject, cut }) => [subject, cut!.wrapped, cut!.counts.rows])).toEqual([
        ['anna', undefined, 6],
        ['bert', undefined, 6],
      ]);
    });
  });
}
