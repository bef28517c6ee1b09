import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

export interface AlarmOptions {
  /** What is wrong and where to look, for who is woken by it. */
  description: string;
  metric: IMetric;
  /** @default 1 */
  threshold?: number;
  /** Periods in a row. @default 1 */
  periods?: number;
}

/** So long nothing may be heard of what runs every few minutes. */
const SILENT_PERIODS = 3;

export class Alarms {
  readonly #scope: Construct;
  readonly #prefix: string;
  readonly #targets: readonly ITopic[];
  readonly all: Alarm[] = [];

  constructor(scope: Construct, prefix: string, targets: readonly ITopic[]) {
    this.#scope = scope;
    this.#prefix = prefix;
    this.#targets = targets;
  }

  /** Alarms at or above the threshold. No data is no news: nothing is written where nothing happened. */
  add(name: string, { description, metric, threshold = 1, periods = 1 }: AlarmOptions): void {
    this.#add(name, description, {
      metric,
      threshold,
      evaluationPeriods: periods,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }

  /** Alarms when nothing is counted: who is not there, or not called, writes no metric and has no errors. */
  addSilence(name: string, { description, metric }: Pick<AlarmOptions, 'description' | 'metric'>): void {
    this.#add(name, description, {
      metric,
      threshold: 1,
      evaluationPeriods: SILENT_PERIODS,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.BREACHING,
    });
  }

  #add(name: string, description: string, props: ConstructorParameters<typeof Alarm>[2]): void {
    const alarmDescription = `${description} Runbook: docs/runbooks.md#${runbookOf(name)}`;
    const alarm = new Alarm(this.#scope, name, { alarmName: `${this.#prefix}-${name}`, alarmDescription, ...props });
    const actions = this.#targets.map((topic) => new SnsAction(topic));
    alarm.addAlarmAction(...actions);
    // So that who was woken is told that it is over, and a pager closes what it opened.
    alarm.addOkAction(...actions);
    this.all.push(alarm);
  }
}

/** Ways in which any function fails, by the end of the alarm's name. */
const OF_ALL = ['errors', 'broken', 'silent', 'dropped'];
/** Names that end like one of those and have a section of their own. */
const OF_ITS_OWN = [
  'redactor-failed',
  'redaction-failed',
  'second-line-errors',
  'broadcast-errors',
  'workflow-failed',
  'api-errors',
  'witness-guard-silent',
];

/** Section of docs/runbooks.md. @param name of the alarm, without the stage */
export const runbookOf = (name: string): string =>
  OF_ITS_OWN.includes(name) ? name : (OF_ALL.find((kind) => name.endsWith(`-${kind}`)) ?? name);

/** A metric that a function writes by itself (EMF); its only dimension is the function. */
export const ownMetric = (prefix: string, name: string, metricName: string, statistic = 'Sum'): Metric =>
  new Metric({
    namespace: 'Sluice',
    metricName,
    dimensionsMap: { service: `${prefix}-${name}` },
    statistic,
    period: Duration.minutes(5),
  });

/** A metric that functions write under the name of their stage. */
export const stageMetric = (prefix: string, metricName: string): Metric =>
  new Metric({
    ...{ namespace: 'Sluice', metricName, dimensionsMap: { service: prefix } },
    ...{ statistic: 'Sum', period: Duration.minutes(5) },
  });

/** A metric of AWS by its dimensions. */
export const awsMetric = (
  namespace: string,
  metricName: string,
  dimensionsMap: Record<string, string>,
  statistic = 'Sum',
): Metric => new Metric({ namespace, metricName, dimensionsMap, statistic, period: Duration.minutes(5) });
