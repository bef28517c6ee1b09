import { KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { LeaseGrant } from '../../wire/lease.ts';
import { systemClock } from './clock.ts';
import type { FrameSink, FrameToPut, PutOutcome } from './frame-sink.ts';
import { type Agents, sharedAgents } from './proxy.ts';
import { createServerClock, dateOf, type ServerClock } from './server-clock.ts';
import { troubleOf } from './trouble.ts';

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
]);
/** What is said of a signature by a clock that is not the service's (more than five minutes off), and of one by a wrong key. */
const SIGNATURE = new Set([
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'RequestTimeTooSkewed',
  'RequestExpired',
  'RequestInTheFuture',
]);
/** A difference below it is no reason for a refusal, ms. */
const TOLERATED = 60_000;

export const outcomeOf = (errorName: string | undefined): PutOutcome => {
  if (errorName === undefined) return 'acknowledged';
  if (DENIED.has(errorName)) return 'denied';
  if (SIGNATURE.has(errorName)) return 'clock-wrong';
  return CREDENTIALS.has(errorName) ? 'credentials' : 'retry';
};

/** Of an error: one that the service named, or of the way to it. */
function outcomeOfError(error: unknown): PutOutcome {
  const { $response, $metadata, name } = error as ServiceError;
  const answered = $response?.statusCode ?? $metadata?.httpStatusCode;
  if (answered === undefined) return troubleOf(error);
  if (answered === 407) return 'proxy-login';
  // A page is no JSON: what the SDK says of that is no word of Kinesis.
  if (/^text\/html\b/i.test($response?.headers?.['content-type'] ?? '') || (answered >= 300 && answered < 400))
    return 'captive-portal';
  return name === 'SyntaxError' ? 'captive-portal' : outcomeOf(name || 'unknown');
}

interface ServiceError extends Error {
  $response?: { statusCode?: number; headers?: Record<string, string> };
  $metadata?: { httpStatusCode?: number };
}

export interface KinesisSinkOptions {
  /** ms after which a put counts as not answered. @default 15,000 */
  requestTimeout?: number;
  /** Connections, which know of proxies. @default those of this process */
  agents?: Agents;
  /** @default one of its own, which learns from leases and refused signatures */
  serverClock?: ServerClock;
}

/**
 * @example
 * // Where it puts, and as whom, each lease says.
 * const agent = createAgent({ device, api, sink: createKinesisSink(), spool });
 */
export function createKinesisSink(options: KinesisSinkOptions = {}): FrameSink {
  const { requestTimeout = 15_000, agents = sharedAgents(), serverClock = createServerClock(systemClock) } = options;
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
      requestHandler: new NodeHttpHandler({
        ...{ connectionTimeout: 5000, requestTimeout, throwOnRequestTimeout: true },
        httpAgent: agents.http,
        httpsAgent: agents.https,
      }),
      systemClockOffset: serverClock.offset(),
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

  const send = async ({ stream }: LeaseGrant, frames: readonly FrameToPut[]): Promise<PutOutcome[]> => {
    const kinesis = clientFor(grant!);
    kinesis.config.systemClockOffset = serverClock.offset();
    const answer = await kinesis.send(
      new PutRecordsCommand({
        StreamName: stream.name,
        Records: frames.map(({ subject, data }) => ({ PartitionKey: subject, Data: data })),
      }),
    );
    // Fails in part: each record has its own answer, in the order of the request.
    return frames.map((_, at) => {
      const record = answer.Records?.[at];
      if (record?.SequenceNumber) return 'acknowledged';
      return record?.ErrorCode === undefined ? 'retry' : outcomeOf(record.ErrorCode);
    });
  };

  /** Learns the time from the answer that refused a signature. @returns whether it was another than believed */
  const learnsFrom = (error: unknown): boolean => {
    const told = dateOf((error as ServiceError).$response?.headers?.date);
    if (told === undefined) return false;
    const before = serverClock.offset();
    serverClock.learn(told);
    return Math.abs(serverClock.offset() - before) > TOLERATED;
  };

  return {
    use(next) {
      const renewed = grant?.credentials.accessKeyId !== next.credentials.accessKeyId;
      grant = next;
      serverClock.learn(next.now);
      if (renewed && client) {
        // The SDK keeps credentials without an expiry for ever.
        client.destroy();
        client = undefined;
      }
    },
    async put(frames) {
      if (!grant) return frames.map(() => 'credentials');
      for (let corrected = false; ; corrected = true) {
        try {
          return await send(grant, frames);
        } catch (error) {
          const outcome = outcomeOfError(error);
          if (outcome === 'clock-wrong' && !corrected && learnsFrom(error)) continue;
          return frames.map(() => outcome);
        }
      }
    },
    close() {
      client?.destroy();
      client = undefined;
    },
  };
}
