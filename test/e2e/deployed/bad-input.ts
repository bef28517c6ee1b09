import { randomBytes } from 'node:crypto';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { describe, expect, test } from '@jest/globals';
import { sealLease } from '../../../core/lease/lease.ts';
import { awsLeaseKeys } from '../../../core/lease/lease-keys.aws.ts';
import { systemClock } from '../../../core/shared/clock.ts';
import { status } from '../../../tools/demo/scene.ts';
import { until } from '../../../tools/local/index.ts';
import { sealFrame } from '../../../wire/frame.ts';
import type { LeaseClaims } from '../../../wire/lease.ts';
import { MALFORMED, type Workbench } from '../../fixtures/malformed.ts';
import { click as clickAt, frameKey, type Lease, ndjson, type World } from '../../fixtures/world.ts';
import { type Employee, environmentOf, failures, putFrames, type Stage, stage } from './stage.ts';

/** Numbers before that of the malformed frames, so that their windows have no holes. */
const BEFORE = [1, 2, 3, 4, 5, 6];
const NUMBER = 7;
/** Of Kinesis, for a record; what is larger never comes into the stream. */
const LARGEST = 1024 * 1024 - 1024;

export const badInput = () =>
  describe('one hundred malformed frames in one batch with good ones', () => {
    test('all good events are stored, each bad frame is counted by its reason, and the shard goes on', async () => {
      const now = stage();
      const [good, bad] = [await now.employee('good'), await now.employee('bad')];
      const bench = await workbench(now);
      const leases = await Promise.all(MALFORMED.map((_, at) => bench.lease(bad, `device-${at}`)));
      const start = (await now.books()).frames.admitted;
      await putFrames(
        now,
        leases.flatMap((lease) => BEFORE.map((number) => frame(lease, number, [click(1)], bad.subject))),
      );
      const before = await until(async () => {
        const books = await now.books();
        return books.frames.admitted - start === leases.length * BEFORE.length && books;
      }, 120_000);

      const records: { data: Uint8Array; partitionKey: string }[] = [];
      const goodLease = await bench.lease(good, 'good-laptop');
      for (const [at, { make }] of MALFORMED.entries()) {
        const made = await make(bench.for(bad, leases[at]!));
        records.push(await bench.record(made, bad, leases[at]!, good.subject));
        records.push(frame(goodLease, at + 1, [click(10_000 + at)], good.subject));
      }
      const release = now.deployment.cloud.holdEventSource();
      try {
        await putFrames(now, records);
      } finally {
        release();
      }
      const stored = await until(async () => {
        const read = await now.readBack(good.person);
        return read.length >= MALFORMED.length && read;
      }, 120_000);
      expect(stored?.map(({ x }) => x).sort()).toEqual(MALFORMED.map((_, at) => 10_000 + at).sort());

      const after = await now.books();
      expect(difference(after.frames.refused, before!.frames.refused)).toEqual(counts('refused'));
      expect(difference(after.events.dropped, before!.events.dropped)).toEqual(counts('dropped'));

      await putFrames(now, [frame(goodLease, MALFORMED.length + 1, [click(20_000)], good.subject)]);
      const later = await until(async () => {
        const read = await now.readBack(good.person);
        return read.some(({ x }) => x === 20_000);
      }, 120_000);
      expect(later).toBe(true);
      await bench.acknowledge(good, [goodLease]);
      await bench.acknowledge(bad, leases);
      expect((await now.settled()).differences).toEqual([]);
      expect(await failures(now)).toBe(0);
      bench.close();
    });
  });

const click = (x: number) => clickAt(x, 'editor', Date.now());

function counts(what: 'refused' | 'dropped'): Record<string, number> {
  const reasons = MALFORMED.flatMap(({ expected }) =>
    what in expected ? [(expected as Record<string, string>)[what]!] : [],
  );
  return Object.fromEntries(
    [...new Set(reasons)].map((reason) => [reason, reasons.filter((one) => one === reason).length]),
  );
}

const difference = (after: Record<string, number>, before: Record<string, number>) =>
  Object.fromEntries(
    Object.entries(after)
      .map(([name, count]) => [name, count - (before[name] ?? 0)] as const)
      .filter(([, count]) => count !== 0),
  );

const frame = (lease: Lease, number: number, events: readonly unknown[], partitionKey: string) => ({
  data: sealFrame({ lease: lease.token, number }, frameKey(lease), ndjson(events)),
  partitionKey,
});

/** Makes leases of the deployed program as its control plane does, with the administrator's hands. */
async function workbench(now: Stage) {
  const { deployment } = now;
  const { clientConfig, disclosure, outputs } = deployment;
  const ddb = new DynamoDBClient(clientConfig);
  const kms = new KMSClient(clientConfig);
  const { SLUICE_CONTROL_KEY } = await environmentOf(now, 'control');
  const leaseKeys = awsLeaseKeys({
    ddb,
    kms,
    table: outputs.LeaseKeysTable!,
    kmsKey: SLUICE_CONTROL_KEY!,
    program: disclosure.program,
    deliveryHours: disclosure.lease.deliveryHours,
    clock: systemClock,
  });
  const { epoch } = (await now.status()).gates.collection;
  const serials = new Map<string, Promise<string>>();
  const serialOf = ({ person, subject }: Employee): Promise<string> => {
    const asked = serials.get(subject) ?? status(person).then(({ consent }) => consent!.serial);
    serials.set(subject, asked);
    return asked;
  };

  async function lease(who: Employee, device: string, change: Partial<LeaseClaims> = {}): Promise<Lease> {
    const issued = Date.now();
    const claims: LeaseClaims = {
      program: disclosure.program,
      subject: who.subject,
      device,
      serial: await serialOf(who),
      disclosure: disclosure.version,
      epoch,
      issued,
      expires: issued + disclosure.lease.seconds * 1000,
      deliverUntil: issued + disclosure.lease.deliveryHours * 3_600_000,
      frameKey: randomBytes(32).toString('base64url'),
      ...change,
    };
    return { claims, token: await sealLease(claims, leaseKeys) };
  }

  return {
    lease,
    close() {
      ddb.destroy();
      kms.destroy();
    },
    for(who: Employee, its: Lease): Workbench {
      const { device } = its.claims;
      // Of the world in memory, what the malformed frames are made with.
      const world = {
        time: { now: Date.now() },
        leaseKeys,
        lease: (_: string, other: string) => lease(who, other),
        frame: (of: Lease, number: number, body: readonly unknown[] | Uint8Array) =>
          sealFrame({ lease: of.token, number }, frameKey(of), body instanceof Uint8Array ? body : ndjson(body)),
      } as unknown as World;
      return {
        world,
        subject: who.subject,
        lease: its,
        good: sealFrame({ lease: its.token, number: NUMBER }, frameKey(its), ndjson([click(1)])),
        leaseWith: (change) => lease(who, device, change),
      };
    },
    /** As it can be put: the stream stamps the arrival itself, and takes no more than a mebibyte. */
    async record(
      made: Awaited<ReturnType<(typeof MALFORMED)[number]['make']>>,
      who: Employee,
      its: Lease,
      goodSubject: string,
    ) {
      const { data, partitionKey, arrival } = made instanceof Uint8Array ? { data: made } : made;
      if (arrival !== undefined) {
        const late = await lease(who, its.claims.device, { deliverUntil: Date.now() - 60_000 });
        return frame(late, NUMBER, [click(1)], who.subject);
      }
      return {
        data: data.subarray(0, LARGEST),
        partitionKey: partitionKey === 'good' ? goodSubject : (partitionKey ?? who.subject),
      };
    },
    /**
     * Writes what devices would have told, since none of these renews a lease: of numbers that nobody could read, nothing,
     * or they would stand open for the suites that come after.
     */
    async acknowledge(who: Employee, leases: readonly Lease[]) {
      const rows = await now.storage.table('Subjects');
      const state = rows.find(({ subject, item }) => subject === who.subject && item === 'state');
      const windows = state!.windows as Record<string, { high: number }>;
      for (const { claims } of leases) {
        const { device } = claims;
        const acked = String(windows[device]?.high ?? 0);
        const Item = { subject: { S: who.subject }, item: { S: `device#${device}` }, acked: { N: acked } };
        const times = { enrolledAt: { N: String(claims.issued) }, leaseExpires: { N: String(claims.expires) } };
        await ddb.send(new PutItemCommand({ TableName: outputs.SubjectsTable!, Item: { ...Item, ...times } }));
      }
    },
  };
}
