import { KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { LeaseGrant } from '../../wire/lease.ts';
import type { FrameSink, PutOutcome } from './frame-sink.ts';

/**
 * Frames into Kinesis with a lease's credentials. The endpoint is the SDK's affair (`AWS_ENDPOINT_URL_KINESIS`,
 * `AWS_ENDPOINT_URL`); region and stream are the grant's.
 */

/** Whoever may not put, or puts on a stream that is not there (any more), has to stop. */
const DENIED = new Set([
  'AccessDeniedException',
  'AccessDenied',
  'ResourceNotFoundException',
  'KMSAccessDeniedException',
  'KMSDisabledException',
  'KMSInvalidStateException',
  'KMSNotFoundException',
]);
const CREDENTIALS = new Set([
  'ExpiredTokenException',
  'ExpiredToken',
  'UnrecognizedClientException',
  'InvalidClientTokenId',
  'InvalidSignatureException',
]);

export const outcomeOf = (errorName: string | undefined): PutOutcome => {
  if (errorName === undefined) return 'acknowledged';
  if (DENIED.has(errorName)) return 'denied';
  return CREDENTIALS.has(errorName) ? 'credentials' : 'retry';
};

export interface KinesisSinkOptions {
  /** ms after which a put counts as not answered. @default 15,000 */
  requestTimeout?: number;
}

export function createKinesisSink({ requestTimeout = 15_000 }: KinesisSinkOptions = {}): FrameSink {
  let grant: LeaseGrant | undefined;
  let client: KinesisClient | undefined;
  let region: string | undefined;

  const clientFor = ({ stream }: LeaseGrant): KinesisClient => {
    if (client && region === stream.region) return client;
    client?.destroy();
    region = stream.region;
    client = new KinesisClient({
      region,
      // HTTP/1.1: the SDK's HTTP/2 sessions to Kinesis break under load.
      // Without `throwOnRequestTimeout` the SDK warns and waits on, and with it the one put at a time that the sender makes.
      requestHandler: new NodeHttpHandler({ connectionTimeout: 5000, requestTimeout, throwOnRequestTimeout: true }),
      // The sender repeats, with a pause of its own and the newest credentials.
      maxAttempts: 1,
      credentials: async () => {
        const { accessKeyId, secretAccessKey, sessionToken } = grant!.credentials;
        // Expiry is left out on purpose: the SDK would ask again, and only a renewed lease brings new ones.
        return { accessKeyId, secretAccessKey, ...(sessionToken === '' ? {} : { sessionToken }) };
      },
    });
    return client;
  };

  return {
    use(next) {
      const renewed = grant?.credentials.accessKeyId !== next.credentials.accessKeyId;
      grant = next;
      if (renewed && client) {
        // The SDK keeps credentials without an expiry for ever.
        client.destroy();
        client = undefined;
      }
    },
    async put(frames) {
      if (!grant) return frames.map(() => 'credentials');
      try {
        const answer = await clientFor(grant).send(
          new PutRecordsCommand({
            StreamName: grant.stream.name,
            Records: frames.map(({ subject, data }) => ({ PartitionKey: subject, Data: data })),
          }),
        );
        // Fails in part: each record has its own answer, in the order of the request.
        return frames.map((_, at) => {
          const record = answer.Records?.[at];
          if (record?.SequenceNumber) return 'acknowledged';
          return record?.ErrorCode === undefined ? 'retry' : outcomeOf(record.ErrorCode);
        });
      } catch (error) {
        const outcome = outcomeOf((error as Error).name || 'unknown');
        return frames.map(() => outcome);
      }
    },
    close() {
      client?.destroy();
      client = undefined;
    },
  };
}
