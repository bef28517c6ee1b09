import type { DynamoDBClient, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { AwsLedger } from '../ledger/ledger.aws.ts';
import { AGAIN, transact, untilDone } from '../ledger/transact.aws.ts';
import { S } from '../shared/dynamodb.aws.ts';
import { Refused } from '../shared/errors.ts';
import { parallel } from '../shared/parallel.ts';
import { incidentCase } from './case.aws.ts';
import type { CaseStore } from './case.ts';
import { type Approval, afterStep, type Incident, type IncidentStore, type OpenIncident } from './incident.ts';
import { incidentFiling } from './incident-filing.aws.ts';
import { incidentIndex } from './incident-index.aws.ts';
import { incidentRows, itemKey } from './incident-rows.aws.ts';
import type { TextSeal } from './text-seal.ts';

const APPROVAL = 'approval#';
/** Rows read at a time when many are shown. */
const AT_A_TIME = 16;

export interface AwsIncidentsOptions {
  ddb: DynamoDBClient;
  documents: DynamoDBDocumentClient;
  /** The table `Incidents`. */
  table: string;
  ledger: AwsLedger;
  seal: TextSeal;
  /** Told of each row that is listed and cannot be read. @default nobody */
  unreadable?: (error: unknown) => void;
}

/** Rows that steps move (`incident-rows`), what is filed (`incident-filing`), where it is found (`incident-index`), and what people do (`case.aws`). */
export function awsIncidents({
  ddb,
  documents,
  table,
  ledger,
  seal,
  unreadable,
}: AwsIncidentsOptions): IncidentStore & CaseStore {
  const rows = incidentRows(documents, table);
  const index = incidentIndex(documents, table);
  const { find } = rows;
  /** One bad row hides no other. */
  const readable = async (ids: readonly string[]): Promise<Incident[]> => {
    const found = await parallel(ids, AT_A_TIME, (id) =>
      find(id).catch((error: unknown) => {
        if (!(error instanceof Refused)) throw error;
        unreadable?.(error);
      }),
    );
    return found.flatMap((seen) => (seen ? [seen.incident] : []));
  };

  return {
    ...incidentFiling({ ddb, table, ledger, seal, rows, index }),
    ...incidentCase({ ddb, documents, table, ledger, seal, rows }),

    read: async (id) => (await find(id)).incident,
    find: async (id) => (await rows.look(id))?.incident,

    async list(limit = 50, before) {
      const found: Incident[] = [];
      let page: OpenIncident[] = [];
      // On past rows that cannot be read: each is told by its name, and a page of them is no end.
      do {
        page = await index.newest(limit, page.at(-1) ?? before);
        found.push(...(await readable(page.map(({ incident }) => incident))));
      } while (page.length === limit && found.length < limit);
      return found.slice(0, limit);
    },
    open: () => index.open(),

    advance: (id, step) =>
      untilDone(async () => {
        const { incident, version } = await find(id);
        const after = afterStep(incident, step);
        if (!after) return incident;
        const entry = step.facts ? (await ledger.prepare(step.facts)).items : [];
        const done = step.set.concludedAt === undefined ? [] : [index.concluded(after)];
        return (await transact(ddb, [rows.moved(after, version), ...done, ...entry])).done ? after : AGAIN;
      }),

    async approve(approval, facts) {
      await find(approval.incident);
      const put: TransactWriteItem = {
        Put: {
          TableName: table,
          Item: { ...itemKey(approval.incident, APPROVAL + approval.approver), body: S(JSON.stringify(approval)) },
        },
      };
      return untilDone(async () => {
        const { items, receipt } = await ledger.prepare(facts);
        return (await transact(ddb, [put, ...items])).done ? receipt : AGAIN;
      });
    },

    async approvals(id) {
      const { Items = [] } = await documents.send(
        new QueryCommand({
          TableName: table,
          ConsistentRead: true,
          KeyConditionExpression: 'incident = :incident AND begins_with(#item, :approval)',
          ExpressionAttributeNames: { '#item': 'item' },
          ExpressionAttributeValues: { ':incident': id, ':approval': APPROVAL },
        }),
      );
      return Items.map(({ body }): Approval => JSON.parse(body));
    },

    async keepToken(id, token) {
      await find(id);
      await documents.send(new PutCommand({ TableName: table, Item: { incident: id, item: 'token', token } }));
    },

    token: async (id) => (await rows.get(id, 'token'))?.token,
  };
}
