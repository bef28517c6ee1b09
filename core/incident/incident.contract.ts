import { expect, test } from '@jest/globals';
import { ulid } from 'ulid';
import type { Entry, EntryFacts, Ledger, LedgerReader } from '../ledger/ledger.ts';
import { wholeLedger } from '../ledger/walk.ts';
import type { Approval, Incident, IncidentStore } from './incident.ts';

export interface IncidentSetup {
  store: IncidentStore;
  ledger: Ledger & LedgerReader;
}

const AT = Date.UTC(2026, 10, 25, 12);

/** What every adapter of `IncidentStore` keeps. @param make tables that are empty */
export function incidentContract(make: () => Promise<IncidentSetup>): void {
  const incidentOf = (change: Partial<Incident> = {}): Incident => ({
    incident: ulid(AT),
    kind: 'report',
    severity: 'high',
    status: 'reported',
    reporter: 'rita',
    reportedAt: AT,
    from: AT - 1000,
    disclosure: '1.0',
    closes: true,
    ...change,
  });
  const factsOf = (kind: EntryFacts['kind'], { incident }: { incident: string }): EntryFacts => ({
    kind,
    at: AT,
    actor: 'rita',
    incident,
  });
  const entriesOf = async (ledger: LedgerReader): Promise<Entry[]> => {
    return wholeLedger(ledger);
  };

  test('an incident that was filed is read, listed, in the ledger; its text is not in the ledger', async () => {
    const { store, ledger } = await make();
    const incident = incidentOf();
    expect(await store.file(incident, 'what rita saw', factsOf('report', incident))).toEqual(incident);
    expect(await store.read(incident.incident)).toEqual(incident);
    expect(await store.list()).toEqual([incident]);
    expect(await store.text(incident.incident)).toBe('what rita saw');
    const entries = await entriesOf(ledger);
    expect(entries.map(({ kind }) => kind)).toEqual(['report']);
    expect(JSON.stringify(entries)).not.toContain('what rita saw');
  });

  test('filed again under its id it is one incident; under another’s id it is refused', async () => {
    const { store, ledger } = await make();
    const incident = incidentOf();
    await store.file(incident, 'text', factsOf('report', incident), 1);
    expect(await store.file({ ...incident, reportedAt: AT + 5 }, 'text', factsOf('report', incident), 1)).toEqual(
      incident,
    );
    expect(await entriesOf(ledger)).toHaveLength(1);
    const other = { ...incident, reporter: 'otto' };
    await expect(store.file(other, 'text', factsOf('report', incident))).rejects.toMatchObject({ reason: 'exists' });
  });

  test('closures are counted per reporter and day', async () => {
    const { store, ledger } = await make();
    const file = (change: Partial<Incident>) => {
      const incident = incidentOf(change);
      return store.file(incident, 'text', factsOf('report', incident), 2);
    };
    await file({});
    await file({});
    await expect(file({})).rejects.toMatchObject({ reason: 'limit' });
    await file({ reporter: 'otto' });
    await file({ reportedAt: AT + 86_400_000 });
    const uncounted = incidentOf();
    await store.file(uncounted, 'text', factsOf('report', uncounted));
    expect(await entriesOf(ledger)).toHaveLength(5);
  });

  test('a step is made once, with its entry, however often and however many at once ask for it', async () => {
    const { store, ledger } = await make();
    const incident = incidentOf();
    const id = incident.incident;
    await store.file(incident, 'text', factsOf('report', incident));
    const steps = await Promise.all(
      [1, 2, 3, 4].map((startedAt) =>
        store.advance(id, { once: 'startedAt', set: { startedAt }, facts: factsOf('pause', incident) }),
      ),
    );
    expect(new Set(steps.map(({ startedAt }) => startedAt)).size).toBe(1);
    const later = await store.advance(id, { once: 'concludedAt', set: { status: 'resumed', concludedAt: AT } });
    expect(later).toEqual({ ...steps[0], status: 'resumed', concludedAt: AT });
    expect(await store.read(id)).toEqual(later);
    expect((await entriesOf(ledger)).filter(({ kind }) => kind === 'pause')).toHaveLength(1);
  });

  test('a step may be asked for by a rule, and takes away what it sets to nothing', async () => {
    const { store } = await make();
    const { incident: id } = await store.file(incidentOf(), 'text', factsOf('report', incidentOf()));
    const ask = (askedAt: number | undefined) =>
      store.advance(id, { set: { askedAt }, once: (now) => now.askedAt === askedAt });
    expect(await ask(AT)).toMatchObject({ askedAt: AT });
    expect(await ask(AT + 1)).toMatchObject({ askedAt: AT + 1 });
    expect(await ask(undefined)).not.toHaveProperty('askedAt');
    expect(await store.read(id)).not.toHaveProperty('askedAt');
  });

  test('approvals: one a person, the later word counts, the ledger has both', async () => {
    const { store, ledger } = await make();
    const incident = incidentOf();
    await store.file(incident, 'text', factsOf('report', incident));
    const approval = (approver: string, decision: Approval['decision']): Approval => ({
      incident: incident.incident,
      approver,
      groups: ['stewards'],
      decision,
      findings: 'f'.repeat(64),
      epoch: 2,
      at: AT,
    });
    await store.approve(approval('stella', 'resume'), factsOf('approval', incident));
    await store.approve(approval('rolf', 'resume'), factsOf('approval', incident));
    const receipt = await store.approve(approval('stella', 'terminate'), factsOf('approval', incident));
    const approvals = (await store.approvals(incident.incident)).sort((a, b) => (a.approver < b.approver ? -1 : 1));
    expect(approvals).toEqual([approval('rolf', 'resume'), approval('stella', 'terminate')]);
    const entries = (await entriesOf(ledger)).filter(({ kind }) => kind === 'approval');
    expect(entries).toHaveLength(3);
    expect(entries.map(({ hash }) => hash)).toContain(receipt.hash);
  });

  test('the token of the waiting workflow is the last one kept', async () => {
    const { store } = await make();
    const incident = incidentOf();
    await store.file(incident, 'text', factsOf('report', incident));
    expect(await store.token(incident.incident)).toBeUndefined();
    await store.keepToken(incident.incident, 'one');
    await store.keepToken(incident.incident, 'two');
    expect(await store.token(incident.incident)).toBe('two');
  });

  test('what is not there is refused', async () => {
    const { store } = await make();
    const id = ulid(AT);
    for (const asked of [store.read(id), store.text(id), store.keepToken(id, 't')]) {
      await expect(asked).rejects.toMatchObject({ reason: 'not-found' });
    }
    await expect(store.advance(id, { once: 'startedAt', set: { startedAt: 1 } })).rejects.toMatchObject({
      reason: 'not-found',
    });
    expect(await store.list()).toEqual([]);
  });

  test('the newest are listed first, up to a number', async () => {
    const { store } = await make();
    const incidents = [1, 2, 3].map((n) => incidentOf({ incident: ulid(AT + n) }));
    for (const incident of incidents) await store.file(incident, 'text', factsOf('report', incident));
    expect(await store.list(2)).toEqual([incidents[2], incidents[1]]);
  });
}
