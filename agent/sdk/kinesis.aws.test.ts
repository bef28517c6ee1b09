import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { LeaseGrant } from '../../wire/lease.ts';
import { createKinesisSink, outcomeOf } from './kinesis.aws.ts';
import { FakeControl, ManualClock } from './testing.ts';

/** A server on loopback that answers as Kinesis does, so that the SDK's own parsing and signing are in the test. */
let server: Server;
/** Undefined: none comes. */
let answer: { status: number; body: unknown } | undefined;
const requests: {
  authorization: string;
  body: { StreamName: string; Records: { PartitionKey: string; Data: string }[] };
}[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      requests.push({
        authorization: request.headers.authorization ?? '',
        body: JSON.parse(Buffer.concat(chunks).toString()),
      });
      if (!answer) return;
      response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  process.env.AWS_ENDPOINT_URL_KINESIS = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  delete process.env.AWS_ENDPOINT_URL_KINESIS;
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
beforeEach(() => {
  requests.length = 0;
});

const grantOf = (changes: Partial<LeaseGrant['credentials']> = {}) =>
  new FakeControl(new ManualClock()).lease({ device: 'd', acked: 0 }).then((grant) => ({
    ...grant,
    credentials: { ...grant.credentials, accessKeyId: 'AKFIRST', sessionToken: 'session', ...changes },
  }));
const frames = [1, 2, 3].map((number) => ({ number, subject: 'subject-a', data: Buffer.from(`frame ${number}`) }));

test('each record has an answer of its own', async () => {
  const sink = createKinesisSink();
  sink.use(await grantOf());
  answer = {
    status: 200,
    body: {
      FailedRecordCount: 2,
      Records: [
        { SequenceNumber: '1', ShardId: 's' },
        { ErrorCode: 'ProvisionedThroughputExceededException', ErrorMessage: 'slow down' },
        { ErrorCode: 'KMSDisabledException', ErrorMessage: 'no key' },
      ],
    },
  };

  expect(await sink.put(frames)).toEqual(['acknowledged', 'retry', 'denied']);

  expect(requests[0]!.body).toEqual({
    StreamName: 'stream',
    Records: frames.map(({ data }) => ({ PartitionKey: 'subject-a', Data: data.toString('base64') })),
  });
  expect(requests[0]!.authorization).toContain('/eu-central-1/kinesis/');
  sink.close();
});

test.each([
  [400, 'AccessDeniedException', 'denied'],
  [400, 'ResourceNotFoundException', 'denied'],
  [400, 'ExpiredTokenException', 'credentials'],
  [400, 'ProvisionedThroughputExceededException', 'retry'],
  [500, 'InternalFailure', 'retry'],
])('%p %s is %s for every frame, without a second try of the SDK', async (status, name, outcome) => {
  const sink = createKinesisSink();
  sink.use(await grantOf());
  answer = { status, body: { __type: name, message: 'words' } };
  expect(await sink.put(frames)).toEqual([outcome, outcome, outcome]);
  expect(requests).toHaveLength(1);
  sink.close();
});

test('a put that is never answered is given up and repeated: the sender waits for nothing else', async () => {
  const sink = createKinesisSink({ requestTimeout: 100 });
  sink.use(await grantOf());
  answer = undefined;
  expect(await sink.put(frames)).toEqual(['retry', 'retry', 'retry']);
  sink.close();
});

test('signs with the newest credentials', async () => {
  const sink = createKinesisSink();
  answer = { status: 200, body: { Records: [{ SequenceNumber: '1' }] } };
  sink.use(await grantOf());
  await sink.put(frames.slice(0, 1));
  sink.use(await grantOf({ accessKeyId: 'AKSECOND' }));
  await sink.put(frames.slice(0, 1));
  expect(requests.map(({ authorization }) => /Credential=(\w+)/.exec(authorization)?.[1])).toEqual([
    'AKFIRST',
    'AKSECOND',
  ]);
  sink.close();
});

test('before the first lease there are no credentials, and an unknown failure is repeated', async () => {
  expect(await createKinesisSink().put(frames.slice(0, 1))).toEqual(['credentials']);
  expect(outcomeOf('SomethingNew')).toBe('retry');
});
