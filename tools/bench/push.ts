/**
 * `npm run bench -- push [--agents 500]`: real agents of one process on a deployed stage of the local cloud, each with a connection of its own; how long after the gate has closed they
 * stand still, and after it has opened they record. Writes `out/bench/push.json`, and into `out/bench/fleet.json` where that is.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ulid } from 'ulid';
import { pause } from '../../api/incident.ts';
import { awsCollectionGate } from '../../core/gate/gate.aws.ts';
import { systemClock as clock } from '../../core/shared/clock.ts';
import { deployLocally } from '../demo/deployment.ts';
import { person } from '../demo/people.ts';
import { until } from '../local/index.ts';
import { repository } from '../local/layout.ts';
import { callScheduled } from '../local/schedules.ts';
import { spreadOfTimes, toldFleet } from './fleet/told.ts';

const { values } = parseArgs({ options: { agents: { type: 'string', default: '500' } } });
const agents = Number(values.agents);
const say = (line: string) => console.error(`${new Date().toISOString().slice(11, 19)} ${line}`);

const dir = join(repository, '.local', 'push');
rmSync(dir, { recursive: true, force: true });
mkdirSync(dir, { recursive: true });
const deployment = await deployLocally({
  ...{ dir, port: 0, onProgress: say },
  // Leases that are as long as only those get them who listen.
  disclosure: [[['lease', 'seconds'], 300]],
  // Or each that asks at the opening is a process of the local cloud that begins anew, and none of them ends in time.
  stage: { agents, reservedConcurrency: { control: 24 }, stream: { mode: 'provisioned', shards: 1 } },
});
const { clientConfig, outputs, disclosure } = deployment;
const ddb = new DynamoDBClient(clientConfig);
const gate = awsCollectionGate({ ddb, gateTable: outputs.GateTable!, lanesTable: outputs.LanesTable!, clock });
const broadcast = `sluice-${disclosure.program}-local-broadcast`;
try {
  const pat = await person(deployment, 'pat', ['platform']);
  await callScheduled(clientConfig, [broadcast]);
  const begun = performance.now();
  const fleet = await toldFleet(deployment, agents);
  await fleet.recording(60_000);
  await fleet.listening(60_000);
  say(`${agents} agents record and listen after ${Math.round((performance.now() - begun) / 1000)} s`);

  const incident = ulid();
  const stopped = fleet.stopped(60_000);
  const asked = Date.now();
  const answer = await pat.api.call(pause, { body: { incident, reason: 'a measurement' } });
  const closed = (await stopped).map((ms) => ms - ((answer.incident.closedAt ?? asked) - asked));
  say(`closed to stopped, ms: ${JSON.stringify(spreadOfTimes(closed))}`);

  const { epoch } = (await until(
    async () => {
      const now = await gate.read();
      return now.state === 'closed' && now;
    },
    60_000,
    100,
  ))!;
  const [asking, recording] = [fleet.asking(120_000), fleet.recording(600_000)];
  await gate.release(incident, epoch, Date.now());
  await callScheduled(clientConfig, [broadcast]);
  const asks = await asking;
  say(`opened to asking for a lease, ms: ${JSON.stringify(spreadOfTimes(asks))}`);
  const opened = await recording;
  say(`opened to recording, ms: ${JSON.stringify(spreadOfTimes(opened))}`);
  const ignored = fleet.agents.flatMap((agent) => Object.entries(agent.ignoredNews));
  const told = {
    agents,
    leaseSeconds: disclosure.lease.seconds,
    msFromClosedToStopped: spreadOfTimes(closed),
    msFromOpenedToAsking: spreadOfTimes(asks),
    msFromOpenedToRecording: spreadOfTimes(opened),
    messagesIgnored: ignored.length,
    load: loadavg()[0]!.toFixed(1),
  };
  mkdirSync('out/bench', { recursive: true });
  writeFileSync('out/bench/push.json', `${JSON.stringify(told, null, 2)}\n`);
  if (existsSync('out/bench/fleet.json')) {
    const before = JSON.parse(readFileSync('out/bench/fleet.json', 'utf8')) as object;
    writeFileSync('out/bench/fleet.json', `${JSON.stringify({ ...before, told }, null, 2)}\n`);
  }
  console.log(JSON.stringify(told, null, 2));
  await fleet.stop();
} finally {
  ddb.destroy();
  await deployment.cloud.stop();
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
}
