import {
  AthenaClient,
  GetWorkGroupCommand,
  ListTagsForResourceCommand,
  ListWorkGroupsCommand,
} from '@aws-sdk/client-athena';
import { isUnread, type Row } from '../inventory.ts';
import { field, type Place, type Reader, tagsOf } from './collector.ts';
import { keyArn } from './key-arn.aws.ts';

/** Of Athena: where answers to queries lie. */
export const readWorkgroups: Reader<'workgroup'> = (at) => async (after) => {
  const client = at.client(AthenaClient);
  const found = await at.must('athena:ListWorkGroups', () =>
    client.send(new ListWorkGroupsCommand({ MaxResults: 50, ...field('NextToken', after) })),
  );
  const rows = await at.each(
    found.WorkGroups ?? [],
    ({ Name }) => arnOf(at, Name!),
    async ({ Name }) => [await groupRow(at, client, Name!)],
  );
  return { rows, ...field('next', found.NextToken) };
};

const arnOf = ({ partition, region, account }: Place<'workgroup'>, name: string): string =>
  `arn:${partition}:athena:${region}:${account}:workgroup/${name}`;

async function groupRow(at: Place<'workgroup'>, client: AthenaClient, WorkGroup: string): Promise<Row<'workgroup'>> {
  const arn = arnOf(at, WorkGroup);
  const found = await at.must('athena:GetWorkGroup', () => client.send(new GetWorkGroupCommand({ WorkGroup })));
  const tags = await at.ask('athena:ListTagsForResource', () =>
    client.send(new ListTagsForResourceCommand({ ResourceARN: arn })),
  );
  const { ResultConfiguration, ManagedQueryResultsConfiguration: managed } = found.WorkGroup?.Configuration ?? {};
  const key = ResultConfiguration?.EncryptionConfiguration?.KmsKey;
  return {
    row: 'workgroup',
    arn,
    account: at.account,
    region: at.region,
    ...(managed?.Enabled === true
      ? { results: { unknown: 'Athena keeps them itself' }, retention: { days: 1 } }
      : field('results', ResultConfiguration?.OutputLocation)),
    ...(key && { key: await keyArn(at, key) }),
    ...field('tags', isUnread(tags) ? tags : tagsOf(tags?.Tags)),
  };
}
