import { MetricUnit } from '@aws-lambda-powertools/metrics';
import middy from '@middy/core';
import { isDeployed, noteRunning } from '../../core/deployed/running.ts';
import { isFinding } from '../../core/guard/finding.ts';
import { type Guarding, guard } from '../../core/guard/guard.ts';
import { type Heard, hearFinding } from '../../core/guard/hear-finding.ts';
import { lookAfterGuard, tellOfDoor, tellOfWatch } from '../../core/guard/report-on-guard.ts';
import { within } from '../../core/shared/within.ts';
import type { WitnessBus } from '../../core/witness/bus.ts';
import { describeError, logger, metrics, observed } from '../shared/observability.ts';
import { isScheduled } from '../shared/schedule.ts';
import { tellAfterwards } from '../shared/witness.ts';
import { bus, name, parts, rules, running } from './parts.ts';

/** Management events of CloudTrail, ends of deploys and findings, by EventBridge, and a schedule. Whoever else calls it can only close. */
export const handler = middy<unknown, Guarding | Heard | { blind: string[] } | { changed: boolean }>()
  .use(observed())
  .handler(async (event, { invokedFunctionArn }) => {
    if (isScheduled(event)) return watch();
    if (isFinding(event)) return hearOf(event, invokedFunctionArn);
    return isDeployed(event) ? lookAtRunning() : hear(event);
  });

async function hear(event: unknown): Promise<Guarding> {
  const guarding = await guard(parts, event);
  const { outcome, door, incident } = guarding;
  if (outcome === 'moved') metrics.addMetric('DoorsMoved', MetricUnit.Count, 1);
  if (outcome === 'tried') metrics.addMetric('DoorsTried', MetricUnit.Count, 1);
  if (outcome !== 'foreign') logger.info('a door', { outcome, door, ...(incident !== undefined && { incident }) });
  await tell((to) => tellOfDoor({ ...parts, bus: to }, event, guarding));
  return guarding;
}

/** What a service of AWS found. One that contradicts itself, or where it is, came past EventBridge. */
async function hearOf(event: unknown, ownArn: string): Promise<Heard> {
  const [, , , region = '', account = ''] = ownArn.split(':');
  const heard = await hearFinding(parts, event, { account, region });
  if (heard.outcome === 'forged') logger.error('a finding that no service of AWS sends here');
  if (heard.outcome !== 'foreign') logger.info('a finding', { ...heard });
  return heard;
}

/** Once all is closed, and where there is a witness. */
const tell = async (say: (to: WitnessBus) => Promise<void>): Promise<void> => bus && tellAfterwards(() => say(bus!));

/** Does it hear of all doors? */
async function watch(): Promise<{ blind: string[] }> {
  const blind = await lookAfterGuard(rules, name);
  if (blind.length > 0) {
    metrics.addMetric('GuardBlind', MetricUnit.Count, 1);
    logger.error('the guard does not hear of all doors', { blind });
  }
  await tell((to) => tellOfWatch({ ...parts, bus: to }, blind));
  await lookAtRunning();
  return { blind };
}

/** Whatever the event says: what runs is asked of AWS. */
async function lookAtRunning(): Promise<{ changed: boolean }> {
  try {
    const changed = await within(LOOK, noteRunning({ ...parts, running }));
    if (changed) logger.info('what runs has changed, and is noted');
    return { changed };
  } catch (error) {
    // Nobody's door: the next look makes it good, and what was found out otherwise is told all the same.
    metrics.addMetric('RunningNotNoted', MetricUnit.Count, 1);
    logger.error('what runs is not noted', describeError(error));
    return { changed: false };
  }
}

/** ms. */
const LOOK = 20_000;
