/**
 * Promise 9. "A report leads to containment. A high-severity report closes both gates within a second of being filed, and
 * every open incident ends in published findings."
 *
 * Mechanism: the report function itself files, closes both gates and issues the closure receipt before it answers
 * (core/incident/report.ts, close.ts), 64 lanes at a time (core/gate/pause.ts); a workflow then certifies quiescence,
 * investigates and publishes (core/incident/tasks.ts); a report whose function died is finished by whoever looks next.
 *
 * Here: how many writes have to follow each other is counted, since a second is a number of round trips; findings are
 * compared with what this test collected and read itself, and verified by a program apart.
 *
 * Missing in this form: the second is measured against the local cloud by the demo, not here; the state machine that runs the
 * tasks is judged as a template (test/infra/service.test.ts) and run in test/e2e; agents are not told by push.
 *
 * Fails when a report does not close, when lanes are closed one by one, when the findings leave out segments or reads, and
 * when a report that died is not finished.
 */
import { describe, expect, test } from '@jest/globals';
import { ulid } from 'ulid';
import { sampleDisclosure } from '../../core/disclosure/sample.ts';
import { memoryGate, type Step } from '../../core/gate/gate.memory.ts';
import { establishLane } from '../../core/gate/lane.ts';
import { pause } from '../../core/gate/pause.ts';
import { readIssued } from '../../core/incident/documents.ts';
import type { Findings } from '../../core/incident/findings.ts';
import { pauseProgram, report } from '../../core/incident/report.ts';
import { runTask } from '../../core/incident/tasks.ts';
import { passOnOverdue } from '../../core/incident/triage.ts';
import { finishOpenWork } from '../../core/incident/unfinished.ts';
import { viewIncident } from '../../core/incident/view.ts';
import { createProgram, EMPLOYEES, HOUR, IVAN, type Program, RITA, refusal, STELLA } from '../fixtures/program.ts';
import { verifyApart } from '../fixtures/verifier.ts';
import { click } from '../fixtures/world.ts';

/** Three subjects, collected, past their cool-off, some of it read. */
async function collected() {
  const program = createProgram();
  const agents = [];
  for (const subject of ['anna', 'bert', 'carl']) {
    const agent = await program.join(subject);
    agent.capture(click(1) as never);
    agent.capture(click(2) as never);
    await agent.flush();
    agents.push(agent);
  }
  await program.deliver();
  return { program, agents };
}
const states = async ({ gates }: Program) => [
  (await gates.collection.read()).state,
  (await gates.reading.read()).state,
];
const findingsOf = async ({ parts }: Program, id: string) => {
  const { findings } = await parts.store.read(id);
  return readIssued<Findings>(parts, findings!);
};

describe('a report of high severity', () => {
  test('has closed both gates when it is answered: nothing is collected or read, and devices get no lease', async () => {
    const { program, agents } = await collected();
    program.time.now += program.disclosure.coolOffHours * HOUR;
    await program.give(IVAN.sub);
    const [row] = [...program.index.values()];
    await program.read(row!);
    await agents[0]!.resume();
    agents[0]!.capture(click(3, 'editor', program.time.now) as never);
    await agents[0]!.flush();

    const { incident, receipt } = await program.report('high');

    expect(await states(program)).toEqual(['closed', 'closed']);
    await program.deliver();
    expect(program.world.counters()).toMatchObject({ admitted: 3, 'refused:epoch': 1 });
    expect(await refusal(program.read(row!))).toBe('gate-closed');
    expect(await agents[0]!.resume()).toEqual({ state: 'paused', reason: 'gate-closed' });
    expect(receipt!.document.incident).toBe(incident.incident);
    expect((await program.entries()).filter(({ kind }) => kind === 'pause')).toHaveLength(1);
    expect((await verifyApart(program.parts.signer, { receipt })).holds).toEqual({ receipt: true });
  });

  test('takes no more round trips than fit a second, however many shards there are', async () => {
    /** What a conditional write may take when it meets another one, ms. */
    const ROUND_TRIP = 40;
    const LANES = 1_000;
    const waiting: (() => void)[] = [];
    const step: Step = () => new Promise((resolve) => waiting.push(resolve));
    const gate = memoryGate();
    for (let lane = 0; lane < LANES; lane++) await establishLane(gate, `lane-${lane}`, 1);
    let done = false;
    const paused = pause({ collection: gate.seenBy(step), reading: memoryGate().seenBy(step) }, 'i1', { now: () => 0 });
    const end = paused.finally(() => {
      done = true;
    });
    let rounds = 0;
    while (!done) {
      await new Promise(setImmediate);
      if (waiting.length > 0) rounds++;
      for (const resolve of waiting.splice(0)) resolve();
    }
    await end;
    expect([...gate.rows.values()].every(({ state }) => state === 'closed')).toBe(true);
    expect(rounds * ROUND_TRIP).toBeLessThan(1_000);
  });

  test('does so even when its function dies at any step of closing: whoever looks next finishes it', async () => {
    for (const method of ['hold', 'lanes', 'closeLane'] as const) {
      const { program } = await collected();
      // Of three signatures, of which only the name matters here.
      const gate = program.parts.gates.collection as unknown as Record<string, () => Promise<unknown>>;
      const whole = gate[method]!;
      gate[method] = async () => Promise.reject(new Error('died'));
      await expect(program.report('high')).rejects.toThrow('died');
      gate[method] = whole;

      expect((await finishOpenWork(program.parts)).errors).toEqual([]);
      expect(await states(program)).toEqual(['closed', 'closed']);
      const [incident] = await program.parts.store.list();
      expect(incident).toMatchObject({ status: 'contained', startedAt: expect.any(Number) });
      expect([...(program.parts.workflow as { started?: Set<string> }).started!]).toEqual([incident!.incident]);
    }
  });
});

describe('a report ends when a person has said what it was, and by nothing else', () => {
  const { hours, lowHours } = sampleDisclosure().gate.triage;
  const row = async ({ parts }: Program, id: string) => parts.store.read(id);
  /** What the schedule does, every hour of so many. */
  const wait = async (program: Program, id: string, hoursLong: number) => {
    for (let hour = 0; hour < hoursLong; hour++) {
      program.time.now += HOUR;
      const { errors } = await passOnOverdue(program.parts, [await row(program, id)]);
      expect(errors).toEqual([]);
    }
  };

  test('a low one waits, is asked of one group after the other, and neither ends nor closes anything', async () => {
    const { program } = await collected();
    const { incident } = await program.report('low');
    const id = incident.incident;
    await program.workflow(id);
    await wait(program, id, 3 * lowHours);

    expect(await row(program, id)).toMatchObject({ status: 'published', closes: false, triage: { level: 3 } });
    expect(await runTask(program.parts, { task: 'resume', incident: id })).toMatchObject({ outcome: 'refused' });
    expect(await states(program)).toEqual(['open', 'open']);
  });

  test('a medium one that nobody looks at closes both gates, and two decide as after any other closure', async () => {
    const { program } = await collected();
    const { incident } = await program.report('medium');
    await program.workflow(incident.incident);
    await wait(program, incident.incident, hours);

    expect(await row(program, incident.incident)).toMatchObject({ status: 'contained', closes: true });
    expect(await states(program)).toEqual(['closed', 'closed']);
  });
});

describe('every incident ends in published findings', () => {
  const guest = { sub: 'gast', groups: ['guests'] };
  test.each<[name: string, closes: boolean, file: (program: Program) => Promise<{ incident: { incident: string } }>]>([
    ['high', true, (program) => program.report('high')],
    ['medium', false, (program) => program.report('medium')],
    ['low', false, (program) => program.report('low')],
    ['high, by somebody who may not close', false, (program) => program.report('high', guest)],
    [
      'high, beyond the closures of a day',
      false,
      async (program) => {
        const limited = {
          ...program.parts,
          disclosure: { ...program.disclosure, gate: { ...program.disclosure.gate, closuresPerDay: 0 } },
        };
        return report(limited, { incident: ulid(program.time.now), reporter: RITA, severity: 'high', text: 'again' });
      },
    ],
    [
      'a pause by hand',
      true,
      (program) => pauseProgram(program.parts, { incident: ulid(program.time.now), reporter: STELLA, text: 'work' }),
    ],
  ])('%s', async (_, closes, file) => {
    const { program } = await collected();
    const { incident } = await file(program);
    const id = incident.incident;
    expect(await states(program)).toEqual(closes ? ['closed', 'closed'] : ['open', 'open']);

    await program.workflow(id);

    const signed = await findingsOf(program, id);
    expect(signed.document.findings.map(({ finding }) => finding)).toEqual(
      expect.arrayContaining(['stored', 'reads', 'counters', 'ledger', ...(closes ? ['containment'] : [])]),
    );
    const { holds } = await verifyApart(program.parts.signer, { signed });
    expect(holds).toEqual({ signed: true });
    // Whom the program is about read them too, in a summary that names nobody.
    const emil = { namesIn: () => ['emil'], groups: EMPLOYEES };
    const { summary } = await viewIncident(program.parts, id, emil);
    expect((await verifyApart(program.parts.signer, { summary: summary! })).holds).toEqual({ summary: true });
    expect(summary!.document.findings).toBe((await program.parts.store.read(id)).findings!.document);
    const { findings } = await program.parts.store.read(id);
    expect(await program.parts.evidence.lockedUntil(findings!.name)).toBeGreaterThan(program.time.now);
    expect((await program.entries()).filter(({ kind }) => kind === 'findings')).toMatchObject([{ incident: id }]);
  });

  test('that say what was stored and who read it, as counted apart from them', async () => {
    const { program } = await collected();
    await program.sign();
    program.time.now += 48 * HOUR;
    const late = await program.join('dora');
    late.capture(click(9, 'editor', program.time.now) as never);
    await late.flush();
    await program.deliver();
    await program.sign();
    program.time.now += program.disclosure.coolOffHours * HOUR - HOUR;
    await program.give(IVAN.sub);
    const rows = [...program.index.values()];
    const mine: [string, string][] = [];
    const read = async (subject: string) => {
      const { segment } = rows.find((row) => row.subject === subject)!;
      program.time.now += 1_000;
      await program.read({ subject, segment });
      mine.push([subject, segment]);
    };
    for (const subject of ['anna', 'bert', 'anna']) await read(subject);
    await refusal(program.read(rows.find(({ subject }) => subject === 'dora')!));

    // The window begins with the day before the report: dora's segment lies in it, the others came earlier.
    const { incident } = await program.report('high');
    await program.workflow(incident.incident);
    const { document } = await findingsOf(program, incident.incident);
    const { from, to } = document.window;
    const inside = rows.filter(({ arrivedTo }) => arrivedTo >= from && arrivedTo <= to);
    expect(inside.map(({ subject }) => subject)).toEqual(['dora']);

    const of = Object.fromEntries(document.findings.map((finding) => [finding.finding, finding]));
    expect(of.stored).toMatchObject({
      segments: inside.length,
      events: inside.reduce((sum, { events }) => sum + events, 0),
      subjects: inside.map(({ subject, segment, events }) => ({ subject, segments: [segment], events })),
    });
    const reads = (of.reads as unknown as { reads: { reader: string; subject: string; segment: string }[] }).reads;
    expect(reads.map(({ subject, segment }) => [subject, segment])).toEqual(mine);
    expect(new Set(reads.map(({ reader }) => reader))).toEqual(new Set([IVAN.sub]));
    expect(of.reads).toMatchObject({ refused: 1 });
    expect(of.counters).toMatchObject({ counters: { admitted: 4, stored: 7 } });
    expect(of.containment).toMatchObject({ admittedAfterClosure: 0, lanes: [] });
    expect(of.ledger).toMatchObject({ intact: true });
  });
});
