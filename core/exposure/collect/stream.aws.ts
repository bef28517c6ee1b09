import {
  DescribeStreamSummaryCommand,
  GetResourcePolicyCommand,
  KinesisClient,
  ListStreamsCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-kinesis';
import { isUnread, type Row } from '../inventory.ts';
import { documentOf, field, type Place, type Reader, tagsOf } from './collector.ts';
import { keyArn } from './key-arn.aws.ts';

export const readStreams: Reader<'stream'> = (at) => async (after) => {
  const client = at.client(KinesisClient);
  const found = await at.must('kinesis:ListStreams', () =>
    client.send(new ListStreamsCommand({ Limit: 100, ...field('ExclusiveStartStreamName', after) })),
  );
  const names = found.StreamNames ?? [];
  const rows = await at.each(
    names,
    (name) => `arn:${at.partition}:kinesis:${at.region}:${at.account}:stream/${name}`,
    async (name) => [await streamRow(at, client, name)],
  );
  return { rows, ...(found.HasMoreStreams && field('next', names.at(-1))) };
};

async function streamRow(at: Place<'stream'>, client: KinesisClient, StreamName: string): Promise<Row<'stream'>> {
  const { StreamDescriptionSummary: stream } = await at.must('kinesis:DescribeStreamSummary', () =>
    client.send(new DescribeStreamSummaryCommand({ StreamName })),
  );
  const ResourceARN = stream!.StreamARN!;
  const policy = await at.ask(
    'kinesis:GetResourcePolicy',
    () => client.send(new GetResourcePolicyCommand({ ResourceARN })),
    'ResourceNotFoundException',
  );
  const tags = await at.ask('kinesis:ListTagsForResource', () =>
    client.send(new ListTagsForResourceCommand({ ResourceARN })),
  );
  // One that has none is told an empty document.
  const document = isUnread(policy) ? policy : policy?.Policy === '{}' ? undefined : documentOf(policy?.Policy);
  const key = stream!.EncryptionType === 'KMS' ? await keyArn(at, stream!.KeyId ?? 'alias/aws/kinesis') : undefined;
  return {
    row: 'stream',
    arn: ResourceARN,
    account: at.account,
    region: at.region,
    ...field('policy', document),
    ...field('key', key),
    ...field('tags', isUnread(tags) ? tags : tagsOf(tags?.Tags)),
    ...(stream!.RetentionPeriodHours !== undefined && { retention: { days: stream!.RetentionPeriodHours / 24 } }),
  };
}
