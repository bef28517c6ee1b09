import type { Resource } from '../templates.ts';

/** One value of a metric. */
export interface Datum {
  namespace: string;
  metric: string;
  dimensions: Readonly<Record<string, string>>;
  value: number;
  /** ms since the Unix epoch. */
  at: number;
}

/** What an alarm's definition says, references resolved. */
export interface AlarmDefinition {
  name: string;
  namespace: string;
  metric: string;
  dimensions: Readonly<Record<string, string>>;
  statistic: string;
  threshold: number;
  comparison: string;
  periodSeconds: number;
  periods: number;
  missing: string;
}

export const definitionOf = ({ Properties: p }: Pick<Resource, 'Properties'>): AlarmDefinition => ({
  name: p.AlarmName,
  namespace: p.Namespace,
  metric: p.MetricName,
  dimensions: Object.fromEntries(p.Dimensions.map(({ Name, Value }: { Name: string; Value: string }) => [Name, Value])),
  statistic: p.Statistic ?? p.ExtendedStatistic,
  threshold: p.Threshold,
  comparison: p.ComparisonOperator,
  periodSeconds: p.Period,
  periods: p.EvaluationPeriods,
  missing: p.TreatMissingData,
});

const STATISTICS: Readonly<Record<string, (values: readonly number[]) => number>> = {
  Sum: (values) => values.reduce((sum, value) => sum + value, 0),
  Maximum: (values) => Math.max(...values),
  SampleCount: (values) => values.length,
};
const COMPARISONS: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
};
const MISSING: Readonly<Record<string, boolean>> = { breaching: true, notBreaching: false };

/**
 * State of an alarm at a time: in alarm when each of its last periods breaches. A metric is found by namespace, name and exactly its
 * dimensions. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html
 */
export function stateOf(alarm: AlarmDefinition, data: readonly Datum[], now: number): 'OK' | 'ALARM' {
  const length = alarm.periodSeconds * 1000;
  const same = (a: object, b: object) =>
    JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());
  const own = data.filter(
    ({ namespace, metric, dimensions }) =>
      namespace === alarm.namespace && metric === alarm.metric && same(dimensions, alarm.dimensions),
  );
  for (let period = 0; period < alarm.periods; period += 1) {
    const end = now - period * length;
    const values = own.filter(({ at }) => at >= end - length && at < end).map(({ value }) => value);
    const breaching =
      values.length === 0
        ? MISSING[alarm.missing]
        : COMPARISONS[alarm.comparison]?.(STATISTICS[alarm.statistic]?.(values) ?? Number.NaN, alarm.threshold);
    if (breaching === undefined) throw new Error(`${alarm.name}: a setting that this page does not know`);
    if (!breaching) return 'OK';
  }
  return 'ALARM';
}

/**
 * Metrics of the lines that a function printed, as CloudWatch takes them from its log (embedded metric format).
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export const metricsOf = (printed: readonly string[], at: number): Datum[] =>
  printed
    .flatMap((text) => text.split('\n'))
    .filter((line) => line.includes('"_aws"'))
    .flatMap((line) => {
      const blob = JSON.parse(line);
      return blob._aws.CloudWatchMetrics.flatMap(
        ({
          Namespace,
          Dimensions,
          Metrics,
        }: {
          Namespace: string;
          Dimensions: string[][];
          Metrics: { Name: string }[];
        }) =>
          Dimensions.flatMap((names) =>
            Metrics.flatMap(({ Name }) =>
              [blob[Name]].flat().map((value: number) => ({
                namespace: Namespace,
                metric: Name,
                dimensions: Object.fromEntries(names.map((name) => [name, blob[name]])),
                value,
                at,
              })),
            ),
          ),
      );
    });
