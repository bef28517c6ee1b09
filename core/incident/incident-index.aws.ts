import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { S } from '../shared/dynamodb.aws.ts';
import type { Incident } from './incident.ts';

/** Partitions that list incidents; no ULID is spelled like one of them. */
const LOG = 'log';
/** Of earlier versions: by id, which reporters chose. All of it is older than all of the log. */
const OLD_LOG = 'all';
/** One item with a set of those that are not concluded. */
const OPEN = { incident: 'open', item: 'open' };

/** Sorts by the time at which the server got the report. */
const stamp = ({ reportedAt, incident }: Pick<Incident, 'reportedAt' | 'incident'>): string =>
  `${String(reportedAt).padStart(15, '0')}#${incident}`;
const idOf = (stamped: string): string => stamped.slice(stamped.indexOf('#') + 1);

export type IncidentIndex = ReturnType<typeof incidentIndex>;

/** Where incidents are found without their ids: what transactions add to keep it, and what is read from it. */
export function incidentIndex(documents: DynamoDBDocumentClient, table: string) {
  const get = async (key: object) =>
    (await documents.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }))).Item;

  const openSet =
    (action: 'ADD' | 'DELETE') =>
    (incident: Incident): TransactWriteItem => ({
      Update: {
        TableName: table,
        Key: { incident: S(OPEN.incident), item: S(OPEN.item) },
        UpdateExpression: `${action} ids :ids`,
        ExpressionAttributeValues: { ':ids': { SS: [stamp(incident)] } },
      },
    });

  /** Newest first. @param before exclusive @default from the newest */
  const page = async (partition: string, limit: number, before?: string): Promise<string[]> => {
    const { Items = [] } = await documents.send(
      new QueryCommand({
        TableName: table,
        ConsistentRead: true,
        KeyConditionExpression: before === undefined ? 'incident = :of' : 'incident = :of AND #item < :before',
        ...(before !== undefined && { ExpressionAttributeNames: { '#item': 'item' } }),
        ExpressionAttributeValues: { ':of': partition, ...(before !== undefined && { ':before': before }) },
        ScanIndexForward: false,
        Limit: limit,
      }),
    );
    return Items.map(({ item }) => String(item));
  };

  return {
    logged: (incident: Incident): TransactWriteItem => ({
      Put: { TableName: table, Item: { incident: S(LOG), item: S(stamp(incident)) } },
    }),
    opened: openSet('ADD'),
    concluded: openSet('DELETE'),

    /** Ids of those that are open, oldest first. */
    async open(limit: number): Promise<string[]> {
      const ids: ReadonlySet<string> = (await get(OPEN))?.ids ?? new Set();
      return [...ids].sort().slice(0, limit).map(idOf);
    },

    /** Ids of all, newest first. @param before the last one of the page before */
    async newest(limit: number, before?: Incident): Promise<string[]> {
      const logged = (await page(LOG, limit, before && stamp(before))).map(idOf);
      if (logged.length === limit) return logged;
      // A page that ended in the old log goes on there.
      const isOld = before && !(await get({ incident: LOG, item: stamp(before) }));
      return [...logged, ...(await page(OLD_LOG, limit - logged.length, isOld ? before.incident : undefined))];
    },
  };
}
