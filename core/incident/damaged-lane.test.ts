import { describe, expect, test } from '@jest/globals';
import { incidentSetup, ROLF, STELLA } from '../../test/fixtures/incident.ts';
import { establishLane } from '../gate/lane.ts';
import { askResume, decide } from './decide.ts';
import { readIssued } from './documents.ts';
import type { Findings } from './findings.ts';
import type { QuiescenceCertificate } from './incident.ts';
import { progressOf } from './progress.ts';

/** A lane whose row cannot be read keeps no report from being filed, signed and investigated, and nothing is taken as proven of it. */

type Setup = Awaited<ReturnType<typeof incidentSetup>>;
const OTHER = 'stream/1/shardId-000000000001';

async function setup() {
  const all = await incidentSetup();
  const { parts, evidence, run } = all;
  await establishLane(all.gates.collection, OTHER, 1);
  all.laneRows.set(OTHER, { lane: OTHER, state: 'closed', counters: { admitted: 3 } });
  const findingsOf = async (id: string) => {
    const { findings } = await parts.store.read(id);
    const { document } = await readIssued<Findings>(parts, findings!);
    const find = (name: string) => document.findings.find(({ finding }) => finding === name)!;
    const lines = async (name: string) =>
      Buffer.from(await evidence.get(find(name).evidence.name))
        .toString()
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
    return { document, find, lines };
  };
  /** From the certificate to where people are waited for. */
  const walk = async (id: string) => {
    const answers: string[] = [];
    for (const task of ['contain', 'certify', 'investigate', 'publish'] as const)
      answers.push((await run(id, task)).outcome);
    await run(id, 'awaitApprovals', 'told');
    return answers;
  };
  const resume = async (id: string) => {
    const { findings, epochs } = await parts.store.read(id);
    for (const approver of [STELLA, ROLF]) {
      const seen = { findings: findings!.document, epoch: epochs!.collection };
      await decide(parts, { incident: id, approver, decision: 'resume', ...seen });
    }
    return askResume(parts, id).then(
      () => 'asked',
      ({ message }: Error) => message,
    );
  };
  return { ...all, findingsOf, walk, resume };
}

/** A report, and the row of one of both lanes damaged before or after the gates closed. */
async function reported(all: Setup, when: 'before' | 'after') {
  if (when === 'before') all.damagedLanes.add(all.lane);
  const answer = await all.file();
  if (when === 'after') all.damagedLanes.add(all.lane);
  all.leasesOut();
  return { ...answer, id: answer.incident.incident };
}

test('the report closes the gates and answers with its receipt, which names the lane', async () => {
  const all = await setup();
  const errors: unknown[] = [];
  all.parts.unfinished = (error) => errors.push(error);

  const { incident, receipt, id, ...rest } = await reported(all, 'before');

  expect([errors, rest]).toEqual([[], {}]);
  expect(incident).toMatchObject({ incident: id, status: 'contained' });
  expect(receipt?.document.gates[0]?.lanes).toEqual([
    { lane: all.lane, damaged: true },
    { lane: OTHER, admitted: 3 },
  ]);
});

describe.each(['before', 'after'] as const)('a row damaged %s the gates closed', (when) => {
  test('is not certified, and the incident goes on to findings that name it', async () => {
    const all = await setup();
    const { id } = await reported(all, when);

    expect(await all.walk(id)).toEqual(['contained', 'moved', 'investigated', 'published']);

    const incident = await all.parts.store.read(id);
    expect(incident).toMatchObject({ status: 'published', damaged: [all.lane] });
    expect(incident).not.toHaveProperty('certificate');
    expect(incident).not.toHaveProperty('moved');
    const { document, find, lines } = await all.findingsOf(id);
    expect(document.closure).not.toHaveProperty('certificate');
    expect(find('counters')).toMatchObject({
      statement: `1 lanes have admitted 3 frames since the program began. The rows of 1 more cannot be read: ${all.lane}.`,
      counters: { admitted: 3 },
      damaged: [all.lane],
    });
    expect(await lines('counters')).toEqual([
      { lane: OTHER, state: 'closed', counters: { admitted: 3 } },
      { lane: all.lane, damaged: true },
    ]);
    expect(find('containment')).toMatchObject({ admittedAfterClosure: 0, lanes: [], damaged: [all.lane] });
    expect(find('containment').statement).toBe(
      `After the gates were closed, 0 frames were admitted. That 1 more lanes admitted none is not proven, since their rows are damaged: ${all.lane}.`,
    );
    expect(await lines('containment')).toEqual([
      { lane: OTHER, admitted: 3 },
      { lane: all.lane, damaged: true },
    ]);
  });
  test('is not resumed while it is so, and people see what is waited for', async () => {
    const all = await setup();
    const { id } = await reported(all, when);
    await all.walk(id);

    const progress = await progressOf(all.parts, await all.parts.store.read(id), []);

    expect(progress).toMatchObject({ waitsFor: 'approvals' });
    expect(await all.resume(id)).toBe('not in order: lanes-closed, nothing-admitted, certified');
  });

  test('keeps nobody from ending the program', async () => {
    const all = await setup();
    const { id } = await reported(all, when);
    await all.walk(id);
    const { findings } = await all.parts.store.read(id);
    for (const approver of [STELLA, ROLF]) {
      const seen = { findings: findings!.document, epoch: 2 };
      await decide(all.parts, { incident: id, approver, decision: 'terminate', ...seen });
    }

    expect(await all.run(id, 'terminate')).toEqual({ outcome: 'terminated', incident: id });
  });
});

describe('a row that was mended', () => {
  test('after the receipt could read it: it is certified as soon as the workflow wakes up, and may be resumed', async () => {
    const all = await setup();
    const { id } = await reported(all, 'after');
    await all.walk(id);
    all.damagedLanes.clear();

    await all.run(id, 'awaitApprovals', 'again');

    const incident = await all.parts.store.read(id);
    expect(incident).toMatchObject({ status: 'published', certificate: expect.anything() });
    expect(incident).not.toHaveProperty('damaged');
    const { document } = await readIssued<QuiescenceCertificate>(all.parts, incident.certificate!);
    expect(document.lanes).toEqual([
      { lane: all.lane, admitted: 7 },
      { lane: OTHER, admitted: 3 },
    ]);
    expect(await all.resume(id)).toBe('asked');
  });

  test('and shows more than the receipt: it has moved', async () => {
    const all = await setup();
    const { id } = await reported(all, 'after');
    await all.walk(id);
    all.damagedLanes.clear();
    all.laneRows.set(all.lane, { ...all.laneRows.get(all.lane)!, counters: { admitted: 8 } });

    await all.run(id, 'awaitApprovals', 'again');

    const incident = await all.parts.store.read(id);
    expect(incident).toMatchObject({ moved: [all.lane] });
    expect([incident.certificate, incident.damaged]).toEqual([undefined, undefined]);
    expect(await all.resume(id)).toBe('not in order: nothing-admitted, certified');
  });

  test('that no receipt has read: there is nothing to compare it with, whatever it shows', async () => {
    const all = await setup();
    const { id } = await reported(all, 'before');
    await all.walk(id);
    all.damagedLanes.clear();
    all.laneRows.set(all.lane, { ...all.laneRows.get(all.lane)!, counters: {} });

    await all.run(id, 'awaitApprovals', 'again');

    expect(await all.parts.store.read(id)).toMatchObject({ damaged: [all.lane] });
    expect(await all.resume(id)).toBe('not in order: nothing-admitted, certified');
  });
});

test('of several, each is named', async () => {
  const all = await setup();
  const { id } = await reported(all, 'after');
  all.damagedLanes.add(OTHER);
  await all.walk(id);
  const both = `${all.lane}, ${OTHER}`;
  const { find } = await all.findingsOf(id);
  expect(find('counters').statement).toBe(
    `0 lanes have admitted 0 frames since the program began. The rows of 2 more cannot be read: ${both}.`,
  );
  expect(find('containment').statement).toMatch(`since their rows are damaged: ${both}.`);
});

test('who looked while a row was damaged, and comes after who has certified, takes nothing back', async () => {
  const all = await setup();
  const { id } = await reported(all, 'after');
  const { lanes } = all.parts.lanes;
  all.parts.lanes.lanes = async (also) => {
    all.parts.lanes.lanes = lanes;
    const seen = await lanes(also);
    all.damagedLanes.clear();
    await all.run(id, 'certify');
    return seen;
  };
  await all.run(id, 'certify');
  expect(await all.parts.store.read(id)).toMatchObject({ status: 'quiet', certificate: expect.anything() });
  expect(await all.parts.store.read(id)).not.toHaveProperty('damaged');
});
