import { AthenaClient } from '@aws-sdk/client-athena';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { IoTClient } from '@aws-sdk/client-iot';
import { IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { STSClient } from '@aws-sdk/client-sts';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/**
 * SDK clients, one per process, made by the first call (at module scope of a handler), so that a bundle holds only those
 * that its function asks for. Region, credentials and endpoint are the environment's.
 */
const once = <T>(make: () => T): (() => T) => {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
};

/**
 * Time-outs in ms. Without `throwOnRequestTimeout` the SDK only logs a warning and waits on. 64 sockets: as many as a
 * pause closes lanes at a time.
 */
const handler = (connectionTimeout: number, requestTimeout: number, maxSockets = 50) => ({
  connectionTimeout,
  requestTimeout,
  throwOnRequestTimeout: true,
  httpsAgent: { keepAlive: true, maxSockets },
  httpAgent: { keepAlive: true, maxSockets },
});

/** Transactions of 4 MB included. */
export const dynamoDb = once(() => new DynamoDBClient({ requestHandler: handler(1_000, 5_000), maxAttempts: 3 }));

/** Numbers beyond 2^53 (replay windows) come back as bigint, and bigint is written as number. */
export const documents = once(() =>
  DynamoDBDocumentClient.from(dynamoDb(), {
    marshallOptions: { removeUndefinedValues: true },
    unmarshallOptions: {
      wrapNumbers: (value) =>
        Number.isSafeInteger(Number(value)) || /[.eE]/.test(value) ? Number(value) : BigInt(value),
    },
  }),
);

/**
 * For the gate alone: a request that hangs must not cost a pause its second, so a try is given up early and the gate's
 * own loop repeats it (`core/shared/persist.ts`), with longer time-outs later on. The SDK's retries are off.
 */
export const gateDynamoDb = once(() => new DynamoDBClient({ requestHandler: handler(300, 300, 64), maxAttempts: 1 }));

export const cloudWatch = once(() => new CloudWatchClient({ requestHandler: handler(1_000, 5_000), maxAttempts: 3 }));

export const athena = once(() => new AthenaClient({ requestHandler: handler(1_000, 10_000), maxAttempts: 5 }));

export const kms = once(() => new KMSClient({ requestHandler: handler(1_000, 3_000), maxAttempts: 3 }));
export const s3 = once(() => new S3Client({ requestHandler: handler(1_000, 10_000), maxAttempts: 3 }));
export const sfn = once(() => new SFNClient({ requestHandler: handler(1_000, 3_000), maxAttempts: 3 }));
export const sts = once(() => new STSClient({ requestHandler: handler(1_000, 3_000), maxAttempts: 3 }));
export const iot = once(() => new IoTClient({ requestHandler: handler(1_000, 3_000), maxAttempts: 3 }));
/** What agents are told at once: a try is given up early, so that the next comes in time. */
export const iotData = once(() => new IoTDataPlaneClient({ requestHandler: handler(1_000, 1_000), maxAttempts: 3 }));
export const iam = once(() => new IAMClient({ requestHandler: handler(1_000, 5_000), maxAttempts: 3 }));
/** For calls that nobody waits for: one that does not get through is made good by a schedule. */
export const lambda = once(() => new LambdaClient({ requestHandler: handler(500, 500), maxAttempts: 1 }));

/** Asks about functions, and calls none. */
export const lambdaQueries = once(() => new LambdaClient({ requestHandler: handler(1_000, 5_000), maxAttempts: 3 }));

/** Of templates of up to 1 MB. Nobody waits for it. */
export const cloudFormation = once(
  () => new CloudFormationClient({ requestHandler: handler(1_000, 10_000), maxAttempts: 3 }),
);

/** Of the function's own Region. */
export const eventBridge = once(() => new EventBridgeClient({ requestHandler: handler(1_000, 3_000), maxAttempts: 3 }));

/** Of the witness, which may be in another Region. Whoever tells it has done its work before: it is told again with what comes next. */
export const witnessEvents = (region: string): EventBridgeClient =>
  new EventBridgeClient({ region, requestHandler: handler(1_000, 3_000), maxAttempts: 2 });
