import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IAMClient } from '@aws-sdk/client-iam';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { STSClient } from '@aws-sdk/client-sts';
import type { GlobalOptions } from './context.ts';

/** What the readers share: the services, what is read, and whom to tell how far it is. */
export interface Reading {
  clients: Clients;
  prefix: string;
  progress(line: string): void;
  /** The archive at an address that Lambda gave. */
  download(address: string): Promise<Uint8Array>;
}

export type Clients = ReturnType<typeof clientsOf>;

/** As the AWS CLI: the option, else what environment and profile say. */
export function clientsOf({ region, profile, endpointUrl }: Pick<GlobalOptions, 'region' | 'profile' | 'endpointUrl'>) {
  const settings = {
    ...(region !== undefined && { region }),
    ...(profile !== undefined && { profile }),
    ...(endpointUrl !== undefined && { endpoint: endpointUrl }),
  };
  return {
    cloudformation: new CloudFormationClient(settings),
    ddb: new DynamoDBClient(settings),
    iam: new IAMClient(settings),
    kinesis: new KinesisClient(settings),
    kms: new KMSClient(settings),
    lambda: new LambdaClient(settings),
    // An endpoint of one's own has no name for each bucket.
    s3: new S3Client({ ...settings, forcePathStyle: endpointUrl !== undefined }),
    sts: new STSClient(settings),
  };
}

/** How the services say that something has no policy. */
const ABSENT = new Set(['PolicyNotFoundException', 'NoSuchBucketPolicy', 'ResourceNotFoundException']);

/** @throws the error, when it says anything else than that there is none */
export function absent(error: unknown): undefined {
  if (error instanceof Error && ABSENT.has(error.name)) return undefined;
  throw error;
}
