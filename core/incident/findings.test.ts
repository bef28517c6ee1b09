import { describe, expect, test } from '@jest/globals';
import { incidentSetup } from '../../test/fixtures/incident.ts';
import { verifyDocument } from '../ledger/note.ts';
import { readFacts } from '../reading/facts.ts';
import { sampleRow } from '../reading/reading.contract.ts';
import { readIssued } from './documents.ts';
import type { Findings } from './findings.ts';

describe('findings', () => {
  test('name segments, subjects, disclosures and readers of the window, with the hash of what they rest on', async () => {
    const { file, run, leasesOut, putRow, ledger, parts, key, clock, evidence } = await incidentSetup();
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
    const { published, run, evidence, clock, entries } = await incidentSetup();
    const { id } = await published();
    const names = evidence.names();
    clock.time += 1000;
    await run(id, 'investigate');
    await run(id, 'publish');
    expect(evidence.names()).toEqual(names);
    expect((await entries()).filter(({ kind }) => kind === 'findings')).toHaveLength(1);
  });

  test('a report that closed nothing ends in published findings too', async () => {
    const { file, run, parts, workflow } = await incidentSetup();
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
