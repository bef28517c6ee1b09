import { type DynamoDBClient, UpdateItemCommand, type UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import { failedCondition, isFinal, S } from '../shared/dynamodb.aws.ts';
import { type Persistence, persist } from '../shared/persist.ts';
import { type ClosureCount, dayOf } from './closures.ts';

export interface AwsClosuresOptions {
  /** Without retries of its own, as the gate's. */
  ddb: DynamoDBClient;
  gateTable: string;
  /** For tests. @default persists for 1 s: whoever asks goes on without an answer */
  persistence?: Partial<Persistence>;
}

/** One item a person, in the gate's table: the day, and the incidents of that day as a set, which makes asking again harmless. */
export function awsClosures({ ddb, gateTable, persistence }: AwsClosuresOptions): ClosureCount {
  /** Whether its condition held. */
  const update = (input: UpdateItemCommandInput) =>
    persist(
      async (): Promise<boolean> => {
        try {
          await ddb.send(new UpdateItemCommand(input), { requestTimeout: 500 });
          return true;
        } catch (error) {
          if (failedCondition(error)) return false;
          throw error;
        }
      },
      { transient: (error) => !isFinal(error), deadline: 1_000, ...persistence },
    );

  return {
    async take({ person, incident, at }, most) {
      const day = dayOf(at);
      const item = { TableName: gateTable, Key: { pk: S(`closures#${person}`) } };
      const names = { '#day': 'day', '#incidents': 'incidents' };
      const today = () =>
        update({
          ...item,
          UpdateExpression: 'ADD #incidents :incidents',
          ConditionExpression: '#day >= :day AND (contains(#incidents, :incident) OR size(#incidents) < :most)',
          ExpressionAttributeNames: names,
          ExpressionAttributeValues: {
            ':day': S(day),
            ':incident': S(incident),
            ':incidents': { SS: [incident] },
            ':most': { N: `${most}` },
          },
        });
      const newDay = () =>
        update({
          ...item,
          UpdateExpression: 'SET #day = :day, #incidents = :incidents',
          ConditionExpression: 'attribute_not_exists(#day) OR #day < :day',
          ExpressionAttributeNames: names,
          ExpressionAttributeValues: { ':day': S(day), ':incidents': { SS: [incident] } },
        });
      // A later day, where clocks differ around midnight, counts like this one. In between somebody else may be the first of a day.
      return most > 0 && ((await today()) || (await newDay()) || (await today()));
    },
  };
}
