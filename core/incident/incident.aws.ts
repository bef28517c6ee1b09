import type { DynamoDBClient, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { AwsLedger } from '../ledger/ledger.aws.ts';
import { AGAIN, transact, untilDone } from '../ledger/transact.aws.ts';
import { N, S } from '../shared/dynamodb.aws.ts';
import { Refused } from '../shared/errors.ts';
import { type Approval, afterStep, type Incident, type IncidentStore } from './incident.ts';
import type { TextSeal } from './text-seal.ts';

/** Partition that lists all incidents; no ULID is spelled like it. */
const DIRECTORY = 'all';
const STATE = 'state';
const APPROVAL = 'approval#';

export interface AwsIncidentsOptions {
  ddb: DynamoDBClient;
  documents: DynamoDBDocumentClient;
  /** The table `Incidents`. */
  table: string;
  ledger: AwsLedger;
  seal: TextSeal;
}

/**
 * An incident is one item: its members as JSON in `body`, with a `version` that every step moves, so that two steps of one
 * incident cannot both be made on the same look.
 */
export function awsIncidents({ ddb, documents, table, ledger, seal }: AwsIncidentsOptions): IncidentStore {
  const get = async (incident: string, item: string) => {
    const { Item } = await documents.send(
      new GetCommand({ TableName: table, Key: { incident, item }, ConsistentRead: true }),
    );
    return Item;
  };
  const look = async (id: string): Promise<{ incident: Incident; version: number } | undefined> => {
    const item = await get(id, STATE);
    return item && { incident: JSON.parse(item.body), version: item.version };
  };
  const find = async (id: string) => {
    const found = await look(id);
    if (!found) throw new Refused('not-found', 'no such incident');
    return found;
  };
  const key = (incident: string, item: string) => ({ incident: S(incident), item: S(item) });
  const isNew = { ConditionExpression: 'attribute_not_exists(#item)', ExpressionAttributeNames: { '#item': 'item' } };

  return {
    async file(incident, text, facts, closuresPerDay) {
      const id = incident.incident;
      const { wrapped, message } = await seal.seal(id, text);
      const puts: TransactWriteItem[] = [
        {
          Put: {
            TableName: table,
            Item: { ...key(id, STATE), body: S(JSON.stringify(incident)), version: N(1) },
            ...isNew,
          },
        },
        { Put: { TableName: table, Item: { ...key(id, 'text'), wrapped: { B: wrapped }, message: { B: message } } } },
        { Put: { TableName: table, Item: key(DIRECTORY, id) } },
      ];
      if (closuresPerDay !== undefined) puts.push(oneMoreClosure(table, incident, closuresPerDay));
      return untilDone(async () => {
        const { items, receipt: _ } = await ledger.prepare(facts);
        const result = await transact(ddb, [...puts, ...items]);
        if (result.done) return incident;
        if (result.failed.includes(0)) {
          const { incident: there } = await find(id);
          if (there.reporter !== incident.reporter) throw new Refused('exists', 'the id is another report’s');
          return there;
        }
        if (closuresPerDay !== undefined && result.failed.includes(3)) {
          throw new Refused('limit', 'the closures of this day are used up');
        }
        return AGAIN;
      });
    },

    read: async (id) => (await find(id)).incident,

    async text(id) {
      const item = await get(id, 'text');
      if (!item) throw new Refused('not-found', 'no such incident');
      return seal.open(id, { wrapped: item.wrapped, message: item.message });
    },

    async list(limit = 50) {
      const { Items = [] } = await documents.send(
        new QueryCommand({
          TableName: table,
          ConsistentRead: true,
          KeyConditionExpression: 'incident = :all',
          ExpressionAttributeValues: { ':all': DIRECTORY },
          ScanIndexForward: false,
          Limit: limit,
        }),
      );
      return Promise.all(Items.map(async ({ item }) => (await find(item)).incident));
    },

    advance: (id, step) =>
      untilDone(async () => {
        const { incident, version } = await find(id);
        const after = afterStep(incident, step);
        if (!after) return incident;
        const update: TransactWriteItem = {
          Update: {
            TableName: table,
            Key: key(id, STATE),
            UpdateExpression: 'SET #body = :body, #version = :next',
            ConditionExpression: '#version = :version',
            ExpressionAttributeNames: { '#body': 'body', '#version': 'version' },
            ExpressionAttributeValues: {
              ':body': S(JSON.stringify(after)),
              ':version': N(version),
              ':next': N(version + 1),
            },
          },
        };
        const entry = step.facts ? (await ledger.prepare(step.facts)).items : [];
        return (await transact(ddb, [update, ...entry])).done ? after : AGAIN;
      }),

    async approve(approval, facts) {
      await find(approval.incident);
      const put: TransactWriteItem = {
        Put: {
          TableName: table,
          Item: { ...key(approval.incident, APPROVAL + approval.approver), body: S(JSON.stringify(approval)) },
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

    token: async (id) => (await get(id, 'token'))?.token,
  };
}

/** A row per reporter and day (UTC) counts the closures. */
function oneMoreClosure(table: string, { reporter, reportedAt }: Incident, most: number): TransactWriteItem {
  return {
    Update: {
      TableName: table,
      Key: { incident: S(`closures#${reporter}`), item: S(new Date(reportedAt).toISOString().slice(0, 10)) },
      UpdateExpression: 'ADD #closures :one',
      ConditionExpression: 'attribute_not_exists(#closures) OR #closures < :most',
      ExpressionAttributeNames: { '#closures': 'closures' },
      ExpressionAttributeValues: { ':one': N(1), ':most': N(most) },
    },
  };
}
