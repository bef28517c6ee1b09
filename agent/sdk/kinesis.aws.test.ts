import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { LeaseGrant } from '../../wire/lease.ts';
import { createKinesisSink, outcomeOf } from './kinesis.aws.ts';
import { FakeControl, ManualClock } from './testing.ts';

/** A server on loopback that answers as Kinesis does, so that the SDK's own parsing and signing are in the test. */
let server: Server;
/** Undefined: none comes. */
let answer: { status: number; body: unknown; type?: string } | undefined;
/** ms by which its clock is ahead of ours; as AWS, it refuses signatures that are more than five minutes off. */
let ahead: number;
const FIVE_MINUTES = 300_000;
const signedAt = (date: string): number => Date.parse(date.replace(/^(....)(..)(..)T(..)(..)/, '$1-$2-$3T$4:$5:'));
const requests: {
  authorization: string;
  body: { StreamName: string; Records: { PartitionKey: string; Data: string }[] };
}[] = [];

const SKEWED: NonNullable<typeof answer> = {
  status: 400,
  body: { __type: 'InvalidSignatureException', message: 'Signature expired' },
};
const TAKEN = { status: 200, body: { Records: [{ SequenceNumber: '1', ShardId: 's' }] } };

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
      const now = Date.now() + ahead;
      const off = Math.abs(signedAt(String(request.headers['x-amz-date'])) - now) > FIVE_MINUTES;
      const { status, body, type = 'application/x-amz-json-1.1' } = off ? SKEWED : answer;
      response.writeHead(status, { 'content-type': type, date: new Date(now).toUTCString() });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
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
  ahead = 0;
});

const grantOf = (changes: Partial<LeaseGrant['credentials']> = {}) =>
  new FakeControl(new ManualClock()).lease({ device: 'd', acked: 0 }).then((grant) => ({
    ...grant,
    now: Date.now(),
    credentials: { ...grant.credentials, accessKeyId: 'AKFIRST', sessionToken: 'session', ...changes },
  }));
/** As the control plane gives it: with the program's time. */
const grantAt = async (key: string) => ({ ...(await grantOf({ accessKeyId: key })), now: Date.now() + ahead });
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
  expect(await sink.put(frames)).toEqual(['no-answer', 'no-answer', 'no-answer']);
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

describe('a device whose clock is wrong', () => {
  const HOURS = [-2, -0.2, 0, 0.2, 2];

  test.each(HOURS)('by %p h delivers at the first try, with old and new credentials', async (hours) => {
    ahead = hours * 3_600_000;
    answer = TAKEN;
    const sink = createKinesisSink();
    const outcomes: string[] = [];
    for (const key of ['A', 'A', 'B', 'C', 'C', 'D']) {
      sink.use(await grantAt(`AK${key}`));
      outcomes.push(...(await sink.put(frames.slice(0, 1))));
    }
    sink.close();
    expect(outcomes).toEqual(Array(6).fill('acknowledged'));
    expect(requests).toHaveLength(6);
  });

  test.each(HOURS)(
    'that is set by %p h under a lease learns it from the refusal, and tries again at once',
    async (hours) => {
      const sink = createKinesisSink();
      sink.use(await grantAt('AKA'));
      ahead = hours * 3_600_000;
      answer = TAKEN;
      expect([...(await sink.put(frames.slice(0, 1))), ...(await sink.put(frames.slice(0, 1)))]).toEqual([
        'acknowledged',
        'acknowledged',
      ]);
      sink.close();
      expect(requests.length).toBeLessThanOrEqual(3);
    },
  );

  test('and a signature that is refused whatever the time is says so, after one more try', async () => {
    const sink = createKinesisSink();
    sink.use(await grantAt('AKA'));
    answer = SKEWED;
    expect(await sink.put(frames.slice(0, 1))).toEqual(['clock-wrong']);
    expect(requests).toHaveLength(1);
    sink.close();
  });
});

test.each([
  [200, '<html>sign in</html>', 'text/html; charset=utf-8', 'captive-portal'],
  [200, '<!doctype html><p>sign in', 'application/x-amz-json-1.1', 'captive-portal'],
  [403, '<html>blocked</html>', 'text/html', 'captive-portal'],
  [302, '', 'text/plain', 'captive-portal'],
  [407, '<html>who are you?</html>', 'text/html', 'proxy-login'],
])(
  'a page of a network in place of an answer (%p %s) is no answer of the stream',
  async (status, body, type, outcome) => {
    const sink = createKinesisSink();
    sink.use(await grantOf());
    answer = { status, body, type };
    expect(await sink.put(frames.slice(0, 1))).toEqual([outcome]);
    sink.close();
  },
);
