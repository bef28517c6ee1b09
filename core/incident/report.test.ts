import { describe, expect, test } from '@jest/globals';
import { ulid } from 'ulid';
import { incidentSetup, once, RITA, ROLF, STELLA } from '../../test/fixtures/incident.ts';
import type { Disclosure } from '../disclosure/disclosure.ts';
import { sampleDisclosure } from '../disclosure/sample.ts';
import { verifyDocument } from '../ledger/note.ts';
import { dayOf } from '../shared/whole-days.ts';
import { DOCUMENT_KINDS } from './documents.ts';
import { UNKNOWN } from './filing.ts';
import type { ClosureReceipt } from './incident.ts';
import { pauseProgram } from './report.ts';
import { finishOpenWork } from './unfinished.ts';

describe('reporting', () => {
  test('high severity by a closer: both gates closed, the receipt signed and under lock, the workflow started', async () => {
    const { file, gates, workflow, entries, evidence, lane, key, clock } = await incidentSetup();
    const { incident, receipt } = await file();
    expect([(await gates.collection.read()).state, (await gates.reading.read()).state]).toEqual(['closed', 'closed']);
    expect(gates.collection.admits(lane, 1)).toBe(false);
    expect(verifyDocument(receipt!, await key())).toMatchObject({
      kind: DOCUMENT_KINDS.receipt,
      hash: incident.receipt?.document,
    });
    expect(receipt?.document.gates[0]).toEqual({
      gate: 'collection',
      epoch: 2,
      closedAt: clock.now(),
      lanes: [{ lane, admitted: 7 }],
    });
    expect(evidence.names()).toEqual([incident.receipt?.name]);
    expect([...workflow.started]).toEqual([incident.incident]);
    expect((await entries()).map(({ kind }) => kind).sort()).toEqual(['pause', 'report']);
  });

  test.each([
    ['severity', { severity: 'medium' as const }],
    ['severity', { severity: 'low' as const }],
    ['not-closer', { reporter: { sub: 'gast', groups: ['guests'] } }],
  ])('does not close: %s; it is investigated all the same', async (reason, change) => {
    const { file, gates, workflow } = await incidentSetup();
    const { incident, receipt } = await file(change);
    expect(incident).toMatchObject({ closes: false, notClosed: reason });
    expect(receipt).toBeUndefined();
    expect((await gates.collection.read()).state).toBe('open');
    expect(workflow.started.size).toBe(1);
  });

  test('beyond the closures of a day a report is filed, and closes nothing', async () => {
    const { file } = await incidentSetup(sampleDisclosure(once));
    expect((await file()).incident.closes).toBe(true);
    expect((await file()).incident).toMatchObject({ closes: false, notClosed: 'limit' });
  });

  test.each([
    ['of a time to come', (now: number) => ulid(now + 2 * 86_400_000)],
    ['of the end of time', () => `7${'Z'.repeat(25)}`],
    ['beyond it', () => 'Z'.repeat(26)],
    ['in small letters, which sort above all others', (now: number) => ulid(now).toLowerCase()],
  ])('an id %s would stand above all later incidents for good: refused', async (_what, idOf) => {
    const { file, clock, gates } = await incidentSetup();
    await expect(file({ incident: idOf(clock.now()) })).rejects.toMatchObject({ reason: 'malformed' });
    expect((await gates.collection.read()).state).toBe('open');
  });

  test('an id of before, as of a break-glass pause that is filed afterwards, is as good as any', async () => {
    const { file, clock } = await incidentSetup();
    expect((await file({ incident: ulid(clock.now() - 86_400_000) })).incident.closes).toBe(true);
  });

  test('sent again under its id it is one report, even after the workflow could not be started', async () => {
    const { parts, file, gates, entries, workflow } = await incidentSetup();
    const incident = ulid(parts.clock.now());
    const start = workflow.start;
    workflow.start = async () => {
      throw new Error('not now');
    };
    expect(await file({ incident })).toMatchObject({ filing: 'follows', incident: { incident, closes: true } });
    expect((await gates.collection.read()).state).toBe('closed');
    workflow.start = start;
    const { receipt } = await file({ incident });
    expect(receipt?.document.incident).toBe(incident);
    expect((await gates.collection.read()).holds).toEqual([incident]);
    expect((await entries()).map(({ kind }) => kind).sort()).toEqual(['pause', 'report']);
    expect(workflow.started.size).toBe(1);
  });

  test('a report whose function died is finished by whoever looks next: after filing, or before the workflow', async () => {
    const { parts, file, gates, workflow } = await incidentSetup();
    const { hold } = gates.collection;
    gates.collection.hold = async () => {
      throw new Error('died');
    };
    await expect(file()).rejects.toThrow('died');
    gates.collection.hold = hold;
    expect((await gates.collection.read()).state).toBe('open');
    expect(await finishOpenWork(parts)).toMatchObject({ errors: [], gatesClosed: 2 });
    expect((await gates.collection.read()).state).toBe('closed');
    const [incident] = await parts.store.list();
    expect(incident).toMatchObject({ status: 'contained', startedAt: expect.any(Number) });
    expect([...workflow.started]).toEqual([incident!.incident]);

    workflow.start = async () => {
      throw new Error('not now');
    };
    await expect(file({ severity: 'low' })).rejects.toThrow('not now');
    expect((await finishOpenWork(parts)).errors).toEqual([new Error('not now')]);
  });

  test('a report that is sent again after the resume closes nothing anew', async () => {
    const { published, file, run, gates, workflow } = await incidentSetup();
    const { id, approve } = await published();
    await approve(STELLA);
    await approve(ROLF);
    await run(id, 'resume');
    await file({ incident: id });
    expect(await run(id, 'contain')).toEqual({ outcome: 'contained', incident: id });
    expect((await gates.collection.read()).state).toBe('open');
    await run(id, 'awaitApprovals', 'token-2');
    expect(workflow.answers.at(-1)).toMatchObject({ token: 'token-2', outcome: 'resume' });
  });

  test('pauses: platform and stewards as often as it takes, closers within their closures, others not', async () => {
    const { parts, clock } = await incidentSetup(sampleDisclosure(once));
    const pause = (reporter: { sub: string; groups: string[] }) =>
      pauseProgram(parts, { incident: ulid(clock.now()), reporter, text: 'maintenance' });
    expect((await pause(STELLA)).receipt).toBeDefined();
    expect((await pause(STELLA)).receipt).toBeDefined();
    expect((await pause(RITA)).receipt).toBeDefined();
    await expect(pause(RITA)).rejects.toMatchObject({ reason: 'limit' });
    await expect(pause({ sub: 'gast', groups: [] })).rejects.toMatchObject({ reason: 'not-closer' });
  });
});

test('a receipt of the closure names every lane of both gates', async () => {
  const { file } = await incidentSetup();
  const { receipt } = await file();
  const { gates } = receipt!.document satisfies ClosureReceipt;
  expect(gates.map(({ gate, epoch }) => [gate, epoch])).toEqual([
    ['collection', 2],
    ['reading', 2],
  ]);
});

test('a lane that retires while the receipt is made stands in it with what it has counted', async () => {
  const { file, parts, lane } = await incidentSetup();
  const { lanes } = parts.lanes;
  const all = await lanes();
  parts.lanes.lanes = async (also = []) => ({ ...all, lanes: all.lanes.filter((one) => also.includes(one.lane)) });
  const { receipt } = await file();
  expect(receipt?.document.gates[0]?.lanes).toEqual([{ lane, admitted: 7 }]);
});

describe('what is filed', () => {
  test.each([
    ['report', 'high', true],
    ['report', 'low', false],
    ['pause', 'high', true],
  ] as const)('of a %s, %s: the row and its entry', async (kind, severity, closes) => {
    const { file, parts, clock, entries, workflow } = await incidentSetup();
    const [incident, now] = [ulid(clock.now()), clock.now()];
    if (kind === 'report') await file({ incident, severity });
    else await pauseProgram(parts, { incident, reporter: RITA, text: 'I saw something' });

    const row = await parts.store.read(incident);
    const about = { kind, severity, reporter: RITA.sub, reportedAt: now, disclosure: '1.0', leaseSeconds: 60, closes };
    expect(row).toMatchObject({ ...about, incident, from: dayOf(now - 86_400_000), startedAt: now });
    expect(row.status).toBe(closes ? 'contained' : 'reported');
    expect((await entries()).find((entry) => entry.kind === 'report')).toMatchObject({
      actor: `${kind === 'pause' ? 'closer' : 'reporter'}:${RITA.sub}`,
      ...{ at: now, incident, detail: { severity, closes, by: kind } },
    });
    expect(await parts.store.text(incident)).toBe('I saw something');
    expect([...workflow.started]).toEqual([incident]);
  });

  test.each([
    [86_400_005, (_: number) => 86_400_000],
    [undefined, (now: number) => dayOf(now - 86_400_000)],
    [Number.MAX_SAFE_INTEGER, (now: number) => dayOf(now)],
  ])('looks into the whole UTC day of %s and what follows, and never into one to come', async (from, expected) => {
    const { file, clock } = await incidentSetup();
    const { incident } = await file({ severity: 'low', ...(from !== undefined && { from }) });
    expect(incident.from).toBe(expected(clock.now()));
  });

  test('is reported, until the receipt says that it is contained', async () => {
    const { file, parts } = await incidentSetup();
    parts.signer.sign = () => Promise.reject(new Error('away'));
    const { incident } = await file();
    expect(incident.status).toBe('reported');
    expect(await parts.store.read(incident.incident)).toMatchObject({ status: 'reported' });
  });

  test('is started once, also when it is sent again later', async () => {
    const { file, parts, clock } = await incidentSetup();
    const { incident } = await file();
    clock.time += 5;
    await file({ incident: incident.incident });
    expect((await parts.store.read(incident.incident)).startedAt).toBe(incident.startedAt);
  });
});

describe('who may close the gates', () => {
  const closers = (disclosure: Disclosure) => {
    disclosure.gate.closers = ['employees', 'guests'];
  };

  test('is who is in one of the groups that the disclosure names, and not in all of them', async () => {
    const { file } = await incidentSetup(sampleDisclosure(closers));
    expect((await file()).incident.closes).toBe(true);
    expect((await file({ reporter: { sub: 'gast', groups: ['guests'] } })).incident.closes).toBe(true);
  });

  test('is told to those who may not, and to those who have used up their closures', async () => {
    const { parts, clock, gates } = await incidentSetup(
      sampleDisclosure((disclosure) => {
        closers(disclosure);
        once(disclosure);
      }),
    );
    const pause = (reporter: typeof RITA, id = ulid(clock.now())) =>
      pauseProgram(parts, { incident: id, reporter, text: 't' }).catch(
        ({ reason, message }) => `${reason}: ${message}`,
      );
    expect(await pause({ sub: 'nina', groups: ['nobody'] })).toBe(
      'not-closer: only members of platform, stewards, employees, guests pause the program',
    );
    expect(await pause(RITA, 'no id')).toMatch(/^malformed: /);
    expect((await gates.collection.read()).state).toBe('open');
    await pause(RITA);
    expect(await pause(RITA)).toBe('limit: the closures of this day are used up');
  });

  test('where nobody knows who reports, everybody: they are not counted as one person, and the hold names nobody', async () => {
    const { file, parts, gates, clock } = await incidentSetup(sampleDisclosure(once));
    const errors: unknown[] = [];
    parts.unfinished = (error) => errors.push(error);
    const reporter = { ...RITA, sub: UNKNOWN };
    const ids = [ulid(clock.now()), ulid(clock.now())];
    for (const incident of ids) {
      expect(await file({ incident, reporter })).toMatchObject({ filing: 'follows', incident: { closes: true } });
    }
    const { placed } = await gates.reading.read();
    expect(ids.map((id) => placed.get(id))).toEqual([{ at: clock.now() }, { at: clock.now() }]);
    const busy = { reason: 'busy', message: 'who reports could not be found out just now' };
    expect(errors).toEqual(ids.map(() => expect.objectContaining(busy)));
    await expect(file({ severity: 'low', reporter })).rejects.toMatchObject(busy);
  });

  test('is nobody’s secret to keep: a count that is away, and nobody who listens, keep nobody from closing', async () => {
    const { file, parts } = await incidentSetup();
    parts.closures.take = () => Promise.reject(new Error('away'));
    expect((await file()).receipt).toBeDefined();
  });
});

test.each(['collection', 'reading'] as const)(
  'a low report under an id that holds the %s gate alone is the incident of that hold',
  async (name) => {
    const { file, gates, clock } = await incidentSetup();
    const incident = ulid(clock.now());
    await gates[name].hold(incident, { at: clock.now() });
    const { incident: filed, receipt } = await file({ incident, severity: 'low' });
    expect(filed).toMatchObject({ closes: true, status: 'contained' });
    expect(filed).not.toHaveProperty('notClosed');
    expect(receipt?.document.gates).toHaveLength(2);
  },
);

test('an id that the gates may have forgotten closes nothing, whatever was filed under it, and a new one does', async () => {
  const { file, gates, clock, parts } = await incidentSetup(sampleDisclosure(), { most: 0, keep: 0, age: 0 });
  const [old, newer] = [ulid(clock.now() - 3 * 86_400_000), ulid(clock.now() - 2 * 86_400_000)];
  for (const gate of [gates.collection, gates.reading]) {
    await gate.hold(newer, { at: 1 });
    await gate.markClosed(2, 1);
    await gate.release(newer, 2, 1);
  }
  const stale = { reason: 'stale-id' };
  await expect(file({ incident: old })).rejects.toMatchObject(stale);
  expect(await file({ incident: old, severity: 'low' })).toMatchObject({ incident: { closes: false } });
  await expect(file({ incident: old })).rejects.toMatchObject(stale);
  await expect(pauseProgram(parts, { incident: old, reporter: RITA, text: 't' })).rejects.toMatchObject(stale);
  for (const gate of [gates.collection, gates.reading]) expect(await gate.read()).toMatchObject({ state: 'open' });
  expect((await file({ incident: ulid(clock.now()) })).incident).toMatchObject({ status: 'contained' });
});

describe('an id that has let go of the gates', () => {
  const taken = { reason: 'over', message: 'this incident has let go of the gates: take a new id' };

  test('is answered to those whose it is, and nobody else', async () => {
    const { published, file, run, parts } = await incidentSetup();
    const { id, approve } = await published();
    await approve(STELLA);
    await approve(ROLF);
    await run(id, 'resume');
    expect(await file({ incident: id })).toMatchObject({ incident: { status: 'resumed', reporter: RITA.sub } });
    await expect(file({ incident: id, reporter: { ...RITA, sub: 'otto' } })).rejects.toMatchObject(taken);
    const pause = pauseProgram(parts, { incident: id, reporter: STELLA, text: 't' });
    await expect(pause).rejects.toMatchObject(taken);
  });

  test('is nobody’s where nothing was filed under it', async () => {
    const { file, gates, clock } = await incidentSetup();
    const incident = ulid(clock.now());
    for (const gate of [gates.collection, gates.reading]) {
      await gate.hold(incident, { at: 1 });
      await gate.markClosed(2, 1);
      await gate.release(incident, 2, 1);
    }
    await expect(file({ incident })).rejects.toMatchObject(taken);
  });
});
