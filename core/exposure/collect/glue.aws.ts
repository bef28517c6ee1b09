import {
  type Column,
  GetDatabasesCommand,
  GetResourcePolicyCommand,
  GetTablesCommand,
  GlueClient,
  type Table,
} from '@aws-sdk/client-glue';
import {
  GetDataLakeSettingsCommand,
  GetResourceLFTagsCommand,
  LakeFormationClient,
  type LFTagPair,
  ListLFTagsCommand,
  type Resource,
} from '@aws-sdk/client-lakeformation';
import { isUnread, type Row, type Unread } from '../inventory.ts';
import { documentOf, field, type Place, type Reader } from './collector.ts';

/** The catalog of a Region: its own policy, databases, tables. */

const NONE = 'EntityNotFoundException';

export const readCatalog: Reader<'glue-catalog'> = (at) => async () => {
  const policy = await at.ask(
    'glue:GetResourcePolicy',
    () => at.client(GlueClient).send(new GetResourcePolicyCommand({})),
    NONE,
  );
  const settings = await at.ask('lakeformation:GetDataLakeSettings', () =>
    at.client(LakeFormationClient).send(new GetDataLakeSettingsCommand({})),
  );
  const admins = isUnread(settings)
    ? settings
    : (settings?.DataLakeSettings?.DataLakeAdmins ?? []).map(
        ({ DataLakePrincipalIdentifier = '' }) => DataLakePrincipalIdentifier,
      );
  const row: Row<'glue-catalog'> = {
    row: 'glue-catalog',
    account: at.account,
    region: at.region,
    ...field('policy', isUnread(policy) ? policy : documentOf(policy?.PolicyInJson)),
    ...((isUnread(admins) || admins.length > 0) && { admins }),
  };
  return { rows: [row] };
};

export const readDatabases: Reader<'glue-database'> = (at) => {
  const tagsOf = lakeTagsOf(at);
  return async (after) => {
    const found = await at.must('glue:GetDatabases', () =>
      at.client(GlueClient).send(new GetDatabasesCommand({ MaxResults: 100, ...field('NextToken', after) })),
    );
    const rows = await at.each(
      found.DatabaseList ?? [],
      ({ Name }) => Name!,
      async ({ Name, LocationUri }): Promise<Row<'glue-database'>[]> => [
        {
          row: 'glue-database',
          account: at.account,
          region: at.region,
          name: Name!,
          ...(LocationUri && { location: LocationUri }),
          ...field('lakeTags', await tagsOf({ Database: { Name: Name! } })),
        },
      ],
    );
    return { rows, ...field('next', found.NextToken) };
  };
};

/** Where the tables of all databases go on: those that wait, where the list of them goes on, and the page of the first one. */
interface Mark {
  databases: string[];
  more?: string;
  at?: string;
}

/** Pages of tables, database by database: an account may hold 45,000 tables in one. */
export const readGlueTables: Reader<'glue-table'> = (at) => {
  const tagsOf = lakeTagsOf(at);
  const client = at.client(GlueClient);
  return async (after) => {
    const mark: Mark = after === undefined ? await namesFrom(at, client) : JSON.parse(after);
    const [DatabaseName, ...others] = mark.databases;
    if (DatabaseName === undefined) return { rows: [], ...(await onwards(at, client, mark)) };
    // A database that goes while it is looked at is told: what its tables named may lie there still.
    const found = await at.ask('glue:GetTables', () =>
      client.send(new GetTablesCommand({ DatabaseName, MaxResults: 100, ...field('NextToken', mark.at) })),
    );
    const rows = isUnread(found)
      ? [gap(at, DatabaseName, found)]
      : await at.each(
          found?.TableList ?? [],
          ({ Name }) => `${DatabaseName}/${Name}`,
          async (table): Promise<Row<'glue-table'>[]> => {
            const Table = { DatabaseName, Name: table.Name! };
            return [{ ...tableRow(at, DatabaseName, table), ...field('lakeTags', await tagsOf({ Table })) }];
          },
        );
    if (found && !isUnread(found) && found.NextToken) {
      return { rows, next: JSON.stringify({ ...mark, at: found.NextToken } satisfies Mark) };
    }
    return { rows, ...(await onwards(at, client, { databases: others, ...field('more', mark.more) })) };
  };
};

async function namesFrom(at: Place<'glue-table'>, client: GlueClient, after?: string): Promise<Mark> {
  const found = await at.must('glue:GetDatabases', () =>
    client.send(new GetDatabasesCommand({ MaxResults: 100, ...field('NextToken', after) })),
  );
  return {
    databases: (found.DatabaseList ?? []).map(({ Name }) => Name!),
    ...(found.NextToken && { more: found.NextToken }),
  };
}

async function onwards(at: Place<'glue-table'>, client: GlueClient, mark: Mark): Promise<{ next?: string }> {
  if (mark.databases.length > 0) return { next: JSON.stringify(mark) };
  if (mark.more === undefined) return {};
  return { next: JSON.stringify(await namesFrom(at, client, mark.more)) };
}

const gap = ({ account, region }: Place, id: string, { unknown: why }: Unread): Row<'gap'> => ({
  row: 'gap',
  kind: 'glue-table',
  account,
  region,
  id,
  why,
});

function tableRow(
  { account, region }: Place,
  database: string,
  { Name, StorageDescriptor, PartitionKeys = [], TargetTable }: Table,
): Row<'glue-table'> {
  const nameOf = ({ Name: column = '' }: Column) => column;
  const columns = [...(StorageDescriptor?.Columns ?? []).map(nameOf), ...PartitionKeys.map(nameOf)];
  const location = TargetTable
    ? { unknown: 'it is a link to a table of another catalog' }
    : StorageDescriptor?.Location;
  return {
    row: 'glue-table',
    account,
    region,
    database,
    name: Name!,
    ...(location && { location }),
    ...(columns.length > 0 && { columns }),
  };
}

type LakeTags = Record<string, string> | Unread | undefined;
type TagPlace = Pick<Place, 'client'> & {
  ask<T>(
    action: 'lakeformation:ListLFTags' | 'lakeformation:GetResourceLFTags',
    send: () => Promise<T>,
    ...absent: string[]
  ): Promise<T | undefined | Unread>;
};

/** Tags of Lake Formation are asked for thing by thing: where there are none at all, nobody is asked 45,000 times. */
function lakeTagsOf(at: TagPlace): (Resource: Resource) => Promise<LakeTags> {
  let any: Promise<boolean | Unread> | undefined;
  return async (Resource) => {
    const client = at.client(LakeFormationClient);
    any ??= at
      .ask('lakeformation:ListLFTags', () => client.send(new ListLFTagsCommand({ MaxResults: 1 })))
      .then((found) => (isUnread(found) ? found : (found?.LFTags ?? []).length > 0));
    const there = await any;
    if (isUnread(there)) return there;
    if (!there) return undefined;
    const found = await at.ask(
      'lakeformation:GetResourceLFTags',
      () => client.send(new GetResourceLFTagsCommand({ Resource, ShowAssignedLFTags: false })),
      NONE,
    );
    if (isUnread(found)) return found;
    const pairs: LFTagPair[] = [...(found?.LFTagOnDatabase ?? []), ...(found?.LFTagsOnTable ?? [])];
    return pairs.length > 0
      ? Object.fromEntries(pairs.map(({ TagKey = '', TagValues = [] }) => [TagKey, TagValues[0] ?? '']))
      : undefined;
  };
}
