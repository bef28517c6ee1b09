import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { INCIDENT_STATUSES } from '../../api/words.ts';
import { N, S } from '../shared/dynamodb.aws.ts';
import { Refused } from '../shared/errors.ts';
import type { Incident } from './incident.ts';

const STATE = 'state';

/** An incident, and the version of its row that it was read from. */
export interface Seen {
  incident: Incident;
  version: number;
}

export type IncidentRows = ReturnType<typeof incidentRows>;

export const itemKey = (incident: string, item: string) => ({ incident: S(incident), item: S(item) });

/**
 * An incident is one item: its members as JSON in `body`, with a `version` that every step moves, so that two steps of one
 * incident cannot both be made on the same look.
 */
export function incidentRows(documents: DynamoDBDocumentClient, table: string) {
  const get = async (incident: string, item: string) => {
    const { Item } = await documents.send(
      new GetCommand({ TableName: table, Key: { incident, item }, ConsistentRead: true }),
    );
    return Item;
  };
  const look = async (id: string): Promise<Seen | undefined> => {
    const item = await get(id, STATE);
    return item && decode(id, item);
  };
  return {
    get,
    look,

    /** @throws Refused `not-found`, `damaged` */
    async find(id: string): Promise<Seen> {
      const found = await look(id);
      if (!found) throw new Refused('not-found', 'no such incident');
      return found;
    },

    made: (incident: Incident): TransactWriteItem => ({
      Put: {
        TableName: table,
        Item: { ...itemKey(incident.incident, STATE), body: S(JSON.stringify(incident)), version: N(1) },
        ConditionExpression: 'attribute_not_exists(#item)',
        ExpressionAttributeNames: { '#item': 'item' },
      },
    }),

    /** The row after a step that was decided on this version of it. */
    moved: (after: Incident, version: number): TransactWriteItem => ({
      Update: {
        TableName: table,
        Key: itemKey(after.incident, STATE),
        UpdateExpression: 'SET #body = :body, #version = :next',
        ConditionExpression: '#version = :version',
        ExpressionAttributeNames: { '#body': 'body', '#version': 'version' },
        ExpressionAttributeValues: {
          ':body': S(JSON.stringify(after)),
          ':version': N(version),
          ':next': N(version + 1),
        },
      },
    }),
  };
}

/** The only code that reads such a row. @throws Refused `damaged` when it is not one */
function decode(id: string, { body, version }: Readonly<Record<string, unknown>>): Seen {
  const incident = parsed(body);
  const good =
    incident?.incident === id &&
    INCIDENT_STATUSES.some((status) => status === incident.status) &&
    typeof incident.closes === 'boolean' &&
    typeof incident.reporter === 'string' &&
    Number.isFinite(incident.reportedAt) &&
    Number.isSafeInteger(version);
  if (!good) throw new Refused('damaged', `the row of incident ${id} cannot be read`);
  return { incident: incident as Incident, version: version as number };
}

function parsed(body: unknown): Partial<Incident> | undefined {
  try {
    return typeof body === 'string' ? JSON.parse(body) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
