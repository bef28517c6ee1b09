import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvokeCommand, LambdaClient, type LambdaClientConfig } from '@aws-sdk/client-lambda';

/** Of a synthesized template, as far as it matters here. */
interface Template {
  Resources?: Record<string, { Type: string; Properties?: Properties }>;
}
interface Properties {
  FunctionName?: unknown;
  ScheduleExpression?: unknown;
  Targets?: { Arn?: { 'Fn::GetAtt'?: string[] } }[];
}

const EVERY_FEW_MINUTES = /^rate\(\d+ minutes?\)$/;

/** Names of the functions that rules of a template call every few minutes. */
export function calledEveryFewMinutes({ Resources = {} }: Template): string[] {
  const rules = Object.values(Resources).filter(({ Type, Properties }) => {
    const schedule = Properties?.ScheduleExpression;
    return Type === 'AWS::Events::Rule' && typeof schedule === 'string' && EVERY_FEW_MINUTES.test(schedule);
  });
  const targets = rules.flatMap(({ Properties }) => Properties?.Targets ?? []);
  const names = targets.map(({ Arn }) => Resources[Arn?.['Fn::GetAtt']?.[0] ?? '']?.Properties?.FunctionName);
  return names.filter((name): name is string => typeof name === 'string');
}

/**
 * Calls what EventBridge calls every few minutes, once: on AWS the first time comes by itself within that time of a deploy, and nobody
 * waits for it here.
 * @param assembly folder of the templates that were deployed
 * @throws Error that names a function that failed
 */
export async function runSchedules(assembly: string, endpoint: string, region: string): Promise<void> {
  const templates = readdirSync(assembly).filter((file) => file.endsWith('.template.json'));
  const names = templates.flatMap((file) =>
    calledEveryFewMinutes(JSON.parse(readFileSync(join(assembly, file), 'utf8')) as Template),
  );
  await callScheduled({ endpoint, region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } }, names);
}

/**
 * Calls functions as EventBridge does by their schedules.
 * @returns what each answers
 * @throws Error that names a function that failed
 */
export async function callScheduled(client: LambdaClientConfig, names: readonly string[]): Promise<unknown[]> {
  const lambda = new LambdaClient(client);
  try {
    return await Promise.all(
      names.map(async (FunctionName) => {
        for (let left = RETRIES; ; left--) {
          const { FunctionError, Payload } = await lambda.send(new InvokeCommand({ FunctionName, Payload: EVENT }));
          const answer = Buffer.from(Payload ?? []).toString();
          if (!FunctionError) return JSON.parse(answer || 'null');
          if (left === 0)
            throw new Error(`${FunctionName}, called as its schedule calls it, failed: ${FunctionError} ${answer}`);
        }
      }),
    );
  } finally {
    lambda.destroy();
  }
}

/** As Lambda does of what EventBridge gives it, minutes later: on a busy machine the first time may end at a time-out. */
const RETRIES = 2;

const EVENT = Buffer.from(JSON.stringify({ source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} }));
