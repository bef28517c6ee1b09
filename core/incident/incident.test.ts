import { describe, expect, test } from '@jest/globals';
import { ulid } from 'ulid';
import type { Disclosure } from '../disclosure/disclosure.ts';
import { sampleDisclosure } from '../disclosure/sample.ts';
import { readPublicKey, verifyDocument } from '../ledger/note.ts';
import { readFacts } from '../reading/facts.ts';
import { sampleRow } from '../reading/reading.contract.ts';
import { CLOCK_SKEW } from './certify.ts';
import { askResume, decide } from './decide.ts';
import { DOCUMENT_KINDS, readIssued } from './documents.ts';
import type { Findings } from './findings.ts';
import type { ClosureReceipt, Decision, QuiescenceCertificate } from './incident.ts';
import { memoryIncidentSetup } from './memory-setup.ts';
import { pauseProgram, report } from './report.ts';
import { runTask } from './tasks.ts';
import { finishOpenWork } from './unfinished.ts';
import { viewIncident, viewIncidents } from './view.ts';
import type { Task } from './workflow.ts';

const RITA = { sub: 'rita', groups: ['employees'] };
const STELLA = { sub: 'stella', groups: ['stewards'] };
const ROLF = { sub: 'rolf', groups: ['representatives'] };

const once = ({ gate }: Disclosure): void => {
  gate.closuresPerDay = 1;
};

async function setup(disclosure = sampleDisclosure()) {
  const memory = await memoryIncidentSetup(disclosure);
  const { parts, clock } = memory;
  const file = (change: Partial<Parameters<typeof report>[1]> = {}) =>
    report(parts, {
      incident: ulid(clock.now()),
      reporter: RITA,
      severity: 'high',
      text: 'I saw something',
      ...change,
    });
  const run = (incident: string, task: Task, token?: string) =>
    runTask(parts, { task, incident, ...(token !== undefined && { token }) });
  const leasesOut = () => {
    clock.time += parts.disclosure.lease.seconds * 1000 + CLOCK_SKEW;
    memory.syncLanes();
  };
  /** Up to the wait for approvals. */
  const published = async () => {
    const { incident } = await file();
    const id = incident.incident;
    leasesOut();
    for (const task of ['contain', 'certify', 'investigate', 'publish'] as const) await run(id, task);
    await run(id, 'awaitApprovals', 'told');
    await run(id, 'awaitApprovals', 'token-1');
    const { findings, epochs } = await parts.store.read(id);
    const order = (approver: { sub: string; groups: string[] }, decision: Decision = 'resume', change = {}) => ({
      incident: id,
      approver,
      decision,
      findings: findings!.document,
      epoch: epochs!.collection,
      ...change,
    });
    return { id, order, approve: (...args: Parameters<typeof order>) => decide(parts, order(...args)) };
  };
  const key = async () => readPublicKey(await parts.signer.publicKey());
  return { ...memory, file, run, leasesOut, published, key };
}

describe('reporting', () => {
  test('high severity by a closer: both gates closed, the receipt signed and under lock, the workflow started', async () => {
    const { file, gates, workflow, entries, evidence, lane, key, clock } = await setup();
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
    const { file, gates, workflow } = await setup();
    const { incident, receipt } = await file(change);
    expect(incident).toMatchObject({ closes: false, notClosed: reason });
    expect(receipt).toBeUndefined();
    expect((await gates.collection.read()).state).toBe('open');
    expect(workflow.started.size).toBe(1);
  });

  test('beyond the closures of a day a report is filed, and closes nothing', async () => {
    const { file } = await setup(sampleDisclosure(once));
    expect((await file()).incident.closes).toBe(true);
    expect((await file()).incident).toMatchObject({ closes: false, notClosed: 'limit' });
  });

  test.each([
    ['of a time to come', (now: number) => ulid(now + 2 * 86_400_000)],
    ['of the end of time', () => `7${'Z'.repeat(25)}`],
    ['beyond it', () => 'Z'.repeat(26)],
    ['in small letters, which sort above all others', (now: number) => ulid(now).toLowerCase()],
  ])('an id %s would stand above all later incidents for good: refused', async (_what, idOf) => {
    const { file, clock, gates } = await setup();
    await expect(file({ incident: idOf(clock.now()) })).rejects.toMatchObject({ reason: 'malformed' });
    expect((await gates.collection.read()).state).toBe('open');
  });

  test('an id of before, as of a break-glass pause that is filed afterwards, is as good as any', async () => {
    const { file, clock } = await setup();
    expect((await file({ incident: ulid(clock.now() - 86_400_000) })).incident.closes).toBe(true);
  });

  test('sent again under its id it is one report, even after the workflow could not be started', async () => {
    const { parts, file, gates, entries, workflow } = await setup();
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
    const { parts, file, gates, workflow } = await setup();
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
    const { published, file, run, gates, workflow } = await setup();
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
    const { parts, clock } = await setup(sampleDisclosure(once));
    const pause = (reporter: { sub: string; groups: string[] }) =>
      pauseProgram(parts, { incident: ulid(clock.now()), reporter, text: 'maintenance' });
    expect((await pause(STELLA)).receipt).toBeDefined();
    expect((await pause(STELLA)).receipt).toBeDefined();
    expect((await pause(RITA)).receipt).toBeDefined();
    await expect(pause(RITA)).rejects.toMatchObject({ reason: 'limit' });
    await expect(pause({ sub: 'gast', groups: [] })).rejects.toMatchObject({ reason: 'not-closer' });
  });
});

describe('certifying quiescence', () => {
  test('waits for the leases that were given, though a deploy has shortened them since', async () => {
    const { file, run, parts, clock, syncLanes } = await setup();
    const given = parts.disclosure.lease.seconds;
    const { incident } = await file();
    syncLanes();
    parts.disclosure = sampleDisclosure(({ lease }) => {
      lease.seconds = 10;
    });
    clock.time += 10_000 + CLOCK_SKEW;
    expect(await run(incident.incident, 'certify')).toMatchObject({ outcome: 'waiting', waitSeconds: given - 10 });
    clock.time += (given - 10) * 1000;
    expect(await run(incident.incident, 'certify')).toMatchObject({ outcome: 'quiet' });
  });

  test.each([
    ['the one before it, a second ago', 900],
    ['an earlier day', 300],
  ])(
    'waits for leases that %s gave, though the disclosure that was deployed since gives shorter ones',
    async (_, seconds) => {
      const { file, run, leases, clock, syncLanes } = await setup();
      await leases.note(clock.now() - 1_000, seconds);
      const { incident } = await file();
      syncLanes();

      clock.time += seconds * 1000 + CLOCK_SKEW - 1;
      expect(await run(incident.incident, 'certify')).toMatchObject({ outcome: 'waiting', waitSeconds: 1 });
      clock.time += 1;
      expect(await run(incident.incident, 'certify')).toMatchObject({ outcome: 'quiet' });
    },
  );

  test('waits for the longest lease, then certifies once', async () => {
    const { file, run, leasesOut, parts, key, lane, clock } = await setup();
    const { incident } = await file();
    const id = incident.incident;
    clock.time += 1000;
    expect(await run(id, 'certify')).toEqual({
      outcome: 'waiting',
      incident: id,
      waitSeconds: parts.disclosure.lease.seconds + CLOCK_SKEW / 1000 - 1,
    });
    leasesOut();
    expect(await run(id, 'certify')).toEqual({ outcome: 'quiet', incident: id });
    expect(await run(id, 'certify')).toEqual({ outcome: 'quiet', incident: id });
    const after = await parts.store.read(id);
    const signed = await readIssued<QuiescenceCertificate>(parts, after.certificate!);
    expect(verifyDocument(signed, await key())).toMatchObject({ kind: DOCUMENT_KINDS.certificate });
    expect(signed.document).toMatchObject({
      receipt: after.receipt?.document,
      epoch: 2,
      lanes: [{ lane, admitted: 7 }],
    });
  });

  test.each(['the same lane', 'a lane that came to be since'])(
    'a frame admitted after the closure by %s: no certificate, a finding, no resume',
    async (which) => {
      const { file, run, leasesOut, laneRows, lane, parts } = await setup();
      const { incident } = await file();
      const id = incident.incident;
      leasesOut();
      const moved = which === 'the same lane' ? lane : 'stream/1/shardId-000000000001';
      laneRows.set(moved, { lane: moved, state: 'closed', epoch: 2, counters: { admitted: moved === lane ? 8 : 1 } });
      expect(await run(id, 'certify')).toEqual({ outcome: 'moved', incident: id });
      await run(id, 'investigate');
      await run(id, 'publish');
      const { findings, moved: lanes } = await parts.store.read(id);
      expect(lanes).toEqual([moved]);
      const { document } = await readIssued<Findings>(parts, findings!);
      expect(document.findings.find(({ finding }) => finding === 'containment')).toMatchObject({
        admittedAfterClosure: 1,
        lanes: [moved],
      });
      for (const approver of [STELLA, ROLF]) {
        await decide(parts, { incident: id, approver, decision: 'resume', findings: findings!.document, epoch: 2 });
      }
      await expect(askResume(parts, id)).rejects.toMatchObject({
        reason: 'conformance',
        message: expect.stringContaining('nothing-admitted, certified'),
      });
    },
  );

  test('a retired lane that came back during the closure has not moved; one that was opened since has', async () => {
    const { file, run, leasesOut, laneRows, parts } = await setup();
    const { incident } = await file();
    leasesOut();
    const back = 'stream/1/shardId-000000000009';
    const row = { lane: back, state: 'closed' as const, counters: { admitted: 900 } };
    laneRows.set(back, { ...row, retired: 900 });
    expect(await run(incident.incident, 'certify')).toEqual({ outcome: 'quiet', incident: incident.incident });

    const other = await file();
    leasesOut();
    laneRows.set(back, row);
    laneRows.set(`${back}0`, { ...row, lane: `${back}0`, retired: 899 });
    expect(await run(other.incident.incident, 'certify')).toMatchObject({ outcome: 'moved' });
    expect((await parts.store.read(other.incident.incident)).moved).toEqual([back, `${back}0`]);
  });
});

describe('findings', () => {
  test('name segments, subjects, disclosures and readers of the window, with the hash of what they rest on', async () => {
    const { file, run, leasesOut, putRow, ledger, parts, key, clock, evidence } = await setup();
    const hours = (n: number) => clock.now() - n * 3_600_000;
    const rows = [
      await sampleRow({ arrivedTo: hours(2), expiresSeconds: hours(-99) / 1000 }),
      await sampleRow({ arrivedTo: hours(1), expiresSeconds: hours(-99) / 1000, subject: 'bert', events: 5 }),
      await sampleRow({ arrivedTo: hours(30), expiresSeconds: hours(-99) / 1000 }),
    ];
    for (const row of rows) putRow(row);
    const read = { reader: 'ivan', purpose: 'research', reason: 'r' };
    const inside = await ledger.append(readFacts({ ...read, subject: 'anna', segment: rows[0]!.segment }, hours(1)));
    await ledger.append(readFacts({ ...read, subject: 'anna', segment: rows[2]!.segment }, hours(29)));
    await ledger.append({
      kind: 'read-refused',
      at: hours(1),
      actor: 'nadia',
      subject: 'anna',
      segment: rows[0]!.segment,
    });
    const { incident } = await file();
    const id = incident.incident;
    leasesOut();
    await run(id, 'certify');
    expect(await run(id, 'investigate')).toEqual({ outcome: 'investigated', incident: id });
    expect(await run(id, 'publish')).toEqual({ outcome: 'published', incident: id });

    const after = await parts.store.read(id);
    const signed = await readIssued<Findings>(parts, after.findings!);
    expect(verifyDocument(signed, await key())).toMatchObject({ kind: 'findings', hash: after.findings?.document });
    const { findings, closure } = signed.document;
    expect(closure).toMatchObject({
      receipt: after.receipt?.document,
      certificate: after.certificate?.document,
      epoch: 2,
    });
    expect(findings.find(({ finding }) => finding === 'stored')).toMatchObject({
      segments: 2,
      events: 6,
      disclosures: { '1.0': 2 },
      truncated: false,
      subjects: [
        { subject: 'anna', events: 1, segments: [rows[0]!.segment] },
        { subject: 'bert', events: 5, segments: [rows[1]!.segment] },
      ],
    });
    expect(findings.find(({ finding }) => finding === 'reads')).toMatchObject({
      reads: [{ reader: 'ivan', subject: 'anna', segment: rows[0]!.segment, purpose: 'research', ...inside }],
      refused: 1,
    });
    expect(findings.find(({ finding }) => finding === 'ledger')).toMatchObject({ intact: true });
    expect(findings.find(({ finding }) => finding === 'counters')).toMatchObject({
      counters: { admitted: 7, stored: 70 },
    });
    expect(findings.find(({ finding }) => finding === 'containment')).toMatchObject({ admittedAfterClosure: 0 });
    for (const finding of findings) {
      const bytes = await evidence.get(finding.evidence.name);
      expect(bytes.length).toBe(finding.evidence.bytes);
      expect(await evidence.lockedUntil(finding.evidence.name)).toBeGreaterThan(clock.now());
    }
  });

  test('collected and published once, however often the tasks run', async () => {
    const { published, run, evidence, clock, entries } = await setup();
    const { id } = await published();
    const names = evidence.names();
    clock.time += 1000;
    await run(id, 'investigate');
    await run(id, 'publish');
    expect(evidence.names()).toEqual(names);
    expect((await entries()).filter(({ kind }) => kind === 'findings')).toHaveLength(1);
  });

  test('a report that closed nothing ends in published findings too', async () => {
    const { file, run, parts, workflow } = await setup();
    const { incident } = await file({ severity: 'low' });
    const id = incident.incident;
    expect(await run(id, 'contain')).toEqual({ outcome: 'open', incident: id });
    expect(await run(id, 'certify')).toEqual({ outcome: 'quiet', incident: id });
    await run(id, 'investigate');
    await run(id, 'publish');
    await run(id, 'awaitApprovals', 'token');
    expect(workflow.answers).toEqual([{ token: 'token', incident: id, outcome: 'resume' }]);
    expect(await run(id, 'resume')).toEqual({ outcome: 'concluded', incident: id });
    expect(await parts.store.read(id)).toMatchObject({ status: 'concluded', findings: { bytes: expect.any(Number) } });
  });
});

describe('who sees an incident', () => {
  test('viewers all of it, the text only some of them; reporters their own; others not even that it exists', async () => {
    const { published, parts } = await setup();
    const { id } = await published();
    const view = (person: string, group: string) => viewIncident(parts, id, { person, groups: [group] });
    expect(await view('ivan', 'investigators')).toMatchObject({
      text: 'I saw something',
      receipt: {},
      certificate: {},
      findings: {},
    });
    const forRolf = await view('rolf', 'representatives');
    expect(forRolf).toMatchObject({ receipt: {}, certificate: {}, findings: {} });
    expect(forRolf.text).toBeUndefined();
    expect((await view('rita', 'employees')).text).toBe('I saw something');
    await expect(view('emil', 'employees')).rejects.toMatchObject({ reason: 'not-found' });
    const list = async (person: string, group: string) =>
      (await viewIncidents(parts, { person, groups: [group] }, new Map())).length;
    expect([
      await list('rolf', 'representatives'),
      await list('rita', 'employees'),
      await list('emil', 'employees'),
    ]).toEqual([1, 1, 0]);
  });

  test('what was signed says nothing of the report’s text', async () => {
    const { published, evidence, entries } = await setup();
    await published();
    const all = [JSON.stringify(await entries())];
    for (const name of evidence.names()) all.push(name, Buffer.from(await evidence.get(name)).toString());
    expect(all.join('\n')).not.toContain('I saw something');
  });
});

test('a receipt of the closure names every lane of both gates', async () => {
  const { file } = await setup();
  const { receipt } = await file();
  const { gates } = receipt!.document satisfies ClosureReceipt;
  expect(gates.map(({ gate, epoch }) => [gate, epoch])).toEqual([
    ['collection', 2],
    ['reading', 2],
  ]);
});

test('a lane that retires while the receipt is made stands in it with what it has counted', async () => {
  const { file, parts, lane } = await setup();
  const { lanes } = parts.lanes;
  const all = await lanes();
  parts.lanes.lanes = async (also = []) => all.filter((one) => also.includes(one.lane));
  const { receipt } = await file();
  expect(receipt?.document.gates[0]?.lanes).toEqual([{ lane, admitted: 7 }]);
});
