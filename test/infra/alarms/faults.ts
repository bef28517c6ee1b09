import { ulid } from 'ulid';
import { BRANCH_NAMES } from '../../../core/investigation/table.ts';
import { apiEvent } from '../../fixtures/api-events.ts';
import { failing, type Ports, time } from './run-function.ts';

/** A function that is called: over which ports, and by what. Made anew for each, in its own set of modules. */
export interface Scenario {
  ports: Ports;
  event: unknown;
}

const INCIDENT = '01KB0000000000000000000000';
const SCHEDULED = { source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} };

const request = (routeKey: string, more: object = {}): object => ({
  routeKey,
  rawPath: '/',
  headers: {},
  isBase64Encoded: false,
  requestContext: { requestId: 'request' },
  ...more,
});

/** A change at AWS of something of this stage. */
export function onOurs(name: string, more: object = {}): unknown {
  return apiEvent(name, { request: { name: 'sluice-model-capability-prod-thing' }, at: time.now, ...more });
}

/** What calls each function, so that it asks a port for something. */
const EVENTS: Readonly<Record<string, unknown>> = {
  control: request('GET /directory'),
  front: request('GET /.well-known/sluice.json'),
  anonymous: request('POST /anonymous-reports/answers', { body: JSON.stringify({ receipt: 'a'.repeat(26) }) }),
  report: request('GET /incidents'),
  approve: request('POST /incidents/{incident}/resume', { pathParameters: { incident: INCIDENT } }),
  case: request('GET /incidents/{incident}/case', { pathParameters: { incident: INCIDENT } }),
  reader: request('GET /grants'),
  exports: request('GET /exports'),
  'export-job': { task: 'seal', export: INCIDENT },
  investigate: { task: 'contain', incident: INCIDENT },
  termination: { task: 'erase', incident: INCIDENT },
  departures: SCHEDULED,
  checkpoint: SCHEDULED,
  erasures: SCHEDULED,
  broadcast: SCHEDULED,
  sweep: SCHEDULED,
  exposure: SCHEDULED,
  'second-line': SCHEDULED,
  guard: onOurs('cognito-idp:AdminAddUserToGroup'),
};

/** Who calls has a pseudonym, whatever else is broken. */
const PSEUDONYMS = {
  awsPseudonyms: { of: async () => 'abcdefghijklmnopqrstuvwxyz', secretOf: async () => new Uint8Array(32) },
};

/** Everything that a function asks is away. */
export const away = (name: string) => async (): Promise<Scenario> => ({ ports: PSEUDONYMS, event: EVENTS[name] });

/** Everything that a function reads is damaged. */
export const damaged = (name: string) => async (): Promise<Scenario> => {
  const { Refused } = await import('../../../core/shared/errors.ts');
  const error = () => new Refused('damaged', 'not what was written');
  const port = failing(error);
  const known = {
    ...PSEUDONYMS,
    awsPorts: { store: port, gate: port, shards: port, ...{ snapshots: port, whose: Reflect.get(port, 'whose') } },
    awsLedger: failing(error, { chains: ['c0'] }),
    // A checkpoint that is damaged would be a ledger that was rewritten.
    awsCheckpoints: { from: async () => [], unnumbered: async () => undefined },
  };
  return {
    ports: new Proxy<Ports>(known, { get: (of, factory) => Reflect.get(of, factory) ?? port }),
    event: EVENTS[name],
  };
};

/** An inventory of more than a day ago, and one that does not get done. */
export const oldInventory = async (): Promise<Scenario> => {
  const { memorySnapshots } = await import('../../../core/exposure/collect/snapshots.memory.ts');
  const snapshots = memorySnapshots();
  const whole = { ended: time.now, rows: 1, gaps: 0, sha256: 'a'.repeat(64) };
  const note = { number: 1, sha256: 'a'.repeat(64), positions: {}, whole };
  await snapshots.add(time.now - 31 * 3_600_000, note, new Uint8Array());
  const slow = () => async () => {
    time.now += 13 * 60_000;
    return { rows: [], next: 'more' };
  };
  const ports = {
    snapshots,
    whose: async () => ({ account: '111122223333', partition: 'aws', region: 'eu-central-1' }),
    client: () => undefined,
    readers: new Proxy({}, { get: () => slow }),
  };
  return { ports: { awsPorts: ports }, event: SCHEDULED };
};

interface Incidents {
  /** Before the function is called, by another one: a pause. @default nothing */
  paused?: 'filed' | 'without a receipt';
  /** Certifying has come to an end. */
  lookedInto?: boolean;
  /** A report that closes nothing. */
  reported?: 'low';
  /** ms that pass after it, or while a gate closes. */
  after?: number;
  slow?: number;
  /** A recurrence probe that is red, or that cannot be asked. */
  probe?: 'red' | 'unasked';
  /** The evidence bucket is away while the function runs. */
  noEvidence?: boolean;
  event: (incident: string) => unknown;
}

export const pausing = () => request('POST /pauses', { body: JSON.stringify({ reason: 'a drill' }) });
export const onSchedule = () => SCHEDULED;
/** The workflow puts together what the branches answered: one of them nothing. */
export const unanswered = (incident: string) => ({
  task: 'investigate',
  incident,
  answers: [{ branch: BRANCH_NAMES[0] }],
});
export const containing = (incident: string) => ({ task: 'contain', incident });

/** A function of the incident plane, over all of its ports in memory. */
export const incidents =
  ({ paused, reported, lookedInto = false, after = 0, slow = 0, noEvidence = false, probe, event }: Incidents) =>
  async (): Promise<Scenario> => {
    const { memoryIncidentSetup } = await import('../../fixtures/incident-parts.ts');
    const { pauseProgram } = await import('../../../core/incident/report.ts');
    const { memoryMovements } = await import('../../../core/guard/movements.memory.ts');
    const { parts, ledger: ledgerOf } = await memoryIncidentSetup();
    const { collection, reading } = parts.gates;
    const evidence = failing() as typeof parts.evidence;
    const clock = { now: () => time.now };
    const incident = ulid(time.now);
    if (paused) {
      const reporter = { sub: 'ann', groups: ['platform'] };
      const over = { ...parts, clock, ...(paused === 'without a receipt' && { evidence }) };
      await pauseProgram(over, { incident, reporter, text: 'a drill' });
    }
    if (lookedInto) await parts.store.advance(incident, { set: { moved: ['a lane'] } });
    if (reported) {
      const { report } = await import('../../../core/incident/report.ts');
      const reporter = { sub: 'ann', groups: ['employees'] };
      await report({ ...parts, clock }, { incident, reporter, severity: reported, text: 'a question' });
    }
    if (probe) {
      const state = { probe: 'doors', branch: 'changes', incident, upTo: time.now - 3_600_000 };
      const answer = { asked: time.now, outcome: 'red' as const, since: time.now };
      await parts.probes.write({ ...state, ...(probe === 'red' && answer) }, undefined);
    }
    const probes =
      probe === 'unasked' ? { ...parts.probes, write: () => Promise.reject(new Error('away')) } : parts.probes;
    time.now += after;
    const hold: typeof collection.hold = async (...order) => {
      time.now += slow;
      return collection.hold(...order);
    };
    return {
      ports: {
        ...PSEUDONYMS,
        awsCollectionGate: { ...collection, hold },
        awsReadingGate: reading,
        awsIncidents: parts.store,
        awsLanes: parts.lanes,
        awsLedger: parts.ledger,
        awsSigner: parts.signer,
        awsEvidence: noEvidence ? evidence : parts.evidence,
        awsCheckpoints: parts.checkpoints,
        awsWorkflow: parts.workflow,
        awsMovements: memoryMovements(ledgerOf),
        awsProbes: probes,
      },
      event: event(incident),
    };
  };

/** A ledger under a checkpoint: as it was, rewritten, or with the checkpoint gone. */
export const ledger = (fault?: 'rewritten' | 'unsigned' | 'unheard') => async (): Promise<Scenario> => {
  const { memoryLedger } = await import('../../../core/ledger/ledger.memory.ts');
  const { memoryCheckpoints } = await import('../../../core/ledger/checkpoint-store.memory.ts');
  const { memorySigner } = await import('../../../core/ledger/signer.memory.ts');
  const { issueCheckpoint } = await import('../../../core/ledger/issue-checkpoint.ts');
  const checkpoints = memoryCheckpoints();
  const signer = memorySigner('sluice/model-capability');
  const clock = { now: () => Date.UTC(2026, 10, 25, 12) };
  const before = memoryLedger();
  await before.append({ kind: 'pause', at: clock.now(), actor: 'closer:ann', incident: INCIDENT });
  await issueCheckpoint({ ledger: before, checkpoints, signer, clock });
  await issueCheckpoint({ ledger: before, checkpoints, signer, clock });
  if (fault === 'unsigned') checkpoints.kept.delete(2);
  return {
    ports: {
      awsLedger: fault === 'rewritten' ? memoryLedger() : before,
      awsCheckpoints: checkpoints,
      awsSigner: signer,
      ...(fault !== 'unheard' && { awsWitnessBus: DEAF }),
    },
    event: SCHEDULED,
  };
};

/** A witness that takes whatever it is told. */
const DEAF = { tell: async () => {} };

/** The guard looks after itself. */
export const watching = (fault: 'blind' | 'unheard' | 'away') => async (): Promise<Scenario> => {
  const { memoryDoorRules } = await import('../../../core/guard/door-rules.memory.ts');
  const { memorySigner } = await import('../../../core/ledger/signer.memory.ts');
  const { memoryRunning } = await import('../../../core/deployed/running.memory.ts');
  const rules = memoryDoorRules('sluice-model-capability-prod-guard');
  if (fault === 'blind') rules.rules.delete('kms');
  return {
    ports: {
      awsDoorRules: rules,
      ...(fault !== 'away' && { awsRunning: memoryRunning() }),
      awsMovements: { noteChange: async () => false },
      awsSigner: memorySigner('sluice/model-capability'),
      ...(fault !== 'unheard' && { awsWitnessBus: DEAF }),
    },
    event: SCHEDULED,
  };
};

/** A data set of one person, who has gone from it, or that was stopped. */
export const dataSet = (fault?: 'departed' | 'stopped') => async (): Promise<Scenario> => {
  const { memoryExports, memoryHeldIndex, memoryRuns } = await import('../../../core/export/export.memory.ts');
  const { memoryNotices, memoryTold } = await import('../../../core/export/notify.memory.ts');
  const { memoryLedger } = await import('../../../core/ledger/ledger.memory.ts');
  const { noCounts } = await import('../../../core/export/part.ts');
  const [store, runs] = [memoryExports(), memoryRuns()];
  const query = { purpose: 'research', from: 0, to: time.now };
  const receipt = { chain: 'c0', seq: 1, hash: '0'.repeat(64) };
  await store.create({
    ...{ export: INCIDENT, reader: 'ivan', as: [], query, rules: { people: 1, days: 1 }, disclosure: '1.0' },
    ...{ state: 'planned', asked: time.now, expires: time.now + 86_400_000, receipt },
  });
  await store.plan(INCIDENT, [{ part: 'a', subject: 'ann', segments: [], events: 1 }], 1);
  const cut = { counts: { ...noCounts(), rows: 1 }, recall: { planted: 0, found: 0 }, keyId: 'k' };
  await store.cut(INCIDENT, 'a', cut);
  if (fault === 'stopped') await store.stop(INCIDENT, 'failed');
  else await store.seal(INCIDENT, { at: time.now, hash: 'h', rows: 1, people: 1 });
  const confirmParts = async (parts: readonly { part: string }[]) =>
    fault === 'departed' ? [] : parts.map(({ part }) => part);
  return {
    ports: {
      awsExports: store,
      awsRuns: runs,
      awsTold: memoryTold(memoryHeldIndex(store, runs)),
      awsNotices: memoryNotices(),
      awsConfirmedParts: { confirmParts },
      awsLedger: memoryLedger(),
    },
    event: SCHEDULED,
  };
};

/** Gates that stand open, and what IAM denies beside them: nothing, as should be, or what somebody has put. */
export const secondLine = (fault?: 'altered') => async (): Promise<Scenario> => {
  const { memoryGate } = await import('../../../core/gate/gate.memory.ts');
  const { memorySecondLineNotes, memorySecondLinePolicies } = await import('../../../core/gate/second-line.memory.ts');
  const notes = memorySecondLineNotes();
  const note = { inForce: false, epoch: 1, at: 0, before: 0, seenAt: 0 };
  for (const gate of ['collection', 'reading'] as const) await notes.write(gate, note);
  const texts = new Map<'collection' | 'reading', string>();
  // Whatever is done about it, somebody does it again.
  const policies = { ...memorySecondLinePolicies(texts), remove: async () => {} };
  if (fault) texts.set('reading', '{}');
  return {
    ports: {
      awsCollectionGate: memoryGate(),
      awsReadingGate: memoryGate(),
      awsSecondLineNotes: notes,
      awsSecondLinePolicies: policies,
    },
    event: SCHEDULED,
  };
};
