import { failing, type Ports, time } from './run-function.ts';

/** A function that is called: over which ports, and by what. Made anew for each, in its own set of modules. */
export interface Scenario {
  ports: Ports;
  event: unknown;
}

const INCIDENT = '01KB0000000000000000000000';
const EVERY_GROUP = '[employees investigators representatives stewards platform]';
const SCHEDULED = { source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} };

const request = (routeKey: string, more: object = {}): object => ({
  routeKey,
  rawPath: '/',
  headers: {},
  isBase64Encoded: false,
  requestContext: {
    requestId: 'request',
    authorizer: { jwt: { claims: { iss: 'https://idp', sub: 'ann', 'cognito:groups': EVERY_GROUP } } },
  },
  ...more,
});

/** What calls each function, so that it asks a port for something. */
const EVENTS: Readonly<Record<string, unknown>> = {
  control: request('GET /directory'),
  report: request('GET /incidents'),
  approve: request('POST /incidents/{incident}/resume', { pathParameters: { incident: INCIDENT } }),
  reader: request('GET /grants'),
  investigate: { task: 'contain', incident: INCIDENT },
  checkpoint: SCHEDULED,
  sweep: SCHEDULED,
};

/** Who calls has a pseudonym, whatever else is broken. */
const PSEUDONYMS = { awsPseudonyms: { of: async () => 'abcdefghijklmnopqrstuvwxyz' } };

/** Everything that a function asks is away. */
export const away = (name: string) => async (): Promise<Scenario> => ({ ports: PSEUDONYMS, event: EVENTS[name] });

/** Everything that a function reads is damaged. */
export const damaged = (name: string) => async (): Promise<Scenario> => {
  const { Refused } = await import('../../../core/shared/errors.ts');
  const error = () => new Refused('damaged', 'not what was written');
  const port = failing(error);
  const known = {
    ...PSEUDONYMS,
    awsPorts: { store: port, gate: port, shards: port },
    awsLedger: failing(error, { chains: ['c0'] }),
    // A checkpoint that is damaged would be a ledger that was rewritten.
    s3Checkpoints: { latest: async () => undefined },
  };
  return {
    ports: new Proxy<Ports>(known, { get: (of, factory) => Reflect.get(of, factory) ?? port }),
    event: EVENTS[name],
  };
};

/** All of an incident's ports, in memory, and a pause. `slow`: ms that the gate takes to close. */
export const pause =
  (slow = 0) =>
  async (): Promise<Scenario> => {
    const { memoryIncidentSetup } = await import('../../../core/incident/memory-setup.ts');
    const { parts } = await memoryIncidentSetup();
    const { collection, reading } = parts.gates;
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
        kmsSigner: parts.signer,
        s3Evidence: parts.evidence,
        s3Checkpoints: parts.checkpoints,
        stepFunctionsWorkflow: parts.workflow,
      },
      event: request('POST /pauses', { body: JSON.stringify({ reason: 'a drill' }) }),
    };
  };

/** An adapter of a ledger that was rewritten under a checkpoint, and of one that was not. */
export const ledger = (rewritten: boolean) => async (): Promise<Scenario> => {
  const { memoryLedger } = await import('../../../core/ledger/ledger.memory.ts');
  const { memoryCheckpoints } = await import('../../../core/ledger/checkpoint-store.memory.ts');
  const { memorySigner } = await import('../../../core/ledger/signer.memory.ts');
  const { issueCheckpoint } = await import('../../../core/ledger/issue-checkpoint.ts');
  const checkpoints = memoryCheckpoints();
  const signer = memorySigner('sluice/model-capability');
  const clock = { now: () => Date.UTC(2026, 10, 25, 12) };
  const before = memoryLedger();
  await before.append({ kind: 'pause', at: clock.now(), actor: 'ann', incident: INCIDENT });
  await issueCheckpoint({ ledger: before, checkpoints, signer, clock });
  return {
    ports: { awsLedger: rewritten ? memoryLedger() : before, s3Checkpoints: checkpoints, kmsSigner: signer },
    event: SCHEDULED,
  };
};
