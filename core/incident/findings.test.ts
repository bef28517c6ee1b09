import { describe, expect, test } from '@jest/globals';
import { incidentSetup } from '../../test/fixtures/incident.ts';
import { verifyDocument } from '../ledger/note.ts';
import { readFacts } from '../reading/facts.ts';
import { sampleRow } from '../reading/reading.contract.ts';
import { readIssued } from './documents.ts';
import type { Findings } from './findings.ts';
import { investigate } from './investigate.ts';

describe('findings', () => {
  test('name segments, subjects, disclosures and readers of the window, with the hash of what they rest on', async () => {
    const { file, run, leasesOut, putRow, ledger, parts, key, clock, evidence, sign } = await incidentSetup();
    await sign();
    const hours = (n: number) => clock.now() - n * 3_600_000;
    const rows = [
      await sampleRow({ arrivedTo: hours(2), expiresSeconds: hours(-99) / 1000 }),
      await sampleRow({ arrivedTo: hours(1), expiresSeconds: hours(-99) / 1000, subject: 'bert', events: 5 }),
      await sampleRow({ arrivedTo: hours(50), expiresSeconds: hours(-99) / 1000 }),
    ];
    for (const row of rows) putRow(row);
    const read = { reader: 'ivan', purpose: 'research', reason: 'r' };
    const inside = await ledger.append(readFacts({ ...read, subject: 'anna', segment: rows[0]!.segment }, hours(1)));
    await ledger.append(readFacts({ ...read, subject: 'anna', segment: rows[2]!.segment }, hours(49)));
    await ledger.append({
      kind: 'read-refused',
      at: hours(1),
      actor: 'reader:nadia',
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
    const { published, run, evidence, clock, entries } = await incidentSetup();
    const { id } = await published();
    const names = evidence.names();
    clock.time += 1000;
    await run(id, 'investigate');
    await run(id, 'publish');
    expect(evidence.names()).toEqual(names);
    expect((await entries()).filter(({ kind }) => kind === 'findings')).toHaveLength(1);
  });

  test('a report that closed nothing ends in published findings too, which say what somebody said that it was', async () => {
    const { file, run, parts, workflow, judge } = await incidentSetup();
    const { incident } = await file({ severity: 'low' });
    const id = incident.incident;
    expect(await run(id, 'contain')).toEqual({ outcome: 'open', incident: id });
    expect(await run(id, 'certify')).toEqual({ outcome: 'quiet', incident: id });
    await run(id, 'investigate');
    await run(id, 'publish');
    await run(id, 'awaitApprovals', 'token');
    expect(workflow.answers.map(({ outcome }) => outcome)).toEqual(['triage']);
    await run(id, 'awaitApprovals', 'next');
    await judge(id);
    expect(workflow.answers.at(-1)).toEqual({ token: 'next', incident: id, outcome: 'resume' });
    expect(await run(id, 'resume')).toEqual({ outcome: 'concluded', incident: id });
    const after = await parts.store.read(id);
    expect(after).toMatchObject({ status: 'concluded', version: 2, earlier: [expect.anything()] });
    const { document } = await readIssued<Findings>(parts, after.findings!);
    expect(document).toMatchObject({
      version: 2,
      amends: after.earlier![0]!.document,
      verdict: { verdict: 'not-confirmed' },
    });
  });
  test('say in sentences what they found, each with evidence of its own name', async () => {
    const { file, run, leasesOut, laneRows, lane, parts } = await incidentSetup();
    const { incident } = await file({ from: 0 });
    const id = incident.incident;
    leasesOut();
    laneRows.set('z', { lane: 'z', state: 'closed', counters: { admitted: 2, missing: 1 } });
    laneRows.set('y', { lane: 'y', state: 'closed', counters: {} });
    for (const task of ['certify', 'investigate', 'publish'] as const) await run(id, task);

    const after = await parts.store.read(id);
    const { document } = await readIssued<Findings>(parts, after.findings!);

    const { findings, ...about } = document;
    expect(about).toEqual({
      ...{ program: parts.program, incident: id, severity: 'high', reportedAt: incident.reportedAt, disclosure: '1.0' },
      window: { from: 0, to: incident.closedAt },
      closure: { receipt: incident.receipt!.document, epoch: 2, closedAt: incident.closedAt },
      version: 1,
    });
    expect(findings.map(({ finding, statement }) => [finding, statement])).toEqual([
      ['stored', 'In the window, 0 segments with 0 events of 0 subjects were stored.'],
      ['reads', '0 people read in 0 reads; 0 reads were refused.'],
      ['ledger', expect.stringMatching(/^The ledger holds: \d+ entries, none signed yet \(\d+ in this walk\)\.$/)],
      ['counters', '3 lanes have admitted 9 frames since the program began.'],
      ['containment', 'After the gates were closed, 2 frames were admitted.'],
      ['over-collection', 'Of 0 segments: nothing is wrong.'],
      ['encryption', 'Of 0 segments: nothing is wrong.'],
      ['changes', 'Of 0 changes of doors in the window, 0 of them deploys: nothing is wrong.'],
      ['missing-frames', 'Of 10 frames since the program began: 1 never came: their numbers were passed over.'],
      [
        'could-read',
        expect.stringMatching(/^Of 0 data sets .* nothing wrong is seen\. Not known: 1 spans of the window have/),
      ],
      [
        'did-read',
        expect.stringMatching(/^Of 0 calls .* nothing wrong is seen\. Not known: .* 6 spans of which no log/),
      ],
      ['blast-radius', expect.stringMatching(/nothing wrong is seen\. Not known: \d+ statements of which no log/)],
    ]);
    for (const { finding, evidence } of findings) expect(evidence.name).toMatch(`findings/${id}-${finding}-`);
    for (const finding of findings) expect(finding).not.toHaveProperty('damaged');
    const containment = findings.find(({ finding }) => finding === 'containment')!;
    const lines = Buffer.from(await parts.evidence.get(containment.evidence.name))
      .toString()
      .trimEnd()
      .split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { lane, admitted: 7 },
      { lane: 'y', admitted: 0 },
      { lane: 'z', admitted: 2 },
    ]);
  });

  test('of what closed nothing speak of no closure, and look at the time up to the report', async () => {
    const { file, run, parts, laneRows } = await incidentSetup();
    laneRows.clear();
    const { incident } = await file({ severity: 'low', from: 5 });
    await run(incident.incident, 'investigate');
    await run(incident.incident, 'publish');
    const { findings } = await parts.store.read(incident.incident);
    const { document } = await readIssued<Findings>(parts, findings!);
    expect(document).not.toHaveProperty('closure');
    expect(document.window).toEqual({ from: 0, to: incident.reportedAt });
    expect(document.findings.map(({ finding }) => finding)).not.toContain('containment');
    expect(document.findings.find(({ finding }) => finding === 'counters')!.statement).toBe(
      '0 lanes have admitted 0 frames since the program began.',
    );
  });

  test('ask for the lanes of the receipt, also for those that have retired', async () => {
    const { file, run, parts, leasesOut, laneRows, lane } = await incidentSetup();
    const { incident } = await file();
    leasesOut();
    await run(incident.incident, 'certify');
    const { lanes } = parts.lanes;
    laneRows.set(lane, { lane, state: 'closed', retired: 9, counters: { admitted: 9 } });
    parts.lanes.lanes = async (also = []) => {
      const seen = await lanes(also);
      return { ...seen, lanes: seen.lanes.filter((one) => also.includes(one.lane)) };
    };
    await run(incident.incident, 'investigate');
    await run(incident.incident, 'publish');
    const { findings } = await parts.store.read(incident.incident);
    const { document } = await readIssued<Findings>(parts, findings!);
    const containment = document.findings.find(({ finding }) => finding === 'containment');
    expect(containment).toMatchObject({ admittedAfterClosure: 2, lanes: [lane] });
  });

  test('that were collected stay as they are, whatever has changed when they are collected by two at once', async () => {
    const { file, run, parts, laneRows, lane } = await incidentSetup();
    const { incident } = await file({ severity: 'low' });
    const id = incident.incident;
    const { advance } = parts.store;
    let kept: unknown;
    parts.store.advance = async (of, step) => {
      const after = await advance(of, step);
      if (step.once === 'draft' && kept === undefined) {
        kept = after.draft;
        laneRows.set(lane, { ...laneRows.get(lane)!, counters: { admitted: 8 } });
        await investigate(parts, incident);
      }
      return after;
    };
    await run(id, 'investigate');
    expect((await parts.store.read(id)).draft).toEqual(kept);
  });
});
