import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readBooks } from '../../../api/books.ts';
import { readRecord } from '../../../api/reading.ts';
import type { Answer } from '../../../api/route.ts';
import type { IndexRow } from '../../../core/vault/index-row.ts';
import { type Deployment, deployLocally } from '../../../tools/demo/deployment.ts';
import { type Device, device } from '../../../tools/demo/device.ts';
import { type Person, person } from '../../../tools/demo/people.ts';
import { type Books, consent, type Status, status } from '../../../tools/demo/scene.ts';
import { createStorage, type Storage } from '../../../tools/demo/storage.ts';
import { WITNESS_BUS } from '../../../tools/demo/witness.ts';
import { account } from '../../../tools/local/environment.ts';
import { until } from '../../../tools/local/index.ts';
import { repository } from '../../../tools/local/layout.ts';

/** The deployed stacks that all suites of `deployed.test.ts` share, one after the other. */
export interface Stage {
  deployment: Deployment;
  storage: Storage;
  /** Below the cloud's own folder, so that a snapshot of the cloud holds it too. */
  folder: string;
  staff: Record<'ivy' | 'rosa' | 'sam' | 'pat', Person>;
  /** Somebody new who is covered by the disclosure, has consented, and has a device with the real agent. */
  employee(name: string): Promise<Employee>;
  status(): Promise<Status>;
  books(): Promise<Books>;
  /** Waits until everything that devices had acknowledged is accounted for. @throws Error with what is still open */
  settled(deadlineMs?: number): Promise<Books>;
  /** Index rows of a subject, oldest first. */
  rows(subject: string): Promise<IndexRow[]>;
  /** Everything stored of somebody, as they read it themselves. */
  readBack(who: Person): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

export interface Employee {
  person: Person;
  device: Device;
  subject: string;
}

let shared: Stage | undefined;

export function stage(): Stage {
  if (!shared) throw new Error('the stacks are not deployed');
  return shared;
}

/** Ends what was started, however far it came. */
export const closeStage = async (): Promise<void> => shared?.close();

/** What the malformed frames are written for, beside what the program collects. */
const DISCLOSURE = [[['applications', 'editor'], { keys: 'content' }]] satisfies [string[], unknown][];

export async function deployStage(): Promise<void> {
  const dir = join(repository, '.local', 'e2e');
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  const deployment = await deployLocally({ dir, port: 0, disclosure: DISCLOSURE, stage: OPTIONS });
  const storage = createStorage(deployment);
  const staff = async (name: string, group: string) => person(deployment, name, [group]);
  const [ivy, rosa, sam, pat] = await Promise.all([
    staff('ivy', 'investigators'),
    staff('rosa', 'representatives'),
    staff('sam', 'stewards'),
    staff('pat', 'platform'),
  ]);
  const employees: Employee[] = [];
  const folder = join(dir, 'files');
  mkdirSync(folder);

  const made: Stage = {
    deployment,
    storage,
    folder,
    staff: { ivy, rosa, sam, pat },
    async employee(name) {
      const who = await person(deployment, name, ['employees']);
      const laptop = await device(deployment.outputs.ApiUrl!, who, join(folder, 'devices'));
      await consent(who);
      const employee = { person: who, device: laptop, subject: (await status(who)).subject };
      employees.push(employee);
      return employee;
    },
    status: () => status(rosa),
    books: () => pat.api.call(readBooks),
    async settled(deadlineMs = 60_000) {
      let last: Books | undefined;
      const done = await until(
        async () => {
          last = await made.books();
          return last.settled && last;
        },
        deadlineMs,
        150,
      );
      if (!done) throw new Error(`frames are still under way: ${JSON.stringify({ ...last, events: undefined })}`);
      return done;
    },
    async rows(subject) {
      const rows = (await storage.index()).filter((row) => row.subject === subject);
      return rows.sort((a, b) => (a.segment < b.segment ? -1 : 1));
    },
    async readBack(who) {
      const { subject } = await status(who);
      const events: Record<string, unknown>[] = [];
      for (const { segment } of await made.rows(subject)) {
        for (let skip: number | undefined = 0; skip !== undefined; ) {
          const read: Answer<typeof readRecord> = await who.api.call(readRecord, {
            params: { subject: 'me', segment },
            body: { purpose: 'own-data', reason: 'to see what is stored of me', skip },
          });
          events.push(...read.events);
          skip = read.next;
        }
      }
      return events;
    },
    async close() {
      await Promise.all(employees.map(({ device }) => device.agent.stop()));
      storage.close();
      await deployment.cloud.stop();
      rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  shared = made;
}

/** One shard, so that what is put together arrives in one batch; and a witness, whose account comes later. */
export const OPTIONS = { stream: { mode: 'provisioned', shards: 1 }, witness: WITNESS_BUS, trail: {} };

/** SQS messages that wait at the failure destination of the stream's mapping. */
export async function failures({ deployment }: Stage): Promise<number> {
  const { GetQueueAttributesCommand, SQSClient } = await import('@aws-sdk/client-sqs');
  const sqs = new SQSClient(deployment.clientConfig);
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: deployment.outputs.FailureQueueUrl!,
      AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
    }),
  );
  sqs.destroy();
  return Object.values(Attributes ?? {}).reduce((sum, count) => sum + Number(count), 0);
}

/** Credentials of a deployed function's role, which on AWS only the function gets. @param name as in `functions/` */
export async function credentialsOf({ deployment }: Stage, name: string) {
  const { cloud, disclosure } = deployment;
  const arn = `arn:aws:lambda:${cloud.region}:${account}:function:sluice-${disclosure.program}-local-${name}`;
  const answer = await fetch(`${cloud.endpoint}/_sluice/credentials?function=${encodeURIComponent(arn)}`);
  const role = (await answer.json()) as Record<string, string>;
  return {
    accessKeyId: role.AWS_ACCESS_KEY_ID!,
    secretAccessKey: role.AWS_SECRET_ACCESS_KEY!,
    sessionToken: role.AWS_SESSION_TOKEN!,
  };
}

/** Environment of a deployed function, by the name it has in `functions/`. */
export async function environmentOf({ deployment }: Stage, name: string): Promise<Record<string, string>> {
  const { GetFunctionConfigurationCommand, LambdaClient } = await import('@aws-sdk/client-lambda');
  const lambda = new LambdaClient(deployment.clientConfig);
  const { Environment } = await lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: `sluice-${deployment.disclosure.program}-local-${name}` }),
  );
  lambda.destroy();
  return Environment?.Variables ?? {};
}

/** Bytes to the one stream, in one request where they fit. */
export async function putFrames(
  { deployment }: Stage,
  frames: readonly { data: Uint8Array; partitionKey: string }[],
): Promise<void> {
  const { KinesisClient, PutRecordsCommand } = await import('@aws-sdk/client-kinesis');
  const { NodeHttpHandler } = await import('@smithy/node-http-handler');
  const kinesis = new KinesisClient({ ...deployment.clientConfig, requestHandler: new NodeHttpHandler() });
  for (let at = 0; at < frames.length; at += 200) {
    const Records = frames
      .slice(at, at + 200)
      .map(({ data, partitionKey }) => ({ Data: data, PartitionKey: partitionKey }));
    const { FailedRecordCount } = await kinesis.send(
      new PutRecordsCommand({ StreamName: deployment.outputs.StreamName!, Records }),
    );
    if (FailedRecordCount) throw new Error(`${FailedRecordCount} records were not put`);
  }
  kinesis.destroy();
}
