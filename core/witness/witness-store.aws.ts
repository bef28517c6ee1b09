import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, NoSuchKey, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { failedCondition, N, number, S, text } from '../shared/dynamodb.aws.ts';
import { Refused, SluiceError } from '../shared/errors.ts';
import { readState } from './state-form.ts';
import { NOTHING_YET } from './witness.ts';
import type { WitnessStore } from './witness-store.ts';

export interface AwsWitnessStoreOptions {
  s3: S3Client;
  /** With Object Lock and a default retention. */
  bucket: string;
  ddb: DynamoDBClient;
  table: string;
}

/** The one row of the table. */
const ROW = { item: S('state') };
const noteKey = (of: number): string => `checkpoints/numbered/${String(of).padStart(12, '0')}.note`;
const STATEMENT = 'statement.json';

/** Somebody else was first, or is at it. https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html */
const TAKEN: ReadonlySet<string> = new Set(['PreconditionFailed', 'ConditionalRequestConflict']);

/** Needs `s3:PutObject` and `s3:GetObject` on the bucket, `s3:ListBucket` to be told that a name is not there, and the row. */
export function awsWitnessStore({ s3, bucket, ddb, table }: AwsWitnessStoreOptions): WitnessStore {
  const put = (Key: string, Body: string) => ({
    Bucket: bucket,
    Key,
    Body: Buffer.from(Body),
    ContentType: Key.endsWith('.json') ? 'application/json' : 'text/plain; charset=utf-8',
    ChecksumAlgorithm: 'SHA256' as const,
  });
  const once = async (Key: string, Body: string): Promise<boolean> => {
    try {
      await s3.send(new PutObjectCommand({ ...put(Key, Body), IfNoneMatch: '*' }));
      return true;
    } catch (error) {
      if (TAKEN.has((error as Error).name)) return false;
      throw error;
    }
  };
  return {
    async read() {
      const { Item } = await ddb.send(new GetItemCommand({ TableName: table, Key: ROW, ConsistentRead: true }));
      if (!Item) return { state: NOTHING_YET, version: 0 };
      const version = number(Item, 'version');
      if (!version) throw new Refused('damaged', 'the state of the witness has no version');
      return { state: readState(text(Item, 'state') ?? ''), version };
    },
    async write(state, version) {
      const isFirst = version === 0;
      try {
        await ddb.send(
          new PutItemCommand({
            TableName: table,
            Item: { ...ROW, version: N(version + 1), state: S(JSON.stringify(state)) },
            ConditionExpression: isFirst ? 'attribute_not_exists(#version)' : '#version = :seen',
            ExpressionAttributeNames: { '#version': 'version' },
            ...(!isFirst && { ExpressionAttributeValues: { ':seen': N(version) } }),
          }),
        );
        return true;
      } catch (error) {
        if (failedCondition(error)) return false;
        throw error;
      }
    },
    keep: (note, of) => once(noteKey(of), note),
    async note(of) {
      try {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: noteKey(of) }));
        if (!Body) throw new SluiceError('S3 returned no body');
        return await Body.transformToString();
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }
    },
    keepBeside: (folder, name, content) => once(`${folder}/${name}.${folder === 'guard' ? 'json' : 'note'}`, content),
    async publish(statement) {
      await s3.send(new PutObjectCommand(put(STATEMENT, statement)));
    },
  };
}
