import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, paginateQuery, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { sha256 } from '../shared/canonical-json.ts';
import { S } from '../shared/dynamodb.aws.ts';
import type { Incident, OpenIncident } from './incident.ts';

/** Partitions that list incidents; no ULID is spelled like one of them. */
const LOG = 'log';
/** Of earlier versions: by id, which reporters chose. All of it is older than all of the log. */
const OLD_LOG = 'all';
/** Sets of those that are not concluded: an item holds some 9,000, and whoever files or concludes one writes it. */
const OPEN = 'open';
/** Hex digits of an id's hash that name its set: 256 of them. Nobody chooses one, since what stands first in an id is the time. */
const SET_DIGITS = 2;

/** Sorts by the time at which the server got the report. */
const stamp = ({ reportedAt, incident }: Pick<Incident, 'reportedAt' | 'incident'>): string =>
  `${String(reportedAt).padStart(15, '0')}#${incident}`;
const listed = (stamped: string): OpenIncident => ({
  incident: stamped.slice(stamped.indexOf('#') + 1),
  reportedAt: Number.parseInt(stamped, 10),
});
const setOf = ({ incident }: Incident) => ({ incident: S(OPEN), item: S(sha256(incident).slice(0, SET_DIGITS)) });

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
        Key: setOf(incident),
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

    /** Those that are open, oldest first. */
    async open(): Promise<OpenIncident[]> {
      const stamps: string[] = [];
      const pages = paginateQuery(
        { client: documents },
        {
          TableName: table,
          ConsistentRead: true,
          KeyConditionExpression: 'incident = :of',
          ExpressionAttributeValues: { ':of': OPEN },
        },
      );
      for await (const { Items = [] } of pages) for (const { ids } of Items) stamps.push(...(ids ?? []));
      return stamps.sort().map(listed);
    },

    /** All, newest first; fewer than asked for are the last. @param before the last one of the page before */
    async newest(limit: number, before?: OpenIncident): Promise<OpenIncident[]> {
      const logged = (await page(LOG, limit, before && stamp(before))).map(listed);
      if (logged.length === limit) return logged;
      // A page that ended in the old log goes on there.
      const isOld = before && !(await get({ incident: LOG, item: stamp(before) }));
      const old = await page(OLD_LOG, limit - logged.length, isOld ? before.incident : undefined);
      // When it was is said by its row alone, and asked of none: all of the log is newer.
      return [...logged, ...old.map((incident) => ({ incident, reportedAt: 0 }))];
    },
  };
}
