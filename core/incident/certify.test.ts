import { describe, expect, test } from '@jest/globals';
import { incidentSetup, ROLF, STELLA } from '../../test/fixtures/incident.ts';
import { LONGEST_LEASE_SECONDS } from '../disclosure/bounds.ts';
import { sampleDisclosure } from '../disclosure/sample.ts';
import { establishLane } from '../gate/lane.ts';
import { verifyDocument } from '../ledger/note.ts';
import { CLOCK_SKEW, certify } from './certify.ts';
import { askResume, decide } from './decide.ts';
import { DOCUMENT_KINDS, readIssued } from './documents.ts';
import type { Findings } from './findings.ts';
import type { Incident, QuiescenceCertificate } from './incident.ts';

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
  test.each(['receipt', 'epochs', 'closedAt'] as const)(
    'nothing is certified before it is contained: no %s',
    async (name) => {
      const { file, parts, leasesOut } = await incidentSetup();
      const { incident } = await file();
      leasesOut();
      const { [name]: _, ...before } = incident;
      const asked = certify(parts, before as Incident);
      await expect(asked).rejects.toThrow('an incident is contained before it is certified');
    },
  );

  test('asks for the leases that can have run at the closure: of the longest that there are, clocks apart', async () => {
    const { file, run, parts, clock } = await incidentSetup();
    const { incident } = await file();
    const asked: number[][] = [];
    parts.leases = {
      longest: async (from, to) => {
        asked.push([from - incident.closedAt!, to - incident.closedAt!]);
        return 0;
      },
    };
    clock.time += 1;
    await run(incident.incident, 'certify');
    expect(asked).toEqual([[-LONGEST_LEASE_SECONDS * 1000 - CLOCK_SKEW, CLOCK_SKEW]]);
  });

  test('says what it rests on, in a document under lock and an entry', async () => {
    const { file, run, parts, leasesOut, entries, clock, lane } = await incidentSetup();
    const { incident: filed } = await file();
    const id = filed.incident;
    leasesOut();
    await run(id, 'certify');

    const { certificate, status } = await parts.store.read(id);
    const { document } = await readIssued<QuiescenceCertificate>(parts, certificate!);
    expect(status).toBe('quiet');
    expect(certificate!.name).toBe(`receipts/${id}-quiescence-${certificate!.sha256}.json`);
    expect(document).toEqual({
      ...{ program: parts.program, incident: id, receipt: filed.receipt!.document, epoch: 2 },
      ...{
        closedAt: filed.closedAt,
        leasesEnded: clock.now(),
        certifiedAt: clock.now(),
        lanes: [{ lane, admitted: 7 }],
      },
    });
    expect((await entries()).find(({ kind }) => kind === 'certificate')).toMatchObject({
      ...{ at: clock.now(), actor: 'system:sluice', incident: id, detail: { document: certificate!.document } },
    });
  });

  test('two that look at once certify once', async () => {
    const { file, run, leasesOut, entries, clock } = await incidentSetup();
    const { incident } = await file();
    leasesOut();
    // So that their documents differ.
    clock.now = () => clock.time++;
    await Promise.all([run(incident.incident, 'certify'), run(incident.incident, 'certify')]);
    expect((await entries()).filter(({ kind }) => kind === 'certificate')).toHaveLength(1);
  });

  test('a lane that has retired since is looked at all the same; chains of the reading gate admit no frames', async () => {
    const { file, run, leasesOut, laneRows, lane, parts, gates } = await incidentSetup();
    await establishLane(gates.reading, 'c0', 1);
    const [moving, standing] = [(await file()).incident.incident, (await file()).incident.incident];
    leasesOut();
    const { lanes } = parts.lanes;
    parts.lanes.lanes = async (also = []) => {
      const seen = await lanes(also);
      return { ...seen, lanes: seen.lanes.filter((one) => also.includes(one.lane)) };
    };
    expect(await run(standing, 'certify')).toMatchObject({ outcome: 'quiet' });
    laneRows.set(lane, { lane, state: 'closed', retired: 8, counters: { admitted: 8 } });
    expect(await run(moving, 'certify')).toMatchObject({ outcome: 'moved' });
    expect(await parts.store.read(moving)).toMatchObject({ moved: [lane] });
  });
});
