import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { CounterName } from '../../core/books/counters.ts';
import { isOutdated } from '../../core/intake/errors.ts';
import type { BatchResult } from '../../core/intake/pipeline.ts';
import { RecallBelowBar, type RecallReport } from '../../redaction/recall/live-recall.ts';

/** Counters by metric: few, since each costs money; by reason they stand in the lane's row and in the log. */
const BY_METRIC: Readonly<Record<string, (name: CounterName) => boolean>> = {
  FramesAdmitted: (name) => name === 'admitted',
  /** Without repeats, which redelivery makes too. */
  FramesRefused: (name) => name.startsWith('refused:') && name !== 'refused:repeated',
  FramesPoison: (name) => name === 'refused:poison',
  FramesMissing: (name) => name === 'missing',
  EventsStored: (name) => name === 'stored',
  EventsDropped: (name) => name.startsWith('dropped:'),
  /**
   * What a faithful agent would not have sent: kinds, applications, details and fields that are not disclosed, without those of
   * frames under an older version, which may have listed them.
   */
  OverCollection: (name) => OVER_COLLECTED.has(name),
};
const OVER_COLLECTED: ReadonlySet<CounterName> = new Set([
  'dropped:kind',
  'dropped:application',
  'dropped:detail',
  'stripped',
]);

export function measure(
  metrics: Metrics,
  { counters, failedFrames, damaged, error }: BatchResult,
  recall?: RecallReport,
): void {
  for (const [metric, counts] of Object.entries(BY_METRIC)) {
    let sum = 0;
    for (const [name, by] of Object.entries(counters)) if (counts(name as CounterName)) sum += by;
    if (metric === 'OverCollection') sum -= counters.narrowed ?? 0;
    if (sum > 0) metrics.addMetric(metric, MetricUnit.Count, sum);
  }
  // The share of planted canaries that redaction found, of this instance; under the disclosure's bar it stores nothing.
  if (recall && recall.planted > 0) metrics.addMetric('LiveRecall', MetricUnit.Percent, 100 * recall.recall);
  if (error instanceof Error && error.cause instanceof RecallBelowBar) {
    metrics.addMetric('RecallBelowBar', MetricUnit.Count, 1);
  }
  if (isOutdated(error)) metrics.addMetric('RedactorOutdated', MetricUnit.Count, 1);
  if (damaged.length > 0) metrics.addMetric('Damaged', MetricUnit.Count, damaged.length);
  if (failedFrames > 0) metrics.addMetric('RedactionFailed', MetricUnit.Count, failedFrames);
}
