import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { WitnessBus } from '../../core/witness/bus.ts';
import { awsWitnessBus } from '../../core/witness/witness-bus.aws.ts';
import { witnessEvents } from './clients.aws.ts';
import { describeError, logger, metrics } from './observability.ts';

/** @param bus ARN. @returns nothing where the stage has no witness */
export const witnessBus = (bus: string | undefined): WitnessBus | undefined =>
  bus === undefined ? undefined : awsWitnessBus({ events: witnessEvents(bus.split(':')[3]!), bus });

/** Tells the witness once the work is done. That it cannot be told is logged and counted, and stops nothing. */
export async function tellAfterwards(tell: () => Promise<unknown>): Promise<void> {
  try {
    await tell();
  } catch (error) {
    logger.error('the witness was not told', describeError(error));
    metrics.addMetric('WitnessNotTold', MetricUnit.Count, 1);
  }
}
