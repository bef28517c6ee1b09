import {
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  GetResourcePolicyCommand,
  ListTablesCommand,
  ListTagsOfResourceCommand,
  type ListTagsOfResourceCommandOutput,
  type Tag,
} from '@aws-sdk/client-dynamodb';
import { isUnread, type Row } from '../inventory.ts';
import { documentOf, field, type Place, type Reader, tagsOf } from './collector.ts';

type Here = Place<'table'>;
type TableRow = Row<'table'>;

export const readTables: Reader<'table'> = (at) => async (after) => {
  const client = at.client(DynamoDBClient);
  const found = await at.must('dynamodb:ListTables', () =>
    client.send(new ListTablesCommand({ Limit: 100, ...field('ExclusiveStartTableName', after) })),
  );
  const rows = await at.each(
    found.TableNames ?? [],
    (name) => `arn:${at.partition}:dynamodb:${at.region}:${at.account}:table/${name}`,
    async (name) => [await tableRow(at, client, name)],
  );
  return { rows, ...field('next', found.LastEvaluatedTableName) };
};

async function tableRow(at: Here, client: DynamoDBClient, TableName: string): Promise<TableRow> {
  const { Table } = await at.must('dynamodb:DescribeTable', () => client.send(new DescribeTableCommand({ TableName })));
  const arn = Table!.TableArn!;
  const life = await at.ask('dynamodb:DescribeTimeToLive', () =>
    client.send(new DescribeTimeToLiveCommand({ TableName })),
  );
  const tags = await at.ask('dynamodb:ListTagsOfResource', async () => {
    const all: Tag[] = [];
    let after: string | undefined;
    do {
      const page: ListTagsOfResourceCommandOutput = await client.send(
        new ListTagsOfResourceCommand({ ResourceArn: arn, ...field('NextToken', after) }),
      );
      all.push(...(page.Tags ?? []));
      after = page.NextToken;
    } while (after !== undefined);
    return all;
  });
  const { LatestStreamArn, StreamSpecification, SSEDescription } = Table!;
  const names = [
    ...(Table!.KeySchema ?? []).map(({ AttributeName }) => AttributeName!),
    ...[...(Table!.GlobalSecondaryIndexes ?? []), ...(Table!.LocalSecondaryIndexes ?? [])].map(
      ({ IndexName }) => IndexName!,
    ),
  ];
  const streams = StreamSpecification?.StreamEnabled === true && LatestStreamArn !== undefined;
  return {
    row: 'table',
    arn,
    account: at.account,
    region: at.region,
    ...field('policy', await policyOf(at, client, arn)),
    // Absent: under a key of DynamoDB's own, which asks nobody.
    ...field('key', SSEDescription?.KMSMasterKeyArn),
    ...(streams && {
      stream: { arn: LatestStreamArn, ...field('policy', await policyOf(at, client, LatestStreamArn)) },
    }),
    ...field('tags', isUnread(tags) ? tags : tagsOf(tags)),
    ...field('retention', retentionOf(isUnread(life) ? life : life?.TimeToLiveDescription)),
    ...(names.length > 0 && { sample: names }),
  };
}

async function policyOf(at: Here, client: DynamoDBClient, ResourceArn: string): Promise<TableRow['policy']> {
  const found = await at.ask(
    'dynamodb:GetResourcePolicy',
    () => client.send(new GetResourcePolicyCommand({ ResourceArn })),
    'PolicyNotFoundException',
  );
  return isUnread(found) ? found : documentOf(found?.Policy);
}

function retentionOf(
  life: { unknown: string } | { TimeToLiveStatus?: string | undefined } | undefined,
): TableRow['retention'] {
  if (life === undefined || 'unknown' in life) return life as TableRow['retention'];
  // When an item goes stands in the item.
  return life.TimeToLiveStatus === 'ENABLED' ? { unknown: 'each item says when it goes (TTL)' } : undefined;
}
