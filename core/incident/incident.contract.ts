import { expect, test } from '@jest/globals';
import { ulid } from 'ulid';
import { entryBy } from '../ledger/entry-by.memory.ts';
import type { Entry, EntryFacts, Ledger, LedgerReader } from '../ledger/ledger.ts';
import { wholeLedger } from '../ledger/walk.ts';
import { caseContract } from './case.contract.ts';
import type { CaseStore } from './case.ts';
import type { Approval, Incident, IncidentStore, MostReports } from './incident.ts';

export interface IncidentSetup {
  store: IncidentStore & CaseStore;
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
  const factsOf = (kind: EntryFacts['kind'], { incident }: { incident: string }): EntryFacts =>
    entryBy(kind, 'rita', { at: AT, incident });
  const of = (by: string, perDay: number): MostReports => ({ by, perDay });
  const entriesOf = async (ledger: LedgerReader): Promise<Entry[]> => {
    return wholeLedger(ledger);
  };

  caseContract(make, incidentOf, factsOf);

  test('steps that are made at once are all made: none is decided on a row that another has moved', async () => {
    const { store } = await make();
    const incident = incidentOf();
    await store.file(incident, 'text', factsOf('report', incident));
    const steps: Partial<Incident>[] = [
      { startedAt: AT },
      { closedAt: AT + 1 },
      { moved: ['lane'] },
      { remindedAt: AT + 2 },
    ];

    await Promise.all(steps.map((set) => store.advance(incident.incident, { set, once: () => false })));

    expect(await store.read(incident.incident)).toMatchObject(Object.assign({}, ...steps));
  });

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

  test('filed again under its id it is one incident; under another’s id one that closes nothing is refused', async () => {
    const { store, ledger } = await make();
    const incident = incidentOf();
    await store.file(incident, 'text', factsOf('report', incident), of('rita', 1));
    expect(
      await store.file({ ...incident, reportedAt: AT + 5 }, 'text', factsOf('report', incident), of('rita', 1)),
    ).toEqual(incident);
    expect(await entriesOf(ledger)).toHaveLength(1);
    const other = { ...incident, reporter: 'otto', closes: false };
    await expect(store.file(other, 'text', factsOf('report', incident))).rejects.toMatchObject({ reason: 'exists' });
  });

  test('sent twice at once, the last report of a day is one report, and not refused', async () => {
    const { store, ledger } = await make();
    const incident = incidentOf();
    const file = () => store.file(incident, 'text', factsOf('report', incident), of('rita', 1));
    expect(await Promise.all([file(), file()])).toEqual([incident, incident]);
    expect(await entriesOf(ledger)).toHaveLength(1);
  });

  test('of many at once, as many are taken as a day has, and the others are told why not', async () => {
    const { store, ledger } = await make();
    const filed = await Promise.all(
      [1, 2, 3, 4].map(() => {
        const incident = incidentOf();
        return store.file(incident, 'text', factsOf('report', incident), of('rita', 3)).then(
          () => 'taken',
          ({ reason, message }) => `${reason}: ${message}`,
        );
      }),
    );
    expect(filed.sort()).toEqual(['limit: the reports of this day are used up', 'taken', 'taken', 'taken']);
    expect(await entriesOf(ledger)).toHaveLength(3);
  });

  test('many at once that nobody counts are all filed', async () => {
    const { store, ledger } = await make();
    const incidents = [1, 2, 3].map((n) => incidentOf({ reportedAt: AT + n }));
    await Promise.all(incidents.map((incident) => store.file(incident, undefined, factsOf('report', incident))));
    expect(await store.open()).toEqual(incidents.map(({ incident, reportedAt }) => ({ incident, reportedAt })));
    expect(await entriesOf(ledger)).toHaveLength(3);
  });

  test('what nobody counts does not count', async () => {
    const { store } = await make();
    const file = (most?: number) => {
      const incident = incidentOf();
      return store.file(
        incident,
        'text',
        factsOf('report', incident),
        most === undefined ? undefined : of('rita', most),
      );
    };
    await file();
    expect(await file(1)).toMatchObject({ reporter: 'rita' });
    await expect(file(1)).rejects.toMatchObject({ reason: 'limit' });
  });

  test('reports are counted per reporter, severity and day', async () => {
    const { store, ledger } = await make();
    const file = (change: Partial<Incident>) => {
      const incident = incidentOf(change);
      return store.file(incident, 'text', factsOf('report', incident), of(incident.reporter, 2));
    };
    const first = await file({});
    await file({});
    await expect(file({})).rejects.toMatchObject({ reason: 'limit' });
    await expect(file({ reportedAt: AT + 1 })).rejects.toMatchObject({ reason: 'limit' });
    expect(await file(first)).toEqual(first);
    await file({ severity: 'low' });
    await file({ reporter: 'otto' });
    await file({ reportedAt: AT + 86_400_000 });
    const uncounted = incidentOf();
    await store.file(uncounted, 'text', factsOf('report', uncounted));
    expect(await entriesOf(ledger)).toHaveLength(6);
  });

  test('who closes the gates under an id joins its incident, and their text is kept beside the other', async () => {
    const { store, ledger } = await make();
    const low = incidentOf({ severity: 'low', closes: false, notClosed: 'severity' });
    await store.file(low, 'what rita saw', factsOf('report', low));
    const closing = { ...low, reporter: 'otto', severity: 'high' as const, closes: true };
    const joined = await store.file(closing, 'what otto saw', factsOf('report', closing));
    expect(joined).toMatchObject({ reporter: 'rita', alsoBy: ['otto'], closes: true, severity: 'high' });
    expect(joined).not.toHaveProperty('notClosed');
    expect(await store.read(low.incident)).toEqual(joined);
    expect(await store.file(closing, 'otto once more', factsOf('report', closing))).toEqual(joined);
    expect(await store.text(low.incident)).toBe('what rita saw\n\nwhat otto saw');
    expect(await store.text(low.incident, 'otto')).toBe('what otto saw');
    expect(await store.text(low.incident, 'eve')).toBeUndefined();
    expect(await entriesOf(ledger)).toHaveLength(2);
  });

  test('a report that was concluded, and then holds, begins anew as one that closes', async () => {
    const { store, ledger } = await make();
    const low = incidentOf({ severity: 'low', closes: false, notClosed: 'severity' });
    const id = low.incident;
    await store.file(low, 'text', factsOf('report', low));
    const set = { status: 'concluded' as const, concludedAt: AT };
    await store.advance(id, { once: 'startedAt', set: { startedAt: AT } });
    await store.advance(id, { once: 'concludedAt', set });
    expect(await store.open()).toEqual([]);
    const closing = { ...low, closes: true, severity: 'high' as const };
    const after = await store.file(closing, undefined, factsOf('report', closing));
    expect(after).toEqual({ ...incidentOf({ incident: id }), leaseSeconds: 0 });
    expect(await store.open()).toEqual([{ incident: id, reportedAt: AT }]);
    expect(await entriesOf(ledger)).toHaveLength(2);
  });

  test('who joins an incident that has ended with the gates closed does not open it again', async () => {
    const { store } = await make();
    const incident = incidentOf();
    await store.file(incident, 'text', factsOf('report', incident));
    const set = { status: 'terminated' as const, concludedAt: AT };
    await store.advance(incident.incident, { once: 'concludedAt', set });
    const joined = await store.file({ ...incident, reporter: 'otto' }, 'otto too', factsOf('report', incident));
    expect(joined).toMatchObject({ status: 'terminated', alsoBy: ['otto'] });
    expect(await store.open()).toEqual([]);
  });

  test('a hold that was found is filed without a text, which is written when somebody has it', async () => {
    const { store, ledger } = await make();
    const incident = incidentOf();
    await store.file(incident, undefined, factsOf('report', incident));
    expect(await store.text(incident.incident)).toBeUndefined();
    await store.file(incident, 'later', factsOf('report', incident));
    await store.file(incident, 'later still', factsOf('report', incident));
    expect(await store.text(incident.incident)).toBe('later');
    expect(await store.find(incident.incident)).toEqual(incident);
    expect(await entriesOf(ledger)).toHaveLength(1);
  });

  test('open ones are listed oldest first by the time of the server, until they are concluded', async () => {
    const { store } = await make();
    // The ids say another order.
    const all = [3, 1, 2].map((n) => incidentOf({ incident: ulid(AT - n), reportedAt: AT + n }));
    for (const incident of all) await store.file(incident, 'text', factsOf('report', incident));
    const [third, first, second] = all as [Incident, Incident, Incident];
    const named = ({ incident, reportedAt }: Incident) => ({ incident, reportedAt });
    expect(await store.open()).toEqual([first, second, third].map(named));
    await store.advance(first.incident, { once: 'startedAt', set: { startedAt: AT } });
    await store.advance(second.incident, { once: 'concludedAt', set: { concludedAt: AT } });
    expect((await store.open()).map(({ incident }) => incident)).toEqual([first.incident, third.incident]);
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
    expect(await store.approvals(incident.incident)).toEqual([]);
    await store.keepToken(incident.incident, 'one');
    await store.keepToken(incident.incident, 'two');
    expect(await store.token(incident.incident)).toBe('two');
  });

  test('what is not there is refused', async () => {
    const { store } = await make();
    const id = ulid(AT);
    expect(await store.find(id)).toBeUndefined();
    expect(await store.open()).toEqual([]);
    const approval = {
      incident: id,
      approver: 'a',
      groups: [],
      decision: 'resume' as const,
      findings: '',
      epoch: 1,
      at: 0,
    };
    // One after the other: a promise that is refused while another is waited for is held by nobody.
    for (const ask of [
      () => store.read(id),
      () => store.text(id),
      () => store.keepToken(id, 't'),
      () => store.approve(approval, factsOf('approval', { incident: id })),
    ]) {
      await expect(ask()).rejects.toMatchObject({ reason: 'not-found', message: 'no such incident' });
    }
    expect(await store.approvals(id)).toEqual([]);
    await expect(store.advance(id, { once: 'startedAt', set: { startedAt: 1 } })).rejects.toMatchObject({
      reason: 'not-found',
    });
    expect(await store.list()).toEqual([]);
  });

  test('of the same moment, they are listed by their ids, both ways and over pages', async () => {
    const { store } = await make();
    const incidents = [3, 1, 2].map((n) => incidentOf({ incident: ulid(AT - n), reportedAt: AT }));
    for (const incident of incidents) await store.file(incident, 'text', factsOf('report', incident));
    const oldest = incidents.toSorted((a, b) => (a.incident < b.incident ? -1 : 1));
    expect((await store.open()).map(({ incident }) => incident)).toEqual(oldest.map(({ incident }) => incident));
    expect(await store.list()).toEqual(oldest.toReversed());
    expect(await store.list(2, oldest[2])).toEqual([oldest[1], oldest[0]]);
  });

  test('the newest are listed first by the time of the server, a page at a time', async () => {
    const { store } = await make();
    // The ids say another order: reporters choose them.
    const incidents = [1, 2, 3, 4, 5].map((n) => incidentOf({ incident: ulid(AT - n), reportedAt: AT + n }));
    for (const incident of incidents) await store.file(incident, 'text', factsOf('report', incident));
    const newest = incidents.toReversed();
    expect(await store.list()).toEqual(newest);
    const first = await store.list(2);
    const second = await store.list(2, first.at(-1));
    expect([first, second, await store.list(2, second.at(-1))]).toEqual([
      newest.slice(0, 2),
      newest.slice(2, 4),
      newest.slice(4),
    ]);
  });
}
