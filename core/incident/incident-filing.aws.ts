import type { DynamoDBClient, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { AwsLedger } from '../ledger/ledger.aws.ts';
import { AGAIN, transact, untilDone } from '../ledger/transact.aws.ts';
import { N, S } from '../shared/dynamodb.aws.ts';
import { Refused } from '../shared/errors.ts';
import { dayOf } from './closures.ts';
import { filedAgain } from './filing.ts';
import type { Incident, IncidentStore, MostReports } from './incident.ts';
import type { IncidentIndex } from './incident-index.aws.ts';
import { type IncidentRows, itemKey, type Seen } from './incident-rows.aws.ts';
import type { TextSeal } from './text-seal.ts';

export interface FilingOptions {
  ddb: DynamoDBClient;
  table: string;
  ledger: AwsLedger;
  seal: TextSeal;
  rows: IncidentRows;
  index: IncidentIndex;
}

/** Filing, and what was written with it. */
export function incidentFiling(options: FilingOptions): Pick<IncidentStore, 'file' | 'text'> {
  const { ddb, table, ledger, seal, rows, index } = options;

  return {
    async file(incident, text, facts, most) {
      const id = incident.incident;
      const sealed = text === undefined ? undefined : await seal.seal(id, text);
      /** The text, unless this person's is there already. */
      const textPut = async (of: Incident): Promise<TransactWriteItem[]> => {
        const item = textName(of, incident.reporter);
        if (!sealed || (await rows.get(id, item))) return [];
        const { wrapped, message } = sealed;
        const Item = { ...itemKey(id, item), wrapped: { B: wrapped }, message: { B: message } };
        return [{ Put: { TableName: table, Item } }];
      };
      const fileNew = async () => {
        const { items } = await ledger.prepare(facts);
        const result = await transact(ddb, [
          rows.made(incident),
          ...(most === undefined ? [] : [oneMoreReport(table, incident, most)]),
          ...(await textPut(incident)),
          index.logged(incident),
          index.opened(incident),
          ...items,
        ]);
        if (result.done) return incident;
        if (most !== undefined && !result.failed.includes(0) && result.failed.includes(1)) {
          throw new Refused('limit', 'the reports of this day are used up');
        }
        return AGAIN;
      };
      const fileAgain = async ({ incident: there, version }: Seen) => {
        const after = filedAgain(there, incident);
        const texts = await textPut(after ?? there);
        if (!after && texts.length === 0) return there;
        const { items } = after ? await ledger.prepare(facts) : { items: [] };
        const isOpen = after !== undefined && after.concludedAt === undefined;
        const step = [...(after ? [rows.moved(after, version)] : []), ...(isOpen ? [index.opened(after)] : [])];
        return (await transact(ddb, [...step, ...texts, ...items])).done ? (after ?? there) : AGAIN;
      };
      return untilDone(async () => {
        const there = await rows.look(id);
        return there ? fileAgain(there) : fileNew();
      });
    },

    async text(id, by) {
      const { incident } = await rows.find(id);
      const people = by === undefined ? [incident.reporter, ...(incident.alsoBy ?? [])] : [by];
      const items = await Promise.all(people.map((person) => rows.get(id, textName(incident, person))));
      const texts = items.flatMap((item) =>
        item ? [seal.open(id, { wrapped: item.wrapped, message: item.message })] : [],
      );
      return texts.length > 0 ? (await Promise.all(texts)).join('\n\n') : undefined;
    },
  };
}

/** What the reporter wrote stands under `text`; what others wrote who joined, under their names. */
const textName = ({ reporter }: Incident, by: string): string => (by === reporter ? 'text' : `text#${by}`);

/** A row per reporter, day (UTC) and severity counts the reports. */
function oneMoreReport(
  table: string,
  { reportedAt, severity }: Incident,
  { by, perDay }: MostReports,
): TransactWriteItem {
  return {
    Update: {
      TableName: table,
      Key: { incident: S(`reports#${by}`), item: S(`${dayOf(reportedAt)}#${severity}`) },
      UpdateExpression: 'ADD #reports :one',
      ConditionExpression: 'attribute_not_exists(#reports) OR #reports < :most',
      ExpressionAttributeNames: { '#reports': 'reports' },
      ExpressionAttributeValues: { ':one': N(1), ':most': N(perDay) },
    },
  };
}
