import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { isBroken, Refused, SluiceError } from '../../core/shared/errors.ts';

/** Service, namespace and level come from `POWERTOOLS_*`. Metrics have no dimension but the service: each costs money. */
export const logger = new Logger();
export const metrics = new Metrics();
/** Under the name of the whole stage: what one alarm watches, whichever function counts it. A witness, which is one function, has none. */
const ofStage = process.env.SLUICE_PREFIX ? new Metrics({ serviceName: process.env.SLUICE_PREFIX }) : undefined;

/** What was read is not what was written. Counted by function, and for the stage's one alarm. */
export function countBroken(): void {
  metrics.addMetric('Broken', MetricUnit.Count, 1);
  ofStage?.addMetric('Broken', MetricUnit.Count, 1);
}

/** In place of Powertools' own, which logs a warning, a line each, for calls that counted nothing. */
const publish = () => {
  for (const counted of [metrics, ofStage]) if (counted?.hasStoredMetrics()) counted.publishStoredMetrics();
};

/**
 * Lambda writes what a handler throws into its log, every field of it, and X-Ray and Step Functions keep it too: libraries
 * quote values in messages, and DynamoDB's errors hand back items. What is not ours leaves by its name alone.
 */
const keepToOurselves = (request: { error: Error | null }) => {
  metrics.addMetric('Failed', MetricUnit.Count, 1);
  if (isBroken(request.error)) countBroken();
  if (request.error instanceof SluiceError) return;
  const described = describeError(request.error);
  logger.error('failed', described);
  request.error = new SluiceError(`failed: ${described.name}`);
};

/** The middlewares of every function. No event, no response and no error text leaves through them. */
export const observed = () => [
  injectLambdaContext(logger, { logEvent: false, resetKeys: true }),
  { after: publish, onError: publish },
  // Last, since errors go through them backwards.
  { onError: keepToOurselves },
];

/**
 * What may be logged of an error: messages of our own are content-free by contract; of others only name and place, since
 * libraries quote values in their messages.
 */
export function describeError(error: unknown): Record<string, string> {
  if (!(error instanceof Error)) return { name: typeof error };
  // The stack begins with the message, whose lines may look like places.
  const stack = error.stack ?? '';
  const message = stack.indexOf(error.message);
  const place = (message === -1 ? '' : stack.slice(message + error.message.length))
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 4)
    .map((line) => line.trim())
    .join(' | ');
  return {
    name: error.name,
    // `message` is the logger's own: it would be dropped, with a warning for each line.
    ...(error instanceof SluiceError && { said: error.message }),
    ...(error instanceof Refused && { reason: error.reason }),
    ...(place !== '' && { place }),
    ...(error.cause instanceof Error && { cause: error.cause.name }),
  };
}
