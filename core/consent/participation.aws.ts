import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { failedCondition, type Item, isTransient, N, S } from '../shared/dynamodb.aws.ts';
import { optional, readText, readWhole, Unreadable } from '../shared/item.aws.ts';
import { persist } from '../shared/persist.ts';
import type { ParticipationNote, Told } from './participation.ts';

const FIGURES = ['enrolled', 'consented', 'withdrew', 'erased'] as const satisfies readonly (keyof Told)[];
const again = <T>(attempt: () => Promise<T>) => persist(attempt, { transient: isTransient, deadline: 8_000 });

/** The item `participation` of the table `Gate`. Needs `GetItem` on it, and who writes `PutItem` of that key. */
export function awsParticipationNote({
  ddb,
  gateTable: TableName,
}: {
  ddb: DynamoDBClient;
  gateTable: string;
}): ParticipationNote {
  const Key: Item = { pk: S('participation') };
  return {
    read: () =>
      again(async () => {
        const { Item } = await ddb.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
        return Item && parse(Item);
      }),
    write: (day, told) =>
      again(async () => {
        const figures = FIGURES.flatMap((name) => (told[name] === undefined ? [] : [[name, N(told[name])] as const]));
        try {
          await ddb.send(
            new PutItemCommand({
              TableName,
              Item: { ...Key, day: S(day), ...Object.fromEntries(figures) },
              // Of an attribute that is not there, or is no text, it is not true that it is later.
              ConditionExpression: 'NOT #day >= :day',
              ExpressionAttributeNames: { '#day': 'day' },
              ExpressionAttributeValues: { ':day': S(day) },
            }),
          );
        } catch (error) {
          if (!failedCondition(error)) throw error;
        }
      }),
  };
}

/** @returns undefined where it cannot be read: it is counted again tomorrow */
function parse(item: Item): { day: string; told: Told } | undefined {
  try {
    const told = FIGURES.flatMap((name) => {
      const people = optional(item, name, readWhole);
      return people === undefined ? [] : [[name, people] as const];
    });
    return { day: readText(item, 'day'), told: Object.fromEntries(told) };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return undefined;
  }
}
