import type { DynamoDBClient, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { parallel } from '../gate/parallel.ts';
import type { AwsLedger } from '../ledger/ledger.aws.ts';
import { AGAIN, transact, untilDone } from '../ledger/transact.aws.ts';
import { N, S } from '../shared/dynamodb.aws.ts';
import { Refused } from '../shared/errors.ts';
import { filedAgain } from './filing.ts';
import { type Approval, afterStep, type Incident, type IncidentStore } from './incident.ts';
import { incidentIndex } from './incident-index.aws.ts';
import type { TextSeal } from './text-seal.ts';

const STATE = 'state';
const APPROVAL = 'approval#';
/** Rows read at a time when many are shown. */
const AT_A_TIME = 16;

interface Seen {
  incident: Incident;
  version: number;
}

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
  const look = async (id: string): Promise<Seen | undefined> => {
    const item = await get(id, STATE);
    return item && { incident: JSON.parse(item.body), version: item.version };
  };
  const find = async (id: string) => {
    const found = await look(id);
    if (!found) throw new Refused('not-found', 'no such incident');
    return found;
  };
  const readAll = (ids: string[]) => parallel(ids, AT_A_TIME, async (id) => (await find(id)).incident);
  const index = incidentIndex(documents, table);
  /** The row after a step that was decided on this version of it. */
  const moved = (after: Incident, version: number): TransactWriteItem => ({
    Update: {
      TableName: table,
      Key: key(after.incident, STATE),
      UpdateExpression: 'SET #body = :body, #version = :next',
      ConditionExpression: '#version = :version',
      ExpressionAttributeNames: { '#body': 'body', '#version': 'version' },
      ExpressionAttributeValues: {
        ':body': S(JSON.stringify(after)),
        ':version': N(version),
        ':next': N(version + 1),
      },
    },
  });
  const key = (incident: string, item: string) => ({ incident: S(incident), item: S(item) });
  const isNew = { ConditionExpression: 'attribute_not_exists(#item)', ExpressionAttributeNames: { '#item': 'item' } };

  return {
    async file(incident, text, facts, reportsPerDay) {
      const id = incident.incident;
      const sealed = text === undefined ? undefined : await seal.seal(id, text);
      /** The text, unless this person's is there already. */
      const textPut = async (of: Incident): Promise<TransactWriteItem[]> => {
        const item = textName(of, incident.reporter);
        if (!sealed || (await get(id, item))) return [];
        const { wrapped, message } = sealed;
        const Item = { ...key(id, item), wrapped: { B: wrapped }, message: { B: message } };
        return [{ Put: { TableName: table, Item } }];
      };
      const fileNew = async () => {
        const { items } = await ledger.prepare(facts);
        const row = { ...key(id, STATE), body: S(JSON.stringify(incident)), version: N(1) };
        const result = await transact(ddb, [
          { Put: { TableName: table, Item: row, ...isNew } },
          ...(reportsPerDay === undefined ? [] : [oneMoreReport(table, incident, reportsPerDay)]),
          ...(await textPut(incident)),
          index.logged(incident),
          index.opened(incident),
          ...items,
        ]);
        if (result.done) return incident;
        if (reportsPerDay !== undefined && !result.failed.includes(0) && result.failed.includes(1)) {
          throw new Refused('limit', 'the reports of this day are used up');
        }
        return AGAIN;
      };
      const fileAgain = async ({ incident: there, version }: Seen) => {
        const after = filedAgain(there, incident);
        const texts = await textPut(after ?? there);
        if (!after && texts.length === 0) return there;
        const { items } = after ? await ledger.prepare(facts) : { items: [] };
        const step = after ? [moved(after, version), index.opened(after)] : [];
        return (await transact(ddb, [...step, ...texts, ...items])).done ? (after ?? there) : AGAIN;
      };
      return untilDone(async () => {
        const there = await look(id);
        return there ? fileAgain(there) : fileNew();
      });
    },

    read: async (id) => (await find(id)).incident,
    find: async (id) => (await look(id))?.incident,

    async text(id, by) {
      const { incident } = await find(id);
      const people = by === undefined ? [incident.reporter, ...(incident.alsoBy ?? [])] : [by];
      const items = await Promise.all(people.map((person) => get(id, textName(incident, person))));
      const texts = items.flatMap((item) =>
        item ? [seal.open(id, { wrapped: item.wrapped, message: item.message })] : [],
      );
      return texts.length > 0 ? (await Promise.all(texts)).join('\n\n') : undefined;
    },

    list: async (limit = 50, before) => readAll(await index.newest(limit, before)),
    open: async (limit = 200) => readAll(await index.open(limit)),

    advance: (id, step) =>
      untilDone(async () => {
        const { incident, version } = await find(id);
        const after = afterStep(incident, step);
        if (!after) return incident;
        const entry = step.facts ? (await ledger.prepare(step.facts)).items : [];
        const done = step.set.concludedAt === undefined ? [] : [index.concluded(after)];
        return (await transact(ddb, [moved(after, version), ...done, ...entry])).done ? after : AGAIN;
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

/** What the reporter wrote stands under `text`; what others wrote who joined, under their names. */
const textName = ({ reporter }: Incident, by: string): string => (by === reporter ? 'text' : `text#${by}`);

/** A row per reporter, day (UTC) and severity counts the reports. */
function oneMoreReport(table: string, { reporter, reportedAt, severity }: Incident, most: number): TransactWriteItem {
  const day = new Date(reportedAt).toISOString().slice(0, 10);
  return {
    Update: {
      TableName: table,
      Key: { incident: S(`reports#${reporter}`), item: S(`${day}#${severity}`) },
      UpdateExpression: 'ADD #reports :one',
      ConditionExpression: 'attribute_not_exists(#reports) OR #reports < :most',
      ExpressionAttributeNames: { '#reports': 'reports' },
      ExpressionAttributeValues: { ':one': N(1), ':most': N(most) },
    },
  };
}
