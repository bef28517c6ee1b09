/**
 * Promise 10. "Resuming is harder than pausing. Findings published, conformance green, two different approvers of different
 * groups, neither of them the reporter; consent is asked again when the disclosure changed." And, where the disclosure says so, probes that
 * are green for hours and people who were told before: each by itself in core/incident/asks-for.test.ts.
 *
 * Mechanism: an approval is of one person, over the published findings' hash and the epoch of the closed gate
 * (core/incident/approve.ts); what two of them agree on is looked at again when it is done, with the checks of conformance
 * (core/incident/conclude.ts, conformance.ts); the root opens only at that epoch and for the incident that holds it
 * (core/gate/resume.ts); a lease is given only under a consent that covers the disclosure in force (core/lease/grant-lease.ts,
 * core/disclosure/version.ts): a wider one asks again, a narrower one does not, and the ledger says which it was.
 *
 * Here: every pair of five people is tried, and judged by the sentence above; each condition is taken away by itself.
 *
 * Not here: conformance looks at gates, lanes, evidence and ledger; what is deployed is compared with what was reviewed by
 * people, with `sluice deployed verify` (core/deployed, test/e2e/deployed/released.ts). That the state machine waits for the token is judged as a template (test/infra/service.test.ts).
 *
 * Fails when one approver is enough, when groups or the reporter are not compared, when conformance is not asked, when
 * findings need not be published, or when a lease is given under an old disclosure.
 */
import { describe, expect, test } from '@jest/globals';
import { ownConsent } from '../../core/consent/status.ts';
import { diffDisclosures } from '../../core/disclosure/diff.ts';
import { sampleDisclosure } from '../../core/disclosure/sample.ts';
import { pause } from '../../core/gate/pause.ts';
import { askResume, decide } from '../../core/incident/decide.ts';
import { runTask } from '../../core/incident/tasks.ts';
import { sealFrame } from '../../wire/frame.ts';
import { createProgram, IVAN, type Program, ROLF, refusal, STELLA, SVEN, typed } from '../fixtures/program.ts';
import { click, ndjson } from '../fixtures/world.ts';

interface Person {
  sub: string;
  groups: string[];
}
/** In both groups that may approve. */
const BOTH: Person = { sub: 'berta', groups: ['stewards', 'representatives'] };
/** Files the report, and could approve others. */
const REPORTER: Person = { sub: 'rita', groups: ['employees', 'stewards'] };

async function closed(published = true) {
  const program = createProgram();
  const agent = await program.join('anna');
  agent.capture(click(1) as never);
  await agent.flush();
  await program.deliver();
  const { incident } = await program.report('high', REPORTER);
  const id = incident.incident;
  if (published) await program.workflow(id);
  const approve = async (approver: Person, change: object = {}) => {
    const { findings, epochs } = await program.parts.store.read(id);
    const order = {
      incident: id,
      approver,
      decision: 'resume' as const,
      findings: findings?.document ?? '',
      epoch: epochs!.collection,
    };
    return refusal(decide(program.parts, { ...order, ...change }));
  };
  /** Asks for the resume, and does what the workflow does when it is answered. */
  const resume = async () => {
    const asked = await refusal(askResume(program.parts, id));
    const result = await runTask(program.parts, { task: 'resume', incident: id });
    return { asked, did: result.outcome === 'refused' ? result.reason : result.outcome };
  };
  return { program, agent, id, approve, resume };
}
const isOpen = async ({ gates }: Program) =>
  (await gates.collection.read()).state === 'open' && (await gates.reading.read()).state === 'open';

describe('who', () => {
  const people: Person[] = [STELLA, SVEN, ROLF, BOTH, REPORTER, IVAN];
  const APPROVERS = ['representatives', 'stewards'];
  /** The sentence of the promise. */
  const may = (one: Person, other: Person): boolean =>
    one.sub !== other.sub &&
    [one, other].every(({ sub }) => sub !== REPORTER.sub) &&
    APPROVERS.some((mine) =>
      APPROVERS.some((theirs) => mine !== theirs && one.groups.includes(mine) && other.groups.includes(theirs)),
    );
  const pairs = people.flatMap((one, at) => people.slice(at).map((other) => [one, other] as const));

  test.each(pairs.map(([one, other]) => [one.sub, other.sub, may(one, other), one, other] as const))(
    '%s and %s: %s',
    async (_one, _other, allowed, one, other) => {
      const { program, approve, resume } = await closed();
      await approve(one);
      await approve(other);
      expect(await resume()).toEqual(
        allowed ? { asked: 'done', did: 'resumed' } : { asked: 'approvals', did: 'approvals' },
      );
      expect(await isOpen(program)).toBe(allowed);
    },
  );

  test('five of these pairs, and no other', () => {
    expect(pairs.filter(([one, other]) => may(one, other)).length).toBe(5);
  });

  test.each([
    ['not-approver', IVAN],
    ['own-report', REPORTER],
  ])('%s: it is told at once, and is no entry', async (reason, person) => {
    const { program, approve } = await closed();
    expect(await approve(person)).toBe(reason);
    expect((await program.entries()).filter(({ kind }) => kind === 'approval')).toEqual([]);
  });
});

describe('what', () => {
  test('pausing takes one person, resuming two: with one approval it stays closed', async () => {
    const { program, approve, resume } = await closed();
    expect(await resume()).toEqual({ asked: 'approvals', did: 'approvals' });
    await approve(STELLA);
    await approve(STELLA);
    expect(await resume()).toEqual({ asked: 'approvals', did: 'approvals' });
    expect(await isOpen(program)).toBe(false);
  });

  test('not before findings are published, and not over others or another epoch', async () => {
    const early = await closed(false);
    expect(await early.approve(STELLA)).toBe('unpublished');
    expect((await early.resume()).did).toBe('unpublished');
    const { approve } = await closed();
    expect(await approve(STELLA, { findings: 'f'.repeat(64) })).toBe('findings');
    expect(await approve(STELLA, { epoch: 3 })).toBe('epoch');
  });

  test('approvals to end the program do not resume it', async () => {
    const { program, approve, resume } = await closed();
    await approve(STELLA, { decision: 'terminate' });
    await approve(ROLF);
    expect((await resume()).did).toBe('approvals');
    expect(await isOpen(program)).toBe(false);
  });

  test('another incident’s hold stays: its own two approvals are needed', async () => {
    const { program, approve, resume } = await closed();
    await approve(STELLA);
    await approve(ROLF);
    await pause(program.gates, 'another', program.clock);
    expect(await resume()).toEqual({ asked: 'done', did: 'resumed' });
    expect(await isOpen(program)).toBe(false);
    expect((await program.gates.collection.read()).holds).toEqual(['another']);
  });
});

test.each<[name: string, spoil: (program: Program, id: string) => unknown]>([
  [
    'a lane that admitted after the closure',
    ({ world }) => {
      world.tables.lanes.get(world.shard.lane)!.counters!.admitted! += 1;
    },
  ],
  [
    'a lane that is open',
    ({ world }) => {
      world.tables.lanes.get(world.shard.lane)!.state = 'open';
    },
  ],
  [
    'evidence that is gone',
    async ({ parts }, id) => {
      const { findings } = await parts.store.read(id);
      const { get } = parts.evidence;
      parts.evidence.get = async (name) => {
        const { Refused } = await import('../../core/shared/errors.ts');
        if (name === findings!.name) throw new Refused('not-found', 'no such evidence');
        return get(name);
      };
    },
  ],
  [
    'evidence that is no longer locked',
    ({ parts }) => {
      parts.evidence.lockedUntil = async () => undefined;
    },
  ],
  [
    'a ledger that was rewritten',
    ({ parts }) => {
      const { page } = parts.ledger;
      parts.ledger.page = async (...args) => (await page(...args)).map((entry) => ({ ...entry, hash: 'x' }));
    },
  ],
])('conformance: %s keeps it closed, whoever approves', async (_, spoil) => {
  const { program, id, approve, resume } = await closed();
  await approve(STELLA);
  await approve(ROLF);
  await spoil(program, id);
  expect(await resume()).toEqual({ asked: 'conformance', did: 'conformance' });
  expect(await isOpen(program)).toBe(false);
});

test('after it: frames of before are refused, new ones are stored, and the ledger says who let it resume', async () => {
  const { program, agent, approve, resume } = await closed();
  const lease = await program.world.lease('anna', 'anna-device', { epoch: 1 });
  await approve(STELLA);
  await approve(ROLF);
  await resume();
  program.stream.push(program.world.record(program.world.frame(lease, 50, [click(2)]), 'anna'));
  await agent.resume();
  agent.capture(click(3) as never);
  await agent.flush();
  await program.deliver();
  expect((await program.events()).map(({ x }) => x)).toEqual([1, 3]);
  expect(program.world.counters()).toMatchObject({ 'refused:epoch': 1 });
  expect((await program.entries()).find(({ kind }) => kind === 'resume')?.detail).toMatchObject({
    approvers: 'stella rolf',
    consent: 'kept',
  });
});

test('with a disclosure that widened, nobody collects until they have consented to it: old leases, old consents, old frames', async () => {
  const { program, id, approve } = await closed();
  await approve(STELLA);
  await approve(ROLF);
  const wider = sampleDisclosure((next) => {
    next.version = '2.0';
    next.events.click!.fields.push('button');
  });
  // The new deployment.
  const over = { ...program.parts, disclosure: wider };
  // Not before its text is there for people to consent to.
  expect(await runTask(over, { task: 'resume', incident: id })).toMatchObject({
    ...{ outcome: 'refused', reason: 'not-asked-again' },
  });
  expect(await isOpen(program)).toBe(false);
  const { outcome } = await runTask({ ...over, noted: async () => wider }, { task: 'resume', incident: id });
  expect(outcome).toBe('resumed');
  expect((await program.entries()).find(({ kind }) => kind === 'resume')?.detail).toMatchObject({
    consent: 'asked-again',
  });
  const pipeline = program.world.pipeline({ disclosure: wider });
  const api = program.apiOf('anna', wider);
  const lease = { device: 'anna-device', acked: 1 };
  expect(await refusal(api.lease(lease))).toBe('disclosure');
  for (const [number, disclosure] of [
    [2, '1.0'],
    [3, '2.0'],
  ] as const) {
    const forged = await program.world.lease('anna', 'anna-device', { disclosure });
    program.stream.push(program.world.record(program.world.frame(forged, number, [click(number)]), 'anna'));
  }
  await program.deliver(pipeline);
  expect((await program.events()).map(({ x }) => x)).toEqual([1]);
  expect(program.world.counters()).toMatchObject({ 'refused:consent': 2 });

  // The old text is no longer to be had; the new one is asked for.
  expect(await refusal(program.consent('anna'))).toBe('done');
  expect(await refusal(api.lease(lease))).toBe('disclosure');
  await program.consent('anna', wider);
  expect(await refusal(api.lease(lease))).toBe('done');
});

test('with a disclosure that narrowed, consents are kept: by the ledger, by leases, for frames in flight and by what people are told', async () => {
  const { program, id, approve } = await closed();
  await approve(STELLA);
  await approve(ROLF);
  const narrower = sampleDisclosure((next) => {
    next.version = '1.1';
    delete next.events.key;
  });
  await runTask({ ...program.parts, disclosure: narrower }, { task: 'resume', incident: id });
  const lease = { device: 'anna-device', acked: 1 };
  const old = await program.apiOf('anna').lease(lease);

  // In flight while the new version is deployed, one of each: under the old lease, and under the new one.
  const fresh = await program.apiOf('anna', narrower).lease(lease);
  for (const [number, { lease: token, frameKey }] of [
    [2, old],
    [3, fresh],
  ] as const) {
    const key = Buffer.from(frameKey, 'base64url');
    const body = ndjson([click(number), typed('h')]);
    program.stream.push(program.world.record(sealFrame({ lease: token, number }, key, body), 'anna'));
  }
  await program.deliver(program.world.pipeline({ disclosure: narrower }));

  const entries = await program.entries();
  expect(entries.find(({ kind }) => kind === 'resume')?.detail).toMatchObject({ disclosure: '1.1', consent: 'kept' });
  expect((await program.events()).map(({ kind, x }) => [kind, x])).toEqual([
    ['click', 1],
    ['click', 2],
    ['click', 3],
  ]);
  expect(program.world.counters()).toMatchObject({ admitted: 3, 'dropped:kind': 2, narrowed: 2 });
  expect(program.world.counters()).not.toHaveProperty('refused:consent');
  const row = await program.store.read('anna');
  expect(ownConsent(row!, narrower)).toMatchObject({ disclosure: '1.0', outdated: false });
  expect(diffDisclosures(program.disclosure, narrower)).toMatchObject({ askAgain: false, problems: [] });
});
