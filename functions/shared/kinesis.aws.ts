import { KinesisClient } from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';

let made: KinesisClient | undefined;

/** HTTP/1.1: the SDK's default for Kinesis, HTTP/2, drops sessions under load. */
export function kinesis(): KinesisClient {
  made ??= new KinesisClient({
    maxAttempts: 3,
    requestHandler: new NodeHttpHandler({
      connectionTimeout: 1_000,
      requestTimeout: 5_000,
      throwOnRequestTimeout: true,
    }),
  });
  return made;
}
