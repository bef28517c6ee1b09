import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  type Shard as KinesisShard,
  ListShardsCommand,
} from '@aws-sdk/client-kinesis';
import { InvokeCommand, LambdaClient, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { Connection } from './event-source.ts';
import type { Mapping, MappingConfiguration } from './mapping.ts';
import type { Invocation } from './outcome.ts';
import { ExpiredIterator, type FailurePort, type FunctionPort, type Position, type StreamPort } from './ports.ts';

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

export interface Cloud {
  endpoint: string;
  region: string;
  /** Another endpoint for Kinesis alone, such as kinesis-local's. @default endpoint */
  kinesisEndpoint?: string | undefined;
  /** The administrator's, for listing mappings and invoking, which on AWS is Lambda's own doing. */
  credentials: Credentials;
  /** Execution role of a function, with credentials for it. */
  role(functionArn: string): Promise<{ arn: string; credentials: Credentials }>;
}

/** Sends a header with each call, by which the launcher knows what is the emulator's own doing. */
function addHeader(
  client: Pick<LambdaClient | KinesisClient, 'middlewareStack'>,
  header: Record<string, string>,
): void {
  const stack = client.middlewareStack as LambdaClient['middlewareStack'];
  stack.add(
    (next) => (args) => {
      const request = args.request as { headers: Record<string, string> };
      Object.assign(request.headers, header);
      return next(args);
    },
    { step: 'build', name: 'sluice-caller' },
  );
}

/** Lambda as seen by its own event source: its calls are not an API user's, and the trail says so. */
function lambdaOf(cloud: Cloud, header: Record<string, string>): LambdaClient {
  const client = new LambdaClient({
    endpoint: cloud.endpoint,
    region: cloud.region,
    credentials: cloud.credentials,
    maxAttempts: 1, // each attempt is a decision of the rules
    requestHandler: new NodeHttpHandler({ requestTimeout: 910_000 }), // a function may take 15 minutes
  });
  addHeader(client, header);
  return client;
}

/** Lists the cloud's event source mappings. */
export function mappingsOf(cloud: Cloud): () => Promise<MappingConfiguration[]> {
  const client = lambdaOf(cloud, { 'x-sluice-unrecorded': '1' });
  return async () => {
    const found: MappingConfiguration[] = [];
    let marker: string | undefined;
    do {
      const page = await client.send(
        new ListEventSourceMappingsCommand(marker === undefined ? {} : { Marker: marker }),
      );
      found.push(...((page.EventSourceMappings ?? []) as MappingConfiguration[]));
      marker = page.NextMarker || undefined;
    } while (marker);
    return found;
  };
}

/** Connects a mapping to the cloud, as the role of its function. */
export async function connect(cloud: Cloud, mapping: Mapping): Promise<Connection> {
  const { arn: roleArn, credentials } = await cloud.role(mapping.functionArn);
  const settings = { endpoint: cloud.endpoint, region: cloud.region, credentials };
  const kinesis = new KinesisClient({
    ...settings,
    endpoint: cloud.kinesisEndpoint ?? cloud.endpoint,
    // HTTP/1.1: the client's HTTP/2 drops sessions under load.
    requestHandler: new NodeHttpHandler(),
  });
  addHeader(kinesis, { 'x-sluice-poll': '1' });
  return {
    stream: streamOf(kinesis, mapping.streamArn),
    function: functionOf(lambdaOf(cloud, { 'x-sluice-service': 'lambda.amazonaws.com' }), mapping.functionArn),
    failures: failuresOf(settings),
    origin: { streamArn: mapping.streamArn, region: cloud.region, roleArn },
  };
}

export function streamOf(client: KinesisClient, streamArn: string): StreamPort {
  const iteratorInput = (position: Position) => {
    if (position.at === 'TRIM_HORIZON') return { ShardIteratorType: position.at } as const;
    if (position.at === 'TIME') {
      return { ShardIteratorType: 'AT_TIMESTAMP', Timestamp: new Date(position.timestamp) } as const;
    }
    return { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: position.sequenceNumber } as const;
  };
  return {
    async shards() {
      const found: KinesisShard[] = [];
      let token: string | undefined;
      do {
        const page = await client.send(new ListShardsCommand(token ? { NextToken: token } : { StreamARN: streamArn }));
        found.push(...(page.Shards ?? []));
        token = page.NextToken || undefined;
      } while (token);
      return found.map((shard) => ({
        id: shard.ShardId ?? '',
        parent: shard.ParentShardId || undefined,
        adjacentParent: shard.AdjacentParentShardId || undefined,
      }));
    },
    async iterator(shardId, position) {
      const input = { StreamARN: streamArn, ShardId: shardId, ...iteratorInput(position) };
      return (await client.send(new GetShardIteratorCommand(input))).ShardIterator ?? '';
    },
    async read(iterator, limit) {
      try {
        const input = { StreamARN: streamArn, ShardIterator: iterator, Limit: limit };
        const page = await client.send(new GetRecordsCommand(input));
        const records = (page.Records ?? []).map((record) => ({
          sequenceNumber: record.SequenceNumber ?? '',
          partitionKey: record.PartitionKey ?? '',
          data: record.Data ?? new Uint8Array(),
          arrival: record.ApproximateArrivalTimestamp?.getTime() ?? 0,
        }));
        return { records, next: page.NextShardIterator || undefined };
      } catch (error) {
        if ((error as Error).name === 'ExpiredIteratorException') throw new ExpiredIterator({ cause: error });
        throw error;
      }
    },
  };
}

function functionOf(client: LambdaClient, functionArn: string): FunctionPort {
  return {
    async invoke(payload): Promise<Invocation> {
      try {
        const answer = await client.send(
          new InvokeCommand({ FunctionName: functionArn, Payload: Buffer.from(payload) }),
        );
        if (answer.FunctionError) return { kind: 'function-error' };
        return { kind: 'returned', payload: Buffer.from(answer.Payload ?? []).toString('utf8') };
      } catch {
        return { kind: 'not-reached' };
      }
    },
  };
}

function failuresOf(settings: { endpoint: string; region: string; credentials: Credentials }): FailurePort {
  return {
    async send(destinationArn, objectKey, document, event) {
      const [, , service, , , name = ''] = destinationArn.split(':');
      const body = JSON.stringify(document);
      if (service === 'sqs') {
        const client = new SQSClient(settings);
        const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: name }));
        await client.send(new SendMessageCommand({ QueueUrl, MessageBody: body }));
      } else if (service === 'sns') {
        await new SNSClient(settings).send(new PublishCommand({ TopicArn: destinationArn, Message: body }));
      } else if (service === 's3') {
        const client = new S3Client({ ...settings, forcePathStyle: true });
        const whole = JSON.stringify({ ...document, payload: JSON.stringify(event) });
        await client.send(new PutObjectCommand({ Bucket: name, Key: objectKey, Body: whole }));
      } else throw new Error(`no such failure destination: ${destinationArn}`);
    },
  };
}
