import { MetricUnit } from '@aws-lambda-powertools/metrics';
import middy from '@middy/core';
import { readMessage } from '../../core/witness/message.ts';
import { type Received, receive } from '../../core/witness/receive.ts';
import { state } from '../../core/witness/statement.ts';
import { logger, metrics, observed } from '../shared/observability.ts';
import { isScheduled } from '../shared/schedule.ts';
import { parts } from './parts.ts';

/** What a program puts on the bus, and a schedule. Signatures alone are believed. */
export const handler = middy<unknown, Received[] | { wrong: string[] }>()
  .use(observed())
  .handler((event) => (isScheduled(event) ? look() : hear(event)));

async function hear(event: unknown): Promise<Received[]> {
  const message = readMessage(event);
  const received: Received[] = message ? await receive(parts, message) : [{ outcome: 'refused', reason: 'malformed' }];
  for (const one of received) {
    const metric = metricOf(one);
    if (metric) metrics.addMetric(metric, MetricUnit.Count, 1);
    if (one.outcome !== 'repeated' && one.outcome !== 'watching') logger.info('received', { ...one });
  }
  return received;
}

function metricOf(one: Received): string | undefined {
  if (one.outcome === 'fork' || one.outcome === 'rewritten') return 'Contradictions';
  if (one.outcome === 'refused') return 'Refused';
  if (one.outcome === 'blind') return 'GuardOff';
  return one.outcome === 'moved' && one.isNew ? 'DoorsMoved' : undefined;
}

const METRICS: Readonly<Record<string, string>> = {
  stale: 'Stale',
  gap: 'Gap',
  contradiction: 'Contradictions',
  'guard-silent': 'GuardSilent',
  'guard-off': 'GuardOff',
};

/** What is wrong is counted each time, so that its alarm stays. */
async function look(): Promise<{ wrong: string[] }> {
  const { wrong } = await state(parts);
  for (const word of wrong) metrics.addMetric(METRICS[word]!, MetricUnit.Count, 1);
  if (wrong.length > 0) logger.warn('not in order', { wrong });
  return { wrong };
}
