import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import * as z from 'zod';
import type { HttpHandler } from './http.ts';
import { observed } from './observability.ts';

/** What EventBridge sends. An event of the HTTP API has no `source`, and what a caller sends stands in its `body` alone. */
const scheduled = z.looseObject({
  source: z.enum(['aws.events', 'aws.scheduler']),
  requestContext: z.undefined().optional(),
});

export const isScheduled = (event: unknown): boolean => scheduled.safeParse(event).success;

/** A function behind the API that a schedule of its own calls too, for work that needs the same rights. */
export function alsoScheduled(http: HttpHandler, run: () => Promise<unknown>) {
  const onSchedule = middy<unknown, unknown>().use(observed()).handler(run);
  return async (event: unknown, context: Context): Promise<unknown> =>
    isScheduled(event)
      ? (onSchedule as (event: unknown, context: Context) => Promise<unknown>)(event, context)
      : http(event as Parameters<HttpHandler>[0], context);
}
