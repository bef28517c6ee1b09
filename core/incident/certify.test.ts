import { describe, expect, test } from '@jest/globals';
import { incidentSetup, ROLF, STELLA } from '../../test/fixtures/incident.ts';
import { sampleDisclosure } from '../disclosure/sample.ts';
import { verifyDocument } from '../ledger/note.ts';
import { CLOCK_SKEW } from './certify.ts';
import { askResume, decide } from './decide.ts';
import { DOCUMENT_KINDS, readIssued } from './documents.ts';
import type { Findings } from './findings.ts';
import type { QuiescenceCertificate } from './incident.ts';

describe('certifying quiescence', () => {
  test('waits for the leases that were given, though a deploy has shortened them since', async () => {
    const { file, run, parts, clock, syncLanes } = await incidentSetup();
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
      const { file, run, leases, clock, syncLanes } = await incidentSetup();
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
    const { file, run, leasesOut, parts, key, lane, clock } = await incidentSetup();
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
      const { file, run, leasesOut, laneRows, lane, parts } = await incidentSetup();
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
    const { file, run, leasesOut, laneRows, parts } = await incidentSetup();
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
  test('a lane that has moved has moved for good, though it has retired since and nobody sees it', async () => {
    const { file, run, leasesOut, laneRows, parts } = await incidentSetup();
    const id = (await file()).incident.incident;
    leasesOut();
    const since = 'stream/1/shardId-000000000001';
    laneRows.set(since, { lane: since, state: 'closed', counters: { admitted: 1 } });
    await run(id, 'certify');
    laneRows.delete(since);

    expect(await run(id, 'certify')).toEqual({ outcome: 'moved', incident: id });

    expect(await parts.store.read(id)).not.toHaveProperty('certificate');
  });
});
