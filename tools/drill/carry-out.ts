import * as cloudformation from '@aws-sdk/client-cloudformation';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as lambda from '@aws-sdk/client-lambda';
import { type AwsCall, type Command, inWords } from '../../core/restore/commands.ts';
import type { Step } from '../../core/restore/plan.ts';
import type { Deployment } from '../demo/deployment.ts';
import { until } from '../local/index.ts';

/** What stands in for a person at a terminal. */
export interface Hands {
  clientConfig: Deployment['clientConfig'];
  /** A line that is no call of AWS. @returns false: it is left out here, and why is said by whoever left it out */
  run(line: string): Promise<boolean>;
  /** Whether a line is for another time. @default none */
  isLeftOut?(line: string): boolean;
  /** After a call has been answered. */
  after?(call: AwsCall): Promise<void>;
  say?(line: string): void;
}

const SERVICES = {
  dynamodb: [dynamodb, 'DynamoDBClient'],
  cloudformation: [cloudformation, 'CloudFormationClient'],
  lambda: [lambda, 'LambdaClient'],
} as const;

/** Every line of a plan, one after the other, as it is printed. @throws what the first that fails throws */
export async function carryOut(steps: readonly Step[], hands: Hands): Promise<void> {
  const kept = new Map<string, string>();
  for (const { what, commands } of steps) {
    hands.say?.(what);
    for (const command of commands) {
      const done = !hands.isLeftOut?.(inWords(command)) && (await one(command, hands, kept));
      hands.say?.(`  ${done ? '' : '(left out) '}${inWords(command)}`);
    }
  }
}

async function one(command: Command, hands: Hands, kept: Map<string, string>): Promise<boolean> {
  if ('run' in command) return hands.run(command.run);
  if ('wait' in command) {
    const wanted = command.wait === 'table-exists';
    const done = await until(async () => (await isThere(command.table, hands)) === wanted, 60_000, 250);
    if (!done) throw new Error(`${inWords(command)}: not within a minute`);
    return true;
  }
  const answer = await call(command, hands, kept);
  if (command.keeps) {
    const value = command.keeps.from
      .split('.')
      .reduce<unknown>((at, name) => (at as Record<string, unknown>)?.[name], answer);
    kept.set(`$${command.keeps.name}`, String(value));
  }
  await hands.after?.(command);
  return true;
}

async function call({ service, operation, input }: AwsCall, hands: Hands, kept: ReadonlyMap<string, string>) {
  const [sdk, client] = SERVICES[service];
  const made = Object.fromEntries(
    Object.entries(input).map(([name, value]) => {
      if (typeof value === 'string' && value.startsWith('$')) return [name, kept.get(value)];
      return [name, name === 'RestoreDateTime' ? new Date(String(value)) : value];
    }),
  );
  const of = sdk as unknown as Record<
    string,
    new (
      given: unknown,
    ) => { send(command: unknown): Promise<unknown>; destroy(): void }
  >;
  const using = new of[client]!(hands.clientConfig);
  try {
    return await using.send(new of[`${operation}Command`]!(made));
  } finally {
    using.destroy();
  }
}

async function isThere(TableName: string, { clientConfig }: Hands): Promise<boolean> {
  const client = new dynamodb.DynamoDBClient(clientConfig);
  try {
    const { Table } = await client.send(new dynamodb.DescribeTableCommand({ TableName }));
    return Table?.TableStatus === 'ACTIVE';
  } catch (error) {
    if ((error as Error).name === 'ResourceNotFoundException') return false;
    throw error;
  } finally {
    client.destroy();
  }
}
