import { ulid } from 'ulid';
import { consent, enrol, withdraw } from '../../core/consent/consent.ts';
import { erase } from '../../core/consent/erase.ts';
import { saveDirectory } from '../../core/directory/upload.ts';
import type { Disclosure } from '../../core/disclosure/disclosure.ts';
import { inForceOf } from '../../core/disclosure/in-force.ts';
import { redactionPolicyOf } from '../../core/disclosure/policy.ts';
import { consentHash } from '../../core/disclosure/show.ts';
import { memorySnapshots } from '../../core/exposure/collect/snapshots.memory.ts';
import { approve } from '../../core/incident/approve.ts';
import { CLOCK_SKEW } from '../../core/incident/certify.ts';
import type { Severity } from '../../core/incident/incident.ts';
import { report } from '../../core/incident/report.ts';
import { runTask } from '../../core/incident/tasks.ts';
import { memoryWorkflow } from '../../core/incident/workflow.memory.ts';
import type { Task } from '../../core/incident/workflow.ts';
import { createPipeline } from '../../core/intake/pipeline.ts';
import { branchesOf } from '../../core/investigation/branches.ts';
import { memoryAgentCredentials } from '../../core/lease/agent-credentials.memory.ts';
import { grantLease } from '../../core/lease/grant-lease.ts';
import { createLeaseOpener } from '../../core/lease/lease.ts';
import { memoryPerson } from '../../core/ledger/choice.memory.ts';
import { issueCheckpoint } from '../../core/ledger/issue-checkpoint.ts';
import { tipsWithNote } from '../../core/ledger/last-checkpoint.ts';
import { CHAINS } from '../../core/ledger/ledger.ts';
import { wholeChain } from '../../core/ledger/walk.ts';
import { policyOf } from '../../core/policy/cedar.ts';
import { askGrant } from '../../core/reading/ask-grant.ts';
import { giveGrant } from '../../core/reading/grant.ts';
import { readSegment } from '../../core/reading/read.ts';
import { createRedactor } from '../../redaction/create.ts';
import { type Compression, sealFrame } from '../../wire/frame.ts';
import type { LeaseGrant } from '../../wire/lease.ts';
import type { Parts } from './parts.ts';

const EMPLOYEES = ['employees'];
const RITA = { sub: 'rita', groups: EMPLOYEES };
const STELLA = { sub: 'stella', groups: ['stewards'] };
const ROLF = { sub: 'rolf', groups: ['representatives'] };
const IVAN = { sub: 'ivan', groups: ['investigators'] };
const SHARD = { lane: 'frames/1764300000/shardId-000000000000', hashFrom: '0'.repeat(32), hashTo: 'f'.repeat(32) };

const notedIn = (notes: Parts['notes'], disclosure: Disclosure) =>
  inForceOf({ disclosure, notes, writes: false }).noted;

export interface WrittenFrame {
  /** Base64, as it was put. */
  data: string;
  partitionKey: string;
}

/** A clock that the scenario moves. */
export interface MovedClock {
  time: number;
  now(): number;
}

/** What a program does in its life, once each, by the rules that the release has. */
export function scenarioOf(parts: Parts, clock: MovedClock) {
  const { disclosure, consents: store, keyRing } = parts;
  const people = {
    ...{ store, keyRing, texts: parts.texts, disclosure, clock },
    gates: [parts.gates.collection, parts.gates.reading],
  };
  const [credentials, workflow] = [memoryAgentCredentials(clock), memoryWorkflow()];
  const tasks = {
    ...parts,
    workflow,
    branches: branchesOf({
      ...parts,
      noted: notedIn(parts.notes, disclosure),
      snapshots: memorySnapshots(),
      prefix: `sluice-${disclosure.program}-test`,
    }),
  };
  const frames: WrittenFrame[] = [];
  let sequence = 49_600_000_000_000_000_000_000_000n;

  const agree = async (subject: string, device = `${subject}-laptop`) => {
    await enrol(people, { ...memoryPerson(subject), device, groups: EMPLOYEES });
    const { version } = disclosure;
    await consent(people, { ...memoryPerson(subject), version, hash: consentHash(disclosure), groups: EMPLOYEES });
  };

  const lease = (subject: string, acked: number): Promise<LeaseGrant> =>
    grantLease(
      {
        ...{ store, credentials, disclosure, clock, gate: parts.gates.collection, keys: parts.leaseKeys },
        stream: { name: 'frames', region: 'us-east-1' },
      },
      { subject, groups: EMPLOYEES, device: `${subject}-laptop`, acked },
    );

  const frame = (grant: LeaseGrant, number: number, events: readonly unknown[], compression: Compression = 'zstd') => {
    const body = events.map((event) => `${JSON.stringify(event)}\n`).join('');
    const key = Buffer.from(grant.frameKey, 'base64url');
    const data = sealFrame({ lease: grant.lease, number, compression }, key, Buffer.from(body));
    frames.push({ data: Buffer.from(data).toString('base64'), partitionKey: grant.subject });
    sequence += 7n;
    return { sequence: sequence.toString(), partitionKey: grant.subject, arrival: clock.now(), data };
  };

  const pipeline = createPipeline({
    ...{ disclosure, clock, keyRing, vault: parts.vault, intake: parts.intake, gate: parts.gates.collection },
    leases: createLeaseOpener({ keys: parts.leaseKeys, program: parts.program }),
    redactor: createRedactor({ policy: redactionPolicyOf(disclosure) }),
  });

  /** Files a report and takes its workflow so far. @returns the incident's id */
  const incident = async (severity: Severity, ...walked: Task[]): Promise<string> => {
    clock.time += 60_000;
    const id = ulid(clock.now());
    await report(tasks, { incident: id, reporter: RITA, severity, text: `what rita saw, ${severity}` });
    for (const task of walked) {
      if (task === 'certify') clock.time += disclosure.lease.seconds * 1000 + CLOCK_SKEW;
      await runTask(tasks, { task, incident: id, token: `token-of-${id}` });
    }
    return id;
  };

  const decide = async (id: string, decision: 'resume' | 'terminate', ...approvers: (typeof STELLA)[]) => {
    const { findings } = await parts.store.read(id);
    const { epoch } = await parts.gates.collection.read();
    for (const approver of approvers) {
      await approve(tasks, { incident: id, approver, decision, findings: findings!.document, epoch });
    }
  };

  return {
    frames,

    async collect(): Promise<void> {
      await inForceOf({ disclosure, notes: parts.notes, writes: true }).check();
      await saveDirectory([{ type: 'PERSON', value: 'Ada Lovelace' }] as never, {
        ...parts.directory,
        ...{ program: parts.program, clock },
      });
      for (const subject of ['anna', 'ben', 'cleo', 'erik']) await agree(subject);
      await enrol(people, { ...memoryPerson('dora'), device: 'dora-laptop', groups: EMPLOYEES });
      await store.tell('anna', 'anna-laptop', { acked: 0 });
      const [anna, ben] = [await lease('anna', 0), await lease('ben', 0)];
      const [cleo, erik] = [await lease('cleo', 0), await lease('erik', 0)];
      await pipeline.process({
        shard: SHARD,
        records: [
          frame(anna, 1, everyKind(clock.now())),
          frame(anna, 3, many(clock.now()), 'gzip'),
          frame(ben, 1, everyKind(clock.now()), 'none'),
          frame(erik, 1, everyKind(clock.now())),
          frame(cleo, 70, everyKind(clock.now())),
          { ...frame(cleo, 2, everyKind(clock.now())), partitionKey: 'somebody-else' },
        ],
      });
      await lease('anna', 3);
      await parts.intake.addAttempt(SHARD.lane, String(sequence + 1n));
      await withdraw(people, memoryPerson('ben'));
      await erase(people, memoryPerson('cleo'));
      await erase(people, memoryPerson('erik'));
      await agree('erik', 'erik-desktop');
      await parts.gates.collection.addLane('frames/1764300000/shardId-000000000001');
      await parts.gates.collection.addLane('frames/1764300000/shardId-000000000002');
      await parts.gates.collection.retireLane('frames/1764300000/shardId-000000000002');
    },

    async read(): Promise<void> {
      const purpose = 'quality-review';
      await askGrant(parts.grants, disclosure, clock, { asker: IVAN, purpose, hours: 4 });
      await giveGrant(parts.grants, disclosure, clock, { giver: STELLA, reader: IVAN.sub, purpose, hours: 4 });
      const redactor = createRedactor({ policy: { actions: {}, tiers: {} } });
      const policy = policyOf(disclosure);
      const reading = { ...parts, keys: keyRing, reading: parts.readingStore, redactor, policy };
      const { rows } = await parts.records.list({ from: clock.now() - 60_000, to: clock.now(), limit: 100 });
      for (const { subject, segment } of rows) {
        const order = { subject, segment, purpose, reason: 'sample of the week' };
        // Of those who withdrew or were erased it is refused, which is an entry too.
        await readSegment(reading, { ...order, reader: IVAN.sub, groups: IVAN.groups }).catch(() => undefined);
      }
      await issueCheckpoint(parts);
    },

    /** One of each status; the gates are closed at the end. */
    async incidents(): Promise<Record<string, string>> {
      const written: Record<string, string> = {};
      written.resumed = await incident('high', 'contain', 'certify', 'investigate', 'publish', 'awaitApprovals');
      await decide(written.resumed, 'resume', STELLA, ROLF);
      await runTask(tasks, { task: 'resume', incident: written.resumed });
      written.concluded = await incident('low', 'contain', 'investigate', 'publish', 'awaitApprovals');
      const verdict = { verdict: 'not-confirmed' as const, at: clock.now(), number: 1 };
      await parts.store.advance(written.concluded, { set: { verdict } });
      await runTask(tasks, { task: 'resume', incident: written.concluded });
      written.reported = await incident('medium');
      written.terminated = await incident('high', 'contain', 'certify', 'investigate', 'publish', 'awaitApprovals');
      await decide(written.terminated, 'terminate', STELLA, ROLF);
      await runTask(tasks, { task: 'terminate', incident: written.terminated });
      written.published = await incident('high', 'contain', 'certify', 'investigate', 'publish', 'awaitApprovals');
      await decide(written.published, 'resume', STELLA);
      // Of the day: the next ones of the same reporter would close nothing.
      clock.time += 86_400_000;
      written.quiet = await incident('high', 'contain', 'certify');
      written.contained = await incident('high');
      await issueCheckpoint(parts);
      return written;
    },

    /** As `sluice ledger export` writes it. */
    async ledgerExport() {
      const chains = await Promise.all(
        CHAINS.map(async (chain) => [chain, await wholeChain(parts.ledger, chain)] as const),
      );
      return {
        format: 'sluice-ledger/1' as const,
        checkpoint: (await tipsWithNote(parts.ledger, parts.checkpoints)).checkpoint,
        chains: Object.fromEntries(chains),
      };
    },
  };
}

const common = { app: 'code', window: 'w1' };
function everyKind(time: number): unknown[] {
  const at = { time, ...common };
  return [
    { kind: 'pointer', ...at, pointerType: 'mouse', path: [0, 10, 10, 16, 12, 11] },
    { kind: 'click', ...at, x: 1, y: 2, button: 0, detail: 1 },
    { kind: 'scroll', ...at, x: 1, y: 2, deltaX: 0, deltaY: 120, deltaMode: 0 },
    { kind: 'key', ...at, type: 'keydown', field: 'f1', code: 'KeyH', key: 'h' },
    { kind: 'key', ...at, type: 'keyup', field: 'f1', code: 'KeyH', key: 'h' },
    { kind: 'text', ...at, field: 'f1', inputType: 'insertFromPaste', data: 'call me at +1 415 555 0132' },
    { kind: 'prompt', ...at, app: 'assistant', text: 'how do I sort a list', author: 'self', conversation: 'c1' },
    { kind: 'message', ...at, app: 'element', text: 'see you', author: 'self', channel: 'chat' },
    { kind: 'window', ...at, type: 'focus', title: 'not disclosed' },
    { kind: 'click', ...at, app: 'not-listed', x: 1, y: 2, button: 0 },
  ];
}

/** Enough of what does not compress well that the segment goes into the object store. */
function many(time: number): unknown[] {
  return Array.from({ length: 600 }, (_, at) => ({
    ...{ kind: 'click', time: time + at, ...common, button: 0 },
    ...{ x: (at * 7919) % 3839, y: (at * 104_729) % 2159 },
  }));
}
