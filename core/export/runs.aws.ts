import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { failedCondition } from '../shared/dynamodb.aws.ts';
import { parallel } from '../shared/parallel.ts';
import { type AwsExportsOptions, itemsOf, peopleOf, placesOf, RUNS, type Stored } from './rows.aws.ts';
import type { TrainingRun, TrainingRuns } from './runs.ts';

const PUTS_AT_ONCE = 16;

/** Runs stay when their export goes, and so does where their people are found. */
export function awsRuns({ documents, table }: AwsExportsOptions): TrainingRuns {
  const find = async (id: string, run: string) => {
    const Key = { export: RUNS, item: `${id}#${run}` };
    const { Item } = await documents.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
    return Item && runOf(Item);
  };
  return {
    find,
    async declare(run, people) {
      const name = `${run.export}#${run.run}`;
      // Found by whoever is in it, for good, before it is there: what leads to no run is passed over.
      await parallel([...people], PUTS_AT_ONCE, async (held) => {
        const Item = {
          ...held,
          export: peopleOf(held.subject),
          item: `${held.subject}#${name}`,
          of: run.export,
          run: run.run,
        };
        await documents.send(new PutCommand({ TableName: table, Item }));
      });
      const Item = { ...run, export: RUNS, item: name, of: run.export };
      const ConditionExpression = 'attribute_not_exists(#export)';
      const ExpressionAttributeNames = { '#export': 'export' };
      try {
        await documents.send(new PutCommand({ TableName: table, Item, ConditionExpression, ExpressionAttributeNames }));
        return run;
      } catch (error) {
        const there = failedCondition(error) && (await find(run.export, run.run));
        if (there) return there;
        throw error;
      }
    },
    async holding(subject) {
      const found: TrainingRun[] = [];
      for await (const { of, run } of placesOf({ documents, table }, subject)) {
        const there = run !== undefined && (await find(String(of), String(run)));
        if (there) found.push(there);
      }
      return found;
    },
    async runs() {
      const found: TrainingRun[] = [];
      for await (const run of itemsOf(documents, table, RUNS, '')) found.push(runOf(run));
      return found;
    },
  };
}

const runOf = ({ item: _, of, ...run }: Stored): TrainingRun => ({ ...run, export: of }) as unknown as TrainingRun;
