import { expect, test } from '@jest/globals';
import { ulid } from 'ulid';
import type { EntryFacts, Ledger, LedgerReader } from '../ledger/ledger.ts';
import { wholeLedger } from '../ledger/walk.ts';
import { Refused } from '../shared/errors.ts';
import { type CaseStore, hashContribution, type NewContribution } from './case.ts';
import type { Incident, IncidentStore } from './incident.ts';

const AT = Date.UTC(2026, 10, 25, 13);
const WORDS = { salt: 'c2FsdA', text: 'what ivo saw' };
const note = (change: Partial<NewContribution> = {}): NewContribution => ({
  act: { what: 'note' },
  by: 'ivo',
  groups: ['investigators'],
  at: AT,
  ...change,
});

/** What every adapter of `CaseStore` keeps. */
export function caseContract(
  make: () => Promise<{ store: IncidentStore & CaseStore; ledger: Ledger & LedgerReader }>,
  incidentOf: () => Incident,
  factsOf: (kind: EntryFacts['kind'], incident: Incident) => EntryFacts,
): void {
  const filed = async () => {
    const all = await make();
    const incident = incidentOf();
    await all.store.file(incident, 'text', factsOf('report', incident));
    return { ...all, id: incident.incident };
  };
  const numbersOf = async (store: CaseStore, id: string) =>
    (await store.contributions(id)).map(({ contribution: { number } }) => number);

  test('a contribution is numbered, kept with its words, and in the ledger by its hash, without them', async () => {
    const { store, ledger, id } = await filed();

    const kept = await store.contribute(id, { id: ulid(AT), words: WORDS }, () => note());

    expect(await store.contributions(id)).toEqual([kept]);
    expect(await store.words(id, 1)).toEqual(WORDS);
    expect(kept.document).toBe(hashContribution(kept.contribution, WORDS));
    const entry = (await wholeLedger(ledger)).find(({ kind }) => kind === 'case');
    expect(entry).toMatchObject({
      ...kept.receipt,
      actor: 'responder:ivo',
      incident: id,
      detail: { what: 'note', number: 1, document: kept.document },
    });
    expect(JSON.stringify(await wholeLedger(ledger))).not.toContain(WORDS.text);
  });

  test('those that are made at once have a number each, and each was decided on all before it', async () => {
    const { store, id } = await filed();
    const seen: number[] = [];

    await Promise.all(
      [1, 2, 3, 4].map((n) =>
        store.contribute(id, { id: ulid(AT + n) }, (_, soFar) => {
          seen[n] = soFar.length;
          return note();
        }),
      ),
    );

    expect(await numbersOf(store, id)).toEqual([1, 2, 3, 4]);
    expect(seen.slice(1).sort()).toEqual([0, 1, 2, 3]);
  });

  test('sent again under its id it is the same contribution, whatever it says now', async () => {
    const { store, ledger, id } = await filed();
    const first = await store.contribute(id, { id: ulid(AT), words: WORDS }, () => note());
    const sameId = first.contribution.id;

    const again = await store.contribute(id, { id: sameId, words: { salt: 'x', text: 'other' } }, () =>
      note({ at: 9 }),
    );

    expect(again).toEqual(first);
    expect(await numbersOf(store, id)).toEqual([1]);
    expect((await wholeLedger(ledger)).filter(({ kind }) => kind === 'case')).toHaveLength(1);
  });

  test('what is refused leaves nothing; pages go on where they ended', async () => {
    const { store, ledger, id } = await filed();
    const before = (await wholeLedger(ledger)).length;
    const no = () => {
      throw new Refused('state', 'not now');
    };
    await expect(store.contribute(id, { id: ulid(AT) }, no)).rejects.toMatchObject({ reason: 'state' });
    expect([await numbersOf(store, id), (await wholeLedger(ledger)).length]).toEqual([[], before]);

    for (let n = 0; n < 5; n++) await store.contribute(id, { id: ulid(AT + n) }, () => note());

    const page = await store.contributions(id, 2, 2);
    expect(page.map(({ contribution }) => contribution.number)).toEqual([3, 4]);
    expect(await store.contributions(id, 5)).toEqual([]);
    expect(await store.words(id, 1)).toBeUndefined();
    expect(await store.contributions(ulid(7))).toEqual([]);
    await expect(store.contribute(ulid(7), { id: ulid(AT) }, () => note())).rejects.toMatchObject({
      reason: 'not-found',
    });
  });

  test('a step is made with it: the incident has moved, or nothing has', async () => {
    const { store, id } = await filed();

    await store.contribute(id, { id: ulid(AT) }, () => note({ step: { set: { remindedAt: AT } } }));

    expect(await store.read(id)).toMatchObject({ remindedAt: AT });
  });

  test('the key of a file is kept beside it', async () => {
    const { store, id } = await filed();
    const file = { sha256: 'a'.repeat(64), bytes: 3, name: 'case/x' };
    const evidence = note({ act: { what: 'evidence', file } });

    await store.contribute(id, { id: ulid(AT), fileKey: Uint8Array.of(1, 2) }, () => evidence);

    expect([...(await store.fileKey(id, 1))]).toEqual([1, 2]);
    await expect(store.fileKey(id, 2)).rejects.toMatchObject({ reason: 'not-found' });
  });
}
