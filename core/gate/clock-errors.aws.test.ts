/** On the way of a pause everything is repeated until the deadline, except what is proven final. */
import * as sdk from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { dynamoDouble } from '../../test/fixtures/dynamodb.ts';
import { serverClock } from '../shared/server-clock.aws.ts';
import { awsCollectionGate } from './gate.aws.ts';

const LANES = { gateTable: 'Gate', lanesTable: 'Lanes' };

/** Every error class of the service, and what AWS and the SDK name besides. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html */
const SERVICE = Object.values(sdk)
  .filter((one): one is typeof sdk.DynamoDBServiceException => {
    return typeof one === 'function' && one.prototype instanceof sdk.DynamoDBServiceException;
  })
  .map(({ name }) => name);
const OTHERS = [
  ...['AuthFailure', 'InvalidSignatureException', 'RequestExpired', 'RequestInTheFuture', 'RequestTimeTooSkewed'],
  ...['SignatureDoesNotMatch', 'ExpiredToken', 'ExpiredTokenException', 'UnrecognizedClientException'],
  ...['IncompleteSignature', 'MissingAuthenticationTokenException', 'CredentialsProviderError', 'InternalFailure'],
  ...['ServiceUnavailable', 'SlowDown', 'TooManyRequestsException', 'TimeoutError', 'RequestTimeout', 'AbortError'],
  ...['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN', 'ENOTFOUND', 'SomethingNobodyKnows'],
  ...['AccessDenied', 'AccessDeniedException', 'ValidationException', 'SerializationException'],
];
/** Of these a repeat would say the same. Failed conditions are read and answered before. */
const FINAL = new Set([
  ...['AccessDenied', 'AccessDeniedException', 'ValidationException', 'SerializationException'],
  ...['ResourceNotFoundException', 'ItemCollectionSizeLimitExceededException', 'IdempotentParameterMismatchException'],
]);
const JUDGED = new Set(['ConditionalCheckFailedException', 'TransactionCanceledException']);

describe('the first request of a pause fails with', () => {
  const names = [...new Set([...SERVICE, ...OTHERS])].filter((name) => !JUDGED.has(name));
  test.each(names.map((name) => [name, FINAL.has(name) ? 'final' : 'repeated']))('%s: %s', async (name, fate) => {
    let requests = 0;
    const before = async () => {
      if (++requests === 1)
        throw Object.assign(new Error('content-free'), { name, $metadata: { httpStatusCode: 400 } });
    };
    const ddb = dynamoDouble({ Gate: ['pk'], Lanes: ['lane'] }).client({ before });
    const gate = awsCollectionGate({
      ddb,
      ...LANES,
      clock: { now: () => 0 },
      persistence: { sleep: async () => {}, now: () => 0 },
    });

    const held = gate.hold('one', { at: 0 });

    if (fate === 'final') await expect(held).rejects.toMatchObject({ name });
    else expect(await held).toMatchObject({ state: 'closing', holds: ['one'] });
    expect(requests > 1).toBe(fate === 'repeated');
  });

  test('the table names the service as it is, and a denial for a clock that was put right is repeated', async () => {
    expect(SERVICE).toEqual(expect.arrayContaining(['TransactionConflictException', 'ThrottlingException']));
    expect(SERVICE.length).toBeGreaterThan(25);
    let requests = 0;
    const before = async () => {
      const $metadata = { clockSkewCorrected: true };
      if (++requests === 1) throw Object.assign(new Error('no'), { name: 'AccessDeniedException', $metadata });
    };
    const ddb = dynamoDouble({ Gate: ['pk'], Lanes: ['lane'] }).client({ before });
    const gate = awsCollectionGate({
      ddb,
      ...LANES,
      clock: { now: () => 0 },
      persistence: { sleep: async () => {}, now: () => 0 },
    });
    expect((await gate.hold('one', { at: 0 })).state).toBe('closing');
  });
});

/** A DynamoDB whose clock is `ahead` ms of ours, and which refuses signatures more than five minutes off, as AWS does. */
function skewed(ahead: number) {
  const tables = dynamoDouble({ Gate: ['pk'], Lanes: ['lane'] });
  const seen = { requests: 0, refused: 0 };
  const handle = async (request: { headers: Record<string, string>; body: Uint8Array }) => {
    seen.requests++;
    const now = Date.now() + ahead;
    const answer = (statusCode: number, body: object) => ({
      response: {
        statusCode,
        headers: { 'content-type': 'application/x-amz-json-1.0', date: new Date(now).toUTCString() },
        body: Buffer.from(JSON.stringify(body)),
      },
    });
    const signedAt = Date.parse(
      request.headers['x-amz-date']!.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'),
    );
    if (Math.abs(signedAt - now) > 300_000) {
      seen.refused++;
      return answer(400, {
        __type: 'com.amazon.coral.service#InvalidSignatureException',
        message: 'Signature expired',
      });
    }
    const operation = request.headers['x-amz-target']!.split('.')[1]!;
    const Command = (sdk as unknown as Record<string, new (input: object) => never>)[`${operation}Command`]!;
    return tables
      .client()
      .send(new Command(JSON.parse(new TextDecoder().decode(request.body))))
      .then(
        (done) => answer(200, done as object),
        (error: Error & { Item?: object; CancellationReasons?: object }) =>
          answer(400, { __type: `x#${error.name}`, Item: error.Item, CancellationReasons: error.CancellationReasons }),
      );
  };
  const ddb = new sdk.DynamoDBClient({
    region: 'eu-central-1',
    endpoint: 'http://localhost',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
    requestHandler: { handle, metadata: { handlerProtocol: 'http/1.1' } } as never,
  });
  return { ddb, seen };
}

test.each([-3_600_000, -360_000, 360_000, 86_400_000])(
  'a clock that is %i ms off closes all the same, by AWS’s time',
  async (ahead) => {
    const { ddb, seen } = skewed(ahead);
    const clock = serverClock(ddb);
    const gate = awsCollectionGate({ ddb, ...LANES, clock, persistence: { sleep: async () => {}, now: () => 0 } });

    await gate.read();
    const { since, state } = await gate.hold('one', { at: clock.now() });

    expect(state).toBe('closing');
    expect(seen.refused).toBe(1);
    // Dates in answers have whole seconds.
    expect(Math.abs(since - (Date.now() + ahead))).toBeLessThan(10_000);
  },
);
