/**
 * `npm run bench -- fleet [--only counts|storm] [--agents 500 --events 1000000 --minutes 12 --away 5]`. Counts: what agents ask and cost, of 1,000, 10,000 and 45,000 of them. Calls are counted on the product's own code (an agent on a clock turned by hand,
 * leases by a device's own key over counted tables, credentials dispatched over instances), and priced by `tools/bench/prices.json`. Writes `out/bench/fleet.json`. Storm (only where it is asked for: it deploys a stage): what an office does to real agents, and whether the books balance to the event after it (`fleet/storm.ts`).
 * Writes `out/bench/storm.json`; exits 1 where an event is not accounted for.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { shared } from '../../core/lease/agent-credentials.ts';
import { renewalsOf } from '../../lib/planes/renewals.ts';
import { CONTROL_GB, LEASE_LOG, LEASE_SECONDS, type Prices, priceOf } from './cost/price.ts';
import { agentHours, aSessionEach, callsOfRenewal, sessionsOf } from './fleet/counts.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: 'counts' },
    agents: { type: 'string', default: '500' },
    events: { type: 'string', default: '1000000' },
    minutes: { type: 'string', default: '12' },
    away: { type: 'string', default: '5' },
  },
});
if (values.only === 'storm') {
  const { agents, events, minutes, away } = values;
  const storm = join(import.meta.dirname, 'fleet/storm.ts');
  const { status, stdout } = spawnSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', storm, agents, events, minutes, away],
    { encoding: 'utf8', maxBuffer: 1e8, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  mkdirSync('out/bench', { recursive: true });
  if (stdout !== '') writeFileSync('out/bench/storm.json', `${JSON.stringify(JSON.parse(stdout), null, 2)}\n`);
  console.log(stdout);
  process.exit(status ?? 1);
}

const prices = JSON.parse(readFileSync(new URL('prices.json', import.meta.url), 'utf8')) as Prices;
/** Of a working month; somebody works at the device for five of the eight hours in which it is on. */
const [DAYS, ON, AT_WORK] = [22, 8, 5];
const EVENTS_PER_SECOND = 20;
/** As `npm run bench -- cost` measured them: bytes of a frame of half a minute and of its row, frames in a transaction. */
const [SEALED, STORED, ROW, IN_A_TRANSACTION] = [30_000, 28_000, 790, 4];
const HALF_MINUTE = 600;
const SESSION_INSTANCES = { 1000: 4, 10000: 17, 45000: 75 };

const random = (() => {
  let state = 7;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (state >>> 0) / 2 ** 32;
  };
})();

const typing = await agentHours(EVENTS_PER_SECOND);
const cutAtRenewal = await agentHours(EVENTS_PER_SECOND, { scope: '' });
const idleDay = await agentHours(0, { hours: ON });
const renewal = await callsOfRenewal();
const perLease =
  prices.httpApiRequest +
  prices.lambdaRequest +
  LEASE_SECONDS * CONTROL_GB * prices.lambdaGbSecond +
  (LEASE_LOG / 1e9) * prices.logsGb +
  renewal.reads * prices.dynamodbReadUnit +
  renewal.writes * prices.dynamodbWriteUnit;

const priced = ({ events, frames, leases }: typeof typing) =>
  priceOf(
    {
      ...{ events, frames, transactions: frames / IN_A_TRANSACTION, indexRows: frames, indexRowBytes: ROW },
      ...{ laneUpdates: frames / IN_A_TRANSACTION, subjectUpdates: frames, reads: 2 * frames, s3Puts: frames },
      // A key is opened once in five minutes, for 6,000 events.
      ...{
        kmsCalls: (events / HALF_MINUTE) * 0.1,
        leases,
        leaseReads: renewal.reads,
        leaseWrites: renewal.writes,
        traced: 0.05,
      },
      // Of the same events, however many frames they are in.
      ...{ storedBytes: (events / HALF_MINUTE) * STORED, sealedBytes: (events / HALF_MINUTE) * SEALED },
    },
    prices,
  );
/** Of who listens: leases as long as a disclosure may let them be then, here five minutes, and a connection for as long as the device is on. */
const LONG_LEASE = 300;
/** In a working month: minutes of connection, and a message a day for what is retained. */
const pushMonth = ON * DAYS * 60 * prices.iotConnectionMinute + DAYS * prices.iotMessage;
const ofEvents = priced(typing);
/** What else the two settings could be; the defaults stand in `typing`. */
const ways = [];
for (const way of [
  { flushSeconds: 30 },
  { flushSeconds: 60 },
  // By what is in it, a minute at most: who works fast fills a frame earlier.
  { flushSeconds: 60, flushBytes: 65_536 },
  { flushSeconds: 120 },
  { flushSeconds: 30, leaseSeconds: LONG_LEASE },
  { flushSeconds: 60, leaseSeconds: LONG_LEASE },
]) {
  const counted = await agentHours(EVENTS_PER_SECOND, way);
  ways.push({ ...way, ...counted, usdAMillionEvents: priced(counted).usdPerMillionEvents });
}
const idleMonth = idleDay.leases * DAYS * perLease + pushMonth;
const workedMonth = (ofEvents.usdPerMillionEvents * typing.events * AT_WORK * DAYS) / 1e6;

const fleets = [];
for (const [agents, instances] of Object.entries(SESSION_INSTANCES).map(([name, at]) => [Number(name), at] as const)) {
  fleets.push({
    agents,
    requestsASecond: renewalsOf(agents, 60),
    sessionsASecond: (await sessionsOf(agents, instances, shared, random)) / 3600,
    sessionsASecondBefore: (await sessionsOf(agents, instances, aSessionEach, random)) / 3600,
    usdAMonth: Math.round(agents * workedMonth),
    usdAMonthOfPush: Math.round(agents * pushMonth),
  });
}

const result = {
  asOf: prices.asOf,
  hourOfWork: typing,
  cutAtRenewals: cutAtRenewal,
  idleDay,
  renewal,
  usdALease: perLease,
  usdAnIdleAgentAndMonth: idleMonth,
  usdAMillionEvents: ofEvents.usdPerMillionEvents,
  lines: ofEvents.lines,
  ways,
  usdOfPushAnAgentAndMonth: pushMonth,
  fleets,
};
mkdirSync('out/bench', { recursive: true });
/** `npm run bench -- push` measures it on a deployed stage, and says it here too. */
const told = existsSync('out/bench/push.json')
  ? { told: JSON.parse(readFileSync('out/bench/push.json', 'utf8')) as object }
  : {};
writeFileSync('out/bench/fleet.json', `${JSON.stringify({ ...result, ...told }, null, 2)}\n`);
console.log(JSON.stringify({ ...result, ...told }, null, 2));
