import { GraphWidget, type IWidget, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { type Alarms, awsMetric } from './alarm.ts';
import type { MonitoredParts } from './parts.ts';

/** Can people enrol, consent, withdraw, and get leases? */
export function monitorControl({ state }: MonitoredParts, alarms: Alarms): IWidget[] {
  const ofApi = (metric: string, statistic = 'Sum') =>
    awsMetric('AWS/ApiGateway', metric, { ApiId: state.api.http.apiId }, statistic);

  alarms.add('api-errors', {
    description:
      'The API answers with errors of its own. Reports may not get through: the break-glass role can still pause.',
    // One is enough: a report is one request, and who files it may not try again.
    metric: ofApi('5xx'),
  });

  const whose = (metric: string) =>
    new MathExpression({
      expression: `SEARCH('{Sluice,service} MetricName="${metric}" "${state.program.prefix}"', 'Sum', 300)`,
      label: metric,
      usingMetrics: {},
    });

  return [
    new GraphWidget({ title: 'API requests', left: [ofApi('Count'), ofApi('4xx'), ofApi('5xx')], width: 8 }),
    new GraphWidget({ title: 'API latency (ms)', left: [ofApi('Latency', 'p50'), ofApi('Latency', 'p99')], width: 8 }),
    // Whose failures those are, and whose damage it is that the one alarm tells of.
    new GraphWidget({ title: 'Failures and damage, by function', left: ['Failed', 'Broken'].map(whose), width: 8 }),
  ];
}
