import * as z from 'zod';

/** What EventBridge sends on a schedule: it names nothing, and nothing of it is used. */
const scheduled = z.looseObject({
  source: z.enum(['aws.events', 'aws.scheduler']),
  // CloudTrail tells of changes of rules and schedules under the same sources.
  'detail-type': z.literal('Scheduled Event'),
  requestContext: z.undefined().optional(),
});

export const isScheduled = (event: unknown): boolean => scheduled.safeParse(event).success;
