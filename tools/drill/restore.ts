import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DeleteItemCommand, DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { STSClient } from '@aws-sdk/client-sts';
import { awsAccount } from '../../core/restore/account.aws.ts';
import { keyOf } from '../../core/restore/correct.ts';
import { planOf, type RestorePlan } from '../../core/restore/plan.ts';
import type { Row } from '../../core/restore/row.ts';
import { RESTORABLE, type TableName } from '../../core/restore/tables.ts';
import type { Item } from '../../core/shared/dynamodb.aws.ts';
import { runSluice } from '../../test/fixtures/run.ts';
import type { Deployment } from '../demo/deployment.ts';
import { callScheduled } from '../local/schedules.ts';
import { carryOut } from './carry-out.ts';

export interface RestoreDrill {
  deployment: Deployment;
  table: TableName;
  /** That holds the gates. */
  incident: string;
  /**
   * Rows as they were at the moment. The local cloud keeps no moments: what it restores is the table of now, so that the copy is
   * put back to then by this.
   */
  asOfThen(rows: readonly Row[]): readonly Row[];
  /** Lines of the CDK, and whatever else only the caller can do. @returns whether it was done. @default nothing of it is */
  run?(line: string): Promise<boolean>;
  /** Whether a line is for another time. @default none */
  isLeftOut?(line: string): boolean;
  say?(line: string): void;
}

/** Carries out the plan of the deployed stage, line by line. @returns the plan */
export async function drillRestore(drill: RestoreDrill): Promise<RestorePlan> {
  const { deployment, table, incident, say } = drill;
  const { clientConfig, cloud } = deployment;
  const prefix = prefixOf(deployment);
  const ddb = new DynamoDBClient(clientConfig);
  const clients = {
    ddb,
    cloudformation: new CloudFormationClient(clientConfig),
    kms: new KMSClient(clientConfig),
    s3: new S3Client({ ...clientConfig, forcePathStyle: true }),
    sts: new STSClient(clientConfig),
  };
  try {
    const plan = planOf(await awsAccount(clients).look(prefix), { prefix, table, incident }, Date.now());
    if (plan.cannot !== undefined) throw new Error(plan.cannot);
    await carryOut(plan.steps, {
      clientConfig,
      ...(say && { say }),
      ...(drill.isLeftOut && { isLeftOut: drill.isLeftOut }),
      async after({ operation }) {
        if (operation !== 'RestoreTableToPointInTime') return;
        await putBack(ddb, `${plan.name}-then`, table, drill.asOfThen);
      },
      async run(line) {
        const [program, ...args] = line.split(' ');
        const invoked = /^aws lambda invoke --function-name (\S+)/.exec(line)?.[1];
        if (invoked) await callScheduled(clientConfig, [invoked]);
        else if (program === 'sluice' && args[0] === 'restore') await sluice(args, cloud.env);
        else return (await drill.run?.(line)) ?? false;
        return true;
      },
    });
    return plan;
  } finally {
    for (const client of Object.values(clients)) client.destroy();
  }
}

async function putBack(ddb: DynamoDBClient, TableName: string, table: TableName, asOfThen: RestoreDrill['asOfThen']) {
  const rows = await rowsOf(ddb, TableName);
  const then = asOfThen(rows);
  const stay = new Set(then.map((row) => keyOf(table, row)));
  for (const row of rows.filter((one) => !stay.has(keyOf(table, one)))) {
    const Key = Object.fromEntries(RESTORABLE[table].key.map((name) => [name, row[name]])) as Item;
    await ddb.send(new DeleteItemCommand({ TableName, Key }));
  }
  for (const row of then) await ddb.send(new PutItemCommand({ TableName, Item: row as Item }));
}

export const prefixOf = ({ outputs }: Deployment): string => outputs.GateTable!.replace(/-Gate$/, '');

async function sluice(args: readonly string[], env: Record<string, string>): Promise<void> {
  const { code, stderr } = await runSluice(args, { env });
  if (code !== 0) throw new Error(`sluice ${args.join(' ')} ended with ${code}: ${stderr}`);
}

/** All of a table, by the account's root: on AWS the copies can be read by whoever made them, the program's tables by nobody. */
export async function rowsOf(ddb: DynamoDBClient, TableName: string): Promise<Row[]> {
  const rows: Row[] = [];
  let ExclusiveStartKey: Item | undefined;
  do {
    const page = await ddb.send(new ScanCommand({ TableName, ConsistentRead: true, ExclusiveStartKey }));
    rows.push(...((page.Items ?? []) as Row[]));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return rows;
}
